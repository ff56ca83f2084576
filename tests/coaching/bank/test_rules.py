"""The bank's file is read strictly, and words find questions."""

import tomllib
from collections import Counter

import pytest

from coach_the_coach.coaching.bank.queries import FILE, bank
from coach_the_coach.coaching.bank.rules import (
    FOUND,
    GROUPS,
    Bank,
    Question,
    Shelf,
    group_word,
    read_bank,
    search,
    shelf_meaning,
    shelf_word,
)
from coach_the_coach.foundation.errors import Invalid

ONE = """
[[{shelf}]]
key = "{key}"
group = "{group}"
text = "What next?"
helps = "At the end"
"""

SMALL = (
    'version = "t"\n'
    + ONE.format(shelf="pairs", key="a", group="price")
    + 'instead = "Do it."\n'
    + ONE.format(shelf="stages", key="b", group="close")
    + ONE.format(shelf="steps", key="c", group="will")
    + ONE.format(shelf="leaders", key="d", group="coach")
)


def test_the_file_that_is_shipped_holds_enough_on_every_shelf_and_in_every_group():
    found = bank()

    by_group = Counter((one.shelf, one.group) for one in found.questions)
    assert len([one for one in found.questions if one.shelf is Shelf.PAIRS]) >= 24
    assert set(by_group) == {(shelf, group) for shelf in Shelf for group in GROUPS[shelf]}
    assert {by_group[Shelf.STAGES, stage] for stage in GROUPS[Shelf.STAGES]} <= {3, 4}
    assert {by_group[Shelf.STEPS, step] for step in GROUPS[Shelf.STEPS]} <= {5, 6}
    assert len({one.text for one in found.questions}) == len(found.questions)


def test_every_question_asks_and_is_short_enough_to_be_said():
    for one in bank().questions:
        assert "?" in one.text or one.text.startswith("Show me"), one.key
        assert len(one.text) <= 120, one.key
        assert len(one.helps) <= 60, one.key


def test_questions_stand_by_shelf_and_group_whatever_their_order_in_the_file():
    order = [(shelf, group) for shelf in Shelf for group in GROUPS[shelf]]
    places = [order.index((one.shelf, one.group)) for one in bank().questions]

    assert places == sorted(places)


def test_every_shelf_and_group_has_words():
    for shelf in Shelf:
        assert shelf_word(shelf)
        assert shelf_meaning(shelf)
        assert all(group_word(group) for group in GROUPS[shelf])


def test_a_small_bank_is_read_whole():
    asked = {"text": "What next?", "helps": "At the end"}
    assert read_bank(SMALL) == Bank(
        version="t",
        questions=(
            Question(key="a", shelf=Shelf.PAIRS, group="price", instead="Do it.", **asked),
            Question(key="b", shelf=Shelf.STAGES, group="close", **asked),
            Question(key="c", shelf=Shelf.STEPS, group="will", **asked),
            Question(key="d", shelf=Shelf.LEADERS, group="coach", **asked),
        ),
    )


@pytest.mark.parametrize(
    ("was", "becomes", "place"),
    [
        ('version = "t"', "version = ", "file"),
        ('version = "t"', "", "version"),
        ('version = "t"', 'version = "t"\ncolour = "red"', "file"),
        ('instead = "Do it."', "", "pairs 1"),
        ('instead = "Do it."', 'instead = "Do it."\nstage = "close"', "pairs 1"),
        ('instead = "Do it."', 'instead = ""', "pairs 1"),
        ('group = "close"', 'group = "price"', "stages 1"),
        ('key = "b"', 'key = "a"', "a"),
        ('key = "b"', 'key = "B b"', "stages 1"),
        ('key = "c"', "key = 3", "steps 1"),
        ('key = "d"', 'key = " d"', "leaders 1"),
        ("[[steps]]", "[[leaders]]", "steps"),
        ("[[stages]]", "[stages]", "stages"),
    ],
)
def test_a_slip_in_the_file_is_named_by_its_place(was: str, becomes: str, place: str):
    assert was in SMALL
    with pytest.raises(Invalid) as refused:
        read_bank(SMALL.replace(was, becomes, 1))

    assert place in refused.value.problems


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("cfo", "stuck-who-moves"),
        ("CFO call", "stuck-who-moves"),
        ("call cfo", "stuck-who-moves"),
        ("silence number", "price-say-it"),
        ("do it like me", "practice-show-me"),
        ("why did you lose it", "lost-next-time"),
        ("how is the deal going", "pipeline-evidence"),
        ("DISCOVERY tried", "discovery-tried"),
        ("obstac", ""),
        ("get way friday", "promise-obstacle"),
        ("leader whose deal", "coach-whose-deal"),
        ("first meeting describe", "first-their-words"),
        ("deçidés", "stuck-who-moves"),
        ("zebra", ""),
        ("price zebra", ""),
        ("?!", ""),
        ("", ""),
    ],
)
def test_words_find_a_question(words: str, first: str):
    found = search(bank(), words)

    assert (found[0].key if found else "") == first


def test_a_word_of_the_question_counts_more_than_one_about_it_and_a_whole_word_than_a_beginning():
    def asked(key: str, text: str, helps: str) -> Question:
        return Question(key=key, shelf=Shelf.STEPS, group="will", text=text, helps=helps)

    small = Bank(
        "t",
        (
            asked("about", "What now?", "Before a call"),
            asked("begins", "Who is calling?", "Early"),
            asked("whole", "Who will call?", "Early"),
            asked("neither", "Who?", "Early"),
        ),
    )

    assert [one.key for one in search(small, "call")] == ["whole", "begins", "about"]


def test_a_search_shows_a_dozen_at_most_and_looks_at_so_many_characters_only():
    assert len(search(bank(), "what")) == FOUND
    assert search(bank(), "what " * 10_000) == search(bank(), "what")


def test_the_file_holds_nothing_twice_under_one_key_for_a_reader_of_toml():
    content = tomllib.loads(FILE.read_text("utf-8"))
    keys = [one["key"] for shelf in Shelf for one in content[shelf]]

    assert len(set(keys)) == len(keys) == len(bank().questions)
