"""The page of booking: what it shows beside what."""

from collections.abc import Iterator
from typing import Any

from coach_the_coach.cadence.week.booking.page import book_page


def shown_where(
    node: dict[str, Any], words: str, given: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """The conditions under which words are drawn, for each place where they are."""
    if words in str(node.get("contents", "")):
        yield given
    condition = str(node.get("cond_state", ""))
    for key, word in (("true_value", "if"), ("false_value", "unless")):
        if key in node:
            yield from shown_where(node[key], words, (*given, f"{word} {condition}"))
    for child in node.get("children", []):
        yield from shown_where(child, words, given)


def test_who_needs_a_time_is_said_also_where_nothing_is_proposed():
    ways = [*shown_where(book_page().render(), '["without"]')]
    proposed = {one.partition(" ")[0] for way in ways for one in way if '["proposed"]' in one}
    assert proposed == {"if", "unless"}
