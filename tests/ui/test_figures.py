from dataclasses import dataclass

import reflex as rx

from coach_the_coach import ui
from tests.ui.drawn import elements, one

BANDS = [ui.Band(0, 50, "Telling", "tell"), ui.Band(50, 100, "Asking", "ask")]


@dataclass
class Point:
    at: float
    share: float
    low: float
    high: float
    label: str


@dataclass
class View:
    word: str
    own: int | None
    seen: int | None
    sentence: str
    gap: str = ""


class Kept(rx.State):
    points: list[Point] = []
    views: list[View] = []
    share: float | None = None
    known: bool = False


def test_a_share_is_said_above_its_drawing_and_the_drawing_is_not_read_out():
    drawn = ui.share_bar("62 % asking, 48 turns", 62, 48, 74, bands=BANDS)

    assert one(drawn, "figcaption").text == "62 % asking, 48 turns"
    assert one(drawn, "svg").attributes["aria-hidden"] == "true"
    at = {each.attributes["className"]: each.attributes for each in elements(drawn, "rect")}
    assert (at["interval"]["x"], at["interval"]["width"]) == ("48%", "26%")
    assert at["tick"]["x"] == "62%"


def test_an_unknown_share_draws_the_bands_and_no_value():
    drawn = ui.share_bar("12 turns: too few to say", 0, 0, 0, bands=BANDS, known=False)

    looks = [each.attributes["className"] for each in elements(drawn, "rect")]
    assert looks == ["band band-edge tone-tell", "band band-edge tone-ask"]


def test_shares_over_time_are_also_a_list_for_those_who_listen():
    points = [Point(0, 40, 30, 50, "May: 40 %"), Point(100, 60, 50, 70, "June: 60 %")]
    drawn = ui.share_over_time("It rose.", points, first="May", last="June", bands=BANDS)

    assert [each.text for each in elements(drawn, "li")] == ["May: 40 %", "June: 60 %"]
    dots = [each.attributes for each in elements(drawn, "circle")]
    assert [dot["cy"] for dot in dots] == ["60%", "40%"]


def test_a_gap_is_drawn_only_between_two_views():
    rows = [View("Focus", 3, 2, "One level apart"), View("Practice", None, 2, "Not said")]
    drawn = ui.comparison("Mostly alike.", ["1", "2", "3", "4"], rows, own="Mo", seen="Lena")

    looks = [each.attributes.get("className") for each in elements(drawn)]
    marks = [look for look in looks if look in ("gap", "own-dot", "seen-dot")]
    assert marks == ["gap", "seen-dot", "own-dot", "seen-dot"]
    assert "One level apart" in elements(drawn, "li")[0].text


def test_a_row_with_detail_opens_at_its_own_name():
    rows = [View("Focus", 3, 2, "Mo: 3, Lena: 2, one apart", "One apart")]
    drawn = ui.comparison(
        "Alike.",
        ["1", "2", "3", "4"],
        rows,
        own="Mo",
        seen="Lena",
        detail=lambda row: ui.quiet("Why"),
    )

    assert one(drawn, "summary").text == "FocusOne apartMo: 3, Lena: 2, one apart"
    assert one(drawn, "details").text.endswith("Why")


def test_figures_may_be_bound_to_the_state():
    drawn = rx.fragment(
        ui.share_bar("Asking", Kept.share, Kept.share, Kept.share, known=Kept.known),
        ui.share_over_time("It rose.", Kept.points, first="May", last="June"),
        ui.comparison("Alike.", ["1", "2", "3", "4"], Kept.views, own="Mo", seen="Lena"),
    )
    assert len(elements(drawn, "figure")) == 3


def test_the_parts_of_a_whole_are_named_beside_their_swatches():
    @dataclass
    class Part:
        word: str
        share: float
        figure: str

    drawn = ui.mix_bar("Mostly one.", [Part("Coach", 70, "70 %"), Part("Train", 30, "30 %")])

    assert [each.text for each in elements(drawn, "li")] == ["Coach70 %", "Train30 %"]


def test_a_table_says_its_caption_its_heads_and_what_a_phone_puts_beside_each_cell():
    columns = [
        ui.Column("Who", lambda row: row.word),
        ui.Column("Level", lambda row: str(row.own), number=True),
    ]
    drawn = ui.data_table("Views", columns, [View("Mo", 3, 2, "")])

    assert one(drawn, "caption").text == "Views"
    heads = elements(drawn, "th")
    assert [(each.text, each.attributes["scope"]) for each in heads] == [
        ("Who", "col"),
        ("Level", "col"),
        ("Mo", "row"),
    ]
    cell = one(drawn, "td")
    assert (cell.text, cell.attributes["data-head"]) == ("3", "Level")


def test_a_table_without_rows_says_what_to_do_next():
    nothing = ui.empty("Nobody yet", "Invite someone.", action=ui.link_button("Invite", "/invite"))
    drawn = ui.data_table("People", [ui.Column("Who", str)], [], empty=nothing)

    assert elements(drawn, "table") == []
    assert "Invite someone." in elements(drawn)[0].text


@dataclass
class Kind:
    word: str = "Tactical"
    figure: str = "35 %, likely 12 to 60"
    aim: str = "at most 40 %"
    count: int = 7
    is_known: bool = True
    share: int = 35
    low: int = 12
    high: int = 60
    at_least: int | None = None
    at_most: int | None = 40
    mark: str = "waiting"
    standing: str = "Too close to call"


def test_a_share_beside_its_target_has_its_interval_and_says_how_it_stands():
    drawn = ui.target_bars("Too close to call.", [Kind()])

    at = {each.attributes["className"]: each.attributes for each in elements(drawn, "rect")}
    assert (at["interval"]["x"], at["interval"]["width"], at["tick"]["x"]) == ("12%", "48%", "35%")
    assert [each.attributes["x1"] for each in elements(drawn, "line")] == ["40%"]
    assert one(drawn, "svg").attributes["aria-hidden"] == "true"
    assert one(drawn, "li").text == ("Tactical35 %, likely 12 to 60at most 40 %Too close to call")


def test_too_few_answers_are_drawn_one_by_one_without_a_share():
    drawn = ui.target_bars("Too few.", [Kind(is_known=False, standing="", figure="7 of 9")])

    assert elements(drawn, "svg") == []
    assert one(drawn, "li").text == "Tactical7 of 9at most 40 %"


@dataclass
class Months:
    points: list[Point]
    word: str = "Tactical"
    at_least: int | None = 20
    at_most: int | None = None
    aim: str = "at least 20 %"
    heard: str = "May: 40 %; June: 60 %"


def test_shares_over_the_months_are_heard_and_their_target_is_a_line():
    points = [Point(0, 40, 30, 50, ""), Point(100, 60, 50, 70, "")]
    drawn = ui.share_panels("No change.", [Months(points)], first="May", last="June")

    assert [dot.attributes["cy"] for dot in elements(drawn, "circle")] == ["60%", "40%"]
    lines = {each.attributes["className"]: each.attributes for each in elements(drawn, "line")}
    assert (lines["target"]["y1"], lines["whisker"]["y2"]) == ("80%", "30%")
    assert "May: 40 %; June: 60 %" in one(drawn, "li").text
