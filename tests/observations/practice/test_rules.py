"""The files of conversations hold, and codes are compared by plain counts."""

import pytest

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.observations.practice.queries import SHIPPED, conversations
from coach_the_coach.observations.practice.round.queries import practice_form
from coach_the_coach.observations.practice.rules import (
    CODES,
    LONGEST,
    TURNS,
    Agreement,
    Conversation,
    Reference,
    Sign,
    agreement,
    apart_words,
    read_conversation,
    to_look_at,
    turns_words,
)
from coach_the_coach.observations.rubric.rules import DIMENSIONS
from coach_the_coach.observations.tally.rules import Code

HEAD = 'title = "T"\nabout = "A"\nmanager = "M"\nrep = "R"\nminutes = 3\nstop_signs = []\n'
MINE = '[[turns]]\nspeaker = "manager"\ntext = "m"\ncode = "{code}"\nwhy = "w"\n'
RATING = '[[ratings]]\ndimension = {n}\nlevel = 3\nturns = [1, 4]\nwhy = "w{n}"\n'
RATED = "".join(RATING.format(n=number) for number in range(1, 9))
SIGN = '[[stop_signs]]\nkey = "shamed"\nturns = [2]\nwhy = "s"\n'
THEIRS = '[[turns]]\nspeaker = "rep"\ntext = "r"\n'


def written(codes: list[str]) -> str:
    """A file whose manager's turns have these codes, each answered but before a pause."""
    parts = [HEAD]
    for at, code in enumerate(codes):
        if at and code != "pause":
            parts.append(THEIRS)
        parts.append(MINE.format(code=code))
    return "".join(parts) + RATED


def more(turns: str) -> str:
    """A whole file with more turns after the last."""
    return WHOLE + turns


WHOLE = written(["open", "pause", *["back"] * (TURNS - 2)])


@pytest.mark.parametrize("one", conversations(), ids=SHIPPED)
def test_each_conversation_has_twenty_turns_to_code_and_every_code_among_them(one: Conversation):
    assert len(one.reference) == TURNS
    assert set(one.reference) == set(CODES)
    assert all(turn.why.endswith(".") for turn in one.turns if turn.code)
    assert len({turn.text for turn in one.turns}) == len(one.turns)


def test_there_are_four_with_people_of_their_own_and_the_first_takes_eight_minutes():
    names = {name for one in conversations() for name in (one.manager, one.rep)}
    assert ([one.key for one in conversations()], len(names)) == (list(SHIPPED), 8)
    first = conversations()[0]
    words = sum(len(turn.text.split()) for turn in first.turns)
    # At 200 words a minute, five seconds for each press, and half a minute for each dimension.
    assert (first.minutes, 7 < words / 200 + TURNS * 5 / 60 + DIMENSIONS / 2 < 8.5) == (8, True)


def test_a_whole_file_is_read():
    read = read_conversation("key", WHOLE)
    assert (read.key, read.title, read.minutes, len(read.turns)) == ("key", "T", 3, 2 * TURNS - 2)
    assert read.reference[:3] == (Code.OPEN, Code.PAUSE, Code.BACK)
    assert read.ratings[7] == Reference(8, 3, (1, 4), "w8")
    assert read.stop_signs == ()


def test_a_dimension_may_be_not_observed_and_a_stop_sign_be_marked():
    text = WHOLE.replace("dimension = 7\nlevel = 3\nturns = [1, 4]", "dimension = 7\nturns = []")
    read = read_conversation("key", text.replace("stop_signs = []\n", "") + SIGN)
    assert read.ratings[6] == Reference(7, None, (), "w7")
    assert read.stop_signs == (Sign("shamed", (2,), "s"),)


@pytest.mark.parametrize("one", conversations(), ids=SHIPPED)
def test_each_reference_rates_every_dimension_of_the_form_and_cites_turns(one: Conversation):
    form = practice_form()
    assert [rated.dimension for rated in one.ratings] == [dim.number for dim in form.dimensions]
    assert {sign.key for sign in one.stop_signs} <= {sign.key for sign in form.stop_signs}
    assert all(rated.turns for rated in one.ratings)
    assert all(rated.why.endswith(".") for rated in (*one.ratings, *one.stop_signs))
    taken = {turn for sign in one.stop_signs if sign.key == "took-over" for turn in sign.turns}
    assert all(one.reference[turn - 1] is Code.TAKE for turn in taken)


def test_the_four_are_rated_differently_and_one_is_an_inspection():
    means = {
        one.key: sum(rated.level or 0 for rated in one.ratings) / DIMENSIONS
        for one in conversations()
    }
    assert means == {
        "stalled-deal": 2.875,
        "first-call": 2.75,
        "missed-twice": 2.25,
        "quiet-forecast": 1.5,
    }
    signs = {one.key: [sign.key for sign in one.stop_signs] for one in conversations()}
    assert signs == {
        **{key: [] for key in SHIPPED},
        "quiet-forecast": ["interrogated", "took-over"],
    }
    levels = {rated.level for one in conversations() for rated in one.ratings}
    assert levels == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("title = ", {"file"}),
        (WHOLE.replace("minutes = 3", "minutes = 3\nhint = 'x'"), {"file"}),
        (WHOLE.replace('title = "T"', 'title = " "'), {"title"}),
        (WHOLE.replace('about = "A"\n', ""), {"file", "about"}),
        (WHOLE.replace("minutes = 3", "minutes = 0"), {"minutes"}),
        (WHOLE.replace("minutes = 3", "minutes = true"), {"minutes"}),
        (WHOLE.replace("dimension = 8", "dimension = 7"), {"ratings"}),
        (WHOLE.replace("level = 3", "level = 5", 1), {"rating 1"}),
        (WHOLE.replace("level = 3", "level = true", 1), {"rating 1"}),
        (WHOLE.replace('why = "w8"\n', ""), {"rating 8"}),
        (WHOLE.replace("turns = [1, 4]", "turns = []", 1), {"rating 1"}),
        (WHOLE.replace("turns = [1, 4]", "turns = [4, 1]", 1), {"rating 1"}),
        (WHOLE.replace("turns = [1, 4]", "turns = [1, 21]", 1), {"rating 1"}),
        (WHOLE.replace("stop_signs = []\n", ""), {"file", "stop_signs"}),
        (WHOLE.replace("stop_signs = []\n", "") + SIGN.replace("[2]", "[]"), {"stop sign 1"}),
        (WHOLE.replace("stop_signs = []\n", "") + SIGN + "more = 1\n", {"stop_signs"}),
        (more(THEIRS + MINE.format(code="back")), {"turns"}),
        (written(["open"] * (TURNS - 1)), {"turns"}),
        (WHOLE.replace('code = "open"', 'code = "ask"'), {"turn 1", "turn 2"}),
        (WHOLE.replace('why = "w"', 'why = ""', 1), {"turn 1"}),
        (WHOLE.replace('why = "w"\n', "", 1), {"turn 1"}),
        (WHOLE.replace('text = "r"', f'text = "{"r" * (LONGEST + 1)}"', 1), {"turn 3"}),
        (WHOLE.replace('text = "r"', 'text = "r"\ncode = "back"', 1), {"turn 3"}),
        (WHOLE.replace('speaker = "rep"', 'speaker = "coach"', 1), {"turn 3"}),
        (more(THEIRS + THEIRS), {f"turn {2 * TURNS}"}),
        (written(["back", "pause", *["back"] * (TURNS - 2)]), {"turn 2"}),
        (written(["pause", *["back"] * (TURNS - 1)]), {"turn 1"}),
        (HEAD + "turns = 3\n" + RATED, {"turns"}),
        (HEAD + "turns = 3\nratings = 3", {"turns", "ratings"}),
    ],
)
def test_a_file_that_does_not_hold_names_each_place(text: str, places: set[str]):
    with pytest.raises(Invalid) as refusal:
        read_conversation("key", text)
    assert set(refusal.value.problems) == places


OPEN, CLOSED, BACK = Code.OPEN, Code.CLOSED, Code.BACK
OFFER, DIRECT, PRAISE = Code.OFFER, Code.DIRECT, Code.PRAISE


@pytest.mark.parametrize(
    ("reference", "given", "counted"),
    [
        ([OPEN, CLOSED, DIRECT], [OPEN, CLOSED, DIRECT], Agreement(3, 3, 3, ())),
        # Another question is still an ask; another piece of advice still a tell.
        ([OPEN, CLOSED, DIRECT], [CLOSED, CLOSED, OFFER], Agreement(3, 1, 3, (1, 3))),
        (
            [OPEN, BACK, DIRECT, PRAISE],
            [DIRECT, OPEN, OPEN, OPEN],
            Agreement(4, 0, 1, (1, 2, 3, 4)),
        ),
        ([PRAISE, PRAISE], [Code.PAUSE, Code.TAKE], Agreement(2, 0, 1, (1, 2))),
        ([], [], Agreement(0, 0, 0, ())),
    ],
)
def test_the_same_code_and_the_same_side_are_counted(
    reference: list[Code], given: list[Code], counted: Agreement
):
    assert agreement(reference, given) == counted


def test_codes_of_another_number_of_turns_are_a_mistake():
    with pytest.raises(ValueError, match="shorter"):
        agreement([OPEN, CLOSED], [OPEN])


@pytest.mark.parametrize(
    ("own", "reference", "words"),
    [
        (3, 3, "The same"),
        (None, None, "The same"),
        (2, 3, "One level apart"),
        (4, 2, "Two levels apart"),
        (1, 4, "Three levels apart"),
        (None, 1, "You did not observe it, the reference did"),
        (1, None, "You observed it, the reference did not"),
    ],
)
def test_a_distance_is_said_in_words(own: int | None, reference: int | None, words: str):
    assert apart_words(own, reference) == words


@pytest.mark.parametrize(
    ("own", "first"),
    [
        ({1: 2, 2: 2, 3: 2}, None),
        ({1: 2, 2: 1, 3: 3}, 2),
        ({1: 2, 2: 1, 3: 4}, 3),
        # What only one of the two observed comes after two levels and before one.
        ({1: 1, 2: None, 3: 2}, 2),
        ({1: 4, 2: None, 3: 2}, 1),
    ],
)
def test_one_looks_first_at_what_lies_furthest_apart(own: dict[int, int | None], first: int | None):
    assert to_look_at(own, {1: 2, 2: 2, 3: 2}) == first


def test_turns_are_named_as_one_says_them():
    assert [turns_words(one) for one in ((), (3,), (3, 8), (3, 8, 17))] == [
        "",
        "Turn 3",
        "Turns 3 and 8",
        "Turns 3, 8 and 17",
    ]
