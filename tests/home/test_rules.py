from coach_the_coach.home.rules import MOST, SHOWN, in_order
from coach_the_coach.shell.rows import NextLine


def line(rank: int, since: str, text: str = "") -> NextLine:
    return NextLine(text=text, action="", link="", rank=rank, since=since)


def test_what_others_wait_for_comes_before_promises_and_these_before_the_rest():
    good, promised, old, new = (
        line(2, ""),
        line(1, "2026-01-01"),
        line(0, "2026-02-01"),
        line(0, "2026-03-01"),
    )

    assert in_order([good, promised, new]) == [new, promised, good]
    assert in_order([good, promised, new, old]) == [old, new, promised, good]


def test_three_things_stand_open_and_twenty_are_listed():
    lines = [line(0, f"2026-03-{day:02}") for day in range(30, 0, -1)]

    assert (SHOWN, MOST) == (3, 20)
    assert in_order(lines) == lines[:-21:-1]
    assert in_order([]) == []


def test_lines_that_wait_equally_long_stay_in_the_order_of_their_rooms():
    lines = [line(2, "", text) for text in ("b", "a", "c")]

    assert [one.text for one in in_order(lines)] == ["b", "a", "c"]
