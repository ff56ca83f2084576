import reflex as rx

from coach_the_coach import ui
from tests.ui.drawn import elements, one


class Said(rx.State):
    words: str = ""
    mark: str = "done"
    busy: bool = False


def test_a_state_is_said_in_a_word_and_its_mark_is_not_read_out():
    outer, mark = elements(ui.badge("Signed", "done"))

    assert outer.text == "Signed"
    assert outer.attributes["className"] == "badge badge-done"
    assert mark.attributes == {"aria-hidden": "true", "className": "mark mark-done"}


def test_marks_words_and_flags_may_be_bound_to_the_state():
    drawn = rx.fragment(
        ui.badge(Said.words, Said.mark),
        ui.message(Said.words, action=ui.button("Undo", busy=Said.busy, disabled=Said.busy)),
        ui.person(Said.words, initials_of=Said.words),
    )
    assert "mark_rx_state_" in elements(drawn, "span")[0].attributes["className"]


def test_the_message_region_is_there_before_anything_is_said():
    region = elements(ui.message(""))[0]

    assert region.attributes["role"] == "status"
    assert region.text == ""


def test_a_person_is_a_name_beside_initials_that_are_not_read_out():
    drawn = elements(ui.avatar("Petra van der Berg"))[0]

    assert drawn.text == "PB"
    assert drawn.attributes["aria-hidden"] == "true"


def test_a_page_has_one_first_heading_and_sections_follow_without_a_gap():
    drawn = ui.page(
        ui.page_heading("Observations", about="What was seen."),
        ui.section("This week", ui.section("Monday", level=3)),
    )

    tags = [each.tag for each in elements(drawn) if each.tag in ("h1", "h2", "h3")]
    assert tags == ["h1", "h2", "h3"]
    assert one(drawn, "main").attributes["id"] == "content"
    assert one(ui.skip_link(), "a").attributes["href"] == "#content"


def test_a_button_without_words_has_a_name():
    drawn = one(ui.icon_button("ellipsis", "More"), "button")

    assert drawn.attributes["aria-label"] == "More"
