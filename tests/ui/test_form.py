import pytest
import reflex as rx

from coach_the_coach import ui
from tests.ui.drawn import elements, one


class Typed(rx.State):
    problems: dict[str, str] = {}
    lines: list[str] = []
    purposes: list[ui.Option] = []


def test_a_label_names_its_control_which_names_its_hint_and_its_problem():
    drawn = ui.text_field("E-mail", "email", hint="We write once.", problem="Not an address.")

    control = one(drawn, "input").attributes
    assert one(drawn, "label").attributes["htmlFor"] == control["id"] == "email"
    assert control["name"] == "email"
    assert control["aria-describedby"] == "email-hint email-problem"
    assert control["aria-invalid"] == "true"
    told = {each.attributes.get("id"): each.text for each in elements(drawn)}
    assert told["email-hint"] == "We write once."
    assert told["email-problem"] == "Not an address."
    assert one(drawn, "p").attributes["role"] == "alert"


@pytest.mark.parametrize(
    ("make", "tag"),
    [
        (ui.text_field, "input"),
        (ui.text_area, "textarea"),
        (ui.date_field, "input"),
    ],
)
def test_every_field_without_a_problem_is_valid_and_says_nothing(make, tag: str):
    drawn = make("Name", "name")

    assert one(drawn, tag).attributes["aria-invalid"] == "false"
    assert one(drawn, "p").text == ""


def test_a_bound_problem_is_shown_when_the_state_has_one():
    drawn = ui.select("Rep", "rep", [ui.Option("1", "Rae")], problem=Typed.problems["rep"])

    assert '?.["rep"]' in one(drawn, "select").attributes["aria-invalid"]
    assert '?.["rep"]' in one(drawn, "p").text


def test_what_may_stay_empty_says_so_and_the_rest_is_required():
    assert "optional" in one(ui.text_field("Why", "why", optional=True), "label").text
    assert one(ui.text_field("Why", "why"), "input").attributes["required"] is True


def test_radio_cards_are_native_buttons_of_one_group_each_in_its_label():
    options = [ui.Option("coach", "Coach", "Knows how."), ui.Option("train", "Train")]
    drawn = ui.radio_cards("What for?", "purpose", options, value="train", problem="Choose one.")

    assert [each.text for each in elements(drawn, "label")] == ["CoachKnows how.", "Train"]
    buttons = [each.attributes for each in elements(drawn, "input")]
    assert [(each["type"], each["name"]) for each in buttons] == [("radio", "purpose")] * 2
    assert [each["defaultChecked"] for each in buttons] == [False, True]
    group = one(drawn, "fieldset").attributes
    assert (group["role"], group["aria-invalid"]) == ("radiogroup", "true")
    assert group["aria-describedby"] == "purpose-problem"


def test_options_and_problems_may_come_from_the_state():
    drawn = ui.radio_cards(
        "What for?", "purpose", Typed.purposes, problem=Typed.problems["purpose"]
    )

    assert '?.["purpose"]' in one(drawn, "fieldset").attributes["aria-invalid"]


def test_a_native_form_is_posted_by_the_browser_and_a_state_form_is_not():
    posted = one(ui.native_form(action="/files", with_file=True), "form").attributes
    assert posted["action"] == "/files"
    assert posted["method"] == "post"
    assert posted["encType"] == "multipart/form-data"
    assert "onSubmit" not in posted
    kept = one(ui.state_form(on_submit=rx.prevent_default), "form").attributes
    assert "onSubmit" in kept


def test_a_form_in_a_list_is_handled_where_it_knows_its_line():
    def form(line: rx.Var) -> rx.Component:
        return ui.state_form(on_submit=lambda _sent: rx.console_log(line))

    (drawn,) = elements(rx.foreach(Typed.lines, form), "form")

    assert "line_rx_state_" in drawn.attributes["onSubmit"]


def test_a_busy_button_keeps_its_words_and_cannot_be_pressed():
    drawn = one(ui.button("Keep", busy=True), "button")

    assert drawn.text == "Keep"
    assert drawn.attributes["disabled"] is True
    assert drawn.attributes["aria-busy"] is True
    assert drawn.attributes["type"] == "button"
