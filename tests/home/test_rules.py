from coach_the_coach.home.rules import SHOWN, first_lines
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

    assert first_lines([good, promised, new]) == [new, promised, good]
    assert first_lines([good, promised, new, old]) == [old, new, promised]


def test_nobody_is_shown_more_than_three_things():
    lines = [line(0, f"2026-03-{day:02}") for day in range(9, 0, -1)]

    assert SHOWN == 3
    assert first_lines(lines) == lines[:-4:-1]
    assert first_lines([]) == []


def test_lines_that_wait_equally_long_stay_in_the_order_of_their_rooms():
    lines = [line(2, "", text) for text in ("b", "a", "c")]

    assert [one.text for one in first_lines(lines)] == ["b", "a", "c"]
