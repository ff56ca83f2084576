"""The files of conversations hold, and codes are compared by plain counts."""

import pytest

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.observations.practice.queries import SHIPPED, conversations
from coach_the_coach.observations.practice.rules import (
    CODES,
    LONGEST,
    TURNS,
    Agreement,
    Conversation,
    agreement,
    read_conversation,
)
from coach_the_coach.observations.tally.rules import Code

HEAD = 'title = "T"\nabout = "A"\nmanager = "M"\nrep = "R"\nminutes = 3\n'
MINE = '[[turns]]\nspeaker = "manager"\ntext = "m"\ncode = "{code}"\nwhy = "w"\n'
THEIRS = '[[turns]]\nspeaker = "rep"\ntext = "r"\n'


def written(codes: list[str]) -> str:
    """A file whose manager's turns have these codes, each answered but before a pause."""
    parts = [HEAD]
    for at, code in enumerate(codes):
        if at and code != "pause":
            parts.append(THEIRS)
        parts.append(MINE.format(code=code))
    return "".join(parts)


WHOLE = written(["open", "pause", *["back"] * (TURNS - 2)])


@pytest.mark.parametrize("one", conversations(), ids=SHIPPED)
def test_each_conversation_has_twenty_turns_to_code_and_every_code_among_them(one: Conversation):
    assert len(one.reference) == TURNS
    assert set(one.reference) == set(CODES)
    assert all(turn.why.endswith(".") for turn in one.turns if turn.code)
    assert len({turn.text for turn in one.turns}) == len(one.turns)


def test_there_are_three_with_people_of_their_own_and_the_first_takes_three_minutes():
    names = {name for one in conversations() for name in (one.manager, one.rep)}
    assert ([one.key for one in conversations()], len(names)) == (list(SHIPPED), 6)
    first = conversations()[0]
    words = sum(len(turn.text.split()) for turn in first.turns)
    # At 200 words a minute, and five seconds for each press.
    assert (first.minutes, words / 200 + TURNS * 5 / 60 < 4) == (3, True)


def test_a_whole_file_is_read():
    read = read_conversation("key", WHOLE)
    assert (read.key, read.title, read.minutes, len(read.turns)) == ("key", "T", 3, 2 * TURNS - 2)
    assert read.reference[:3] == (Code.OPEN, Code.PAUSE, Code.BACK)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("title = ", {"file"}),
        (WHOLE.replace("minutes = 3", "minutes = 3\nhint = 'x'"), {"file"}),
        (WHOLE.replace('title = "T"', 'title = " "'), {"title"}),
        (WHOLE.replace('about = "A"\n', ""), {"file", "about"}),
        (WHOLE.replace("minutes = 3", "minutes = 0"), {"minutes"}),
        (WHOLE.replace("minutes = 3", "minutes = true"), {"minutes"}),
        (WHOLE + THEIRS + MINE.format(code="back"), {"turns"}),
        (written(["open"] * (TURNS - 1)), {"turns"}),
        (WHOLE.replace('code = "open"', 'code = "ask"'), {"turn 1", "turn 2"}),
        (WHOLE.replace('why = "w"', 'why = ""', 1), {"turn 1"}),
        (WHOLE.replace('why = "w"\n', "", 1), {"turn 1"}),
        (WHOLE.replace('text = "r"', f'text = "{"r" * (LONGEST + 1)}"', 1), {"turn 3"}),
        (WHOLE.replace('text = "r"', 'text = "r"\ncode = "back"', 1), {"turn 3"}),
        (WHOLE.replace('speaker = "rep"', 'speaker = "coach"', 1), {"turn 3"}),
        (WHOLE + THEIRS + THEIRS, {f"turn {2 * TURNS}"}),
        (written(["back", "pause", *["back"] * (TURNS - 2)]), {"turn 2"}),
        (written(["pause", *["back"] * (TURNS - 1)]), {"turn 1"}),
        (HEAD + "turns = 3", {"turns"}),
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
