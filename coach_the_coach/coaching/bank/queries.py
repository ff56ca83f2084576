"""The bank the program comes with, in words. It is about nobody, so everybody may read it."""

from functools import cache
from pathlib import Path

from coach_the_coach.coaching.bank import rules
from coach_the_coach.coaching.bank.rows import GroupRow, QuestionRow, ShelfRow
from coach_the_coach.coaching.bank.rules import Bank, Question, Shelf, read_bank

FILE = Path(__file__).with_name("bank-1.0.toml")
"""The questions in force."""


@cache
def bank() -> Bank:
    """The bank, read once."""
    return read_bank(FILE.read_text("utf-8"))


def shelves() -> list[ShelfRow]:
    """Everything, shelf by shelf and group by group."""
    return [
        ShelfRow(
            key=str(shelf),
            word=rules.shelf_word(shelf),
            meaning=rules.shelf_meaning(shelf),
            groups=[
                GroupRow(
                    key=group, word=rules.group_word(group), questions=grouped(str(shelf), group)
                )
                for group in rules.GROUPS[shelf]
            ],
        )
        for shelf in Shelf
    ]


def grouped(shelf: str, group: str) -> list[QuestionRow]:
    """The questions of one group; none for what is no group."""
    return [_row(one) for one in bank().group(shelf, group)]


def alike(key: str) -> list[QuestionRow]:
    """The question of that key, and after it the others of its group; none for no key."""
    one = bank().question(key)
    if one is None:
        return []
    group = bank().group(one.shelf, one.group)
    return [_row(one), *(_row(other) for other in group if other != one)]


def found(words: str) -> list[QuestionRow]:
    """What a search finds, the best first."""
    return [_row(one) for one in rules.search(bank(), words)]


def _row(one: Question) -> QuestionRow:
    return QuestionRow(
        key=one.key,
        text=one.text,
        instead=one.instead,
        helps=one.helps,
        place=rules.group_word(one.group),
    )
