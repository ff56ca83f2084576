from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.selftally.actions import delete_tally
from coach_the_coach.observations.selftally.tables import SelfCode, SelfTally, SelfTurn
from coach_the_coach.observations.selftally.words import actions
from coach_the_coach.observations.selftally.words.queries import desk, own_words, words_of
from tests.cast import NOW, Cast
from tests.observations.selftally.made import SPOKEN, opened, talk, worded

LATER = NOW + timedelta(days=30)


@pytest.fixture
def mo(cast: Cast) -> Actor:
    return cast.actor(cast.mo)


@pytest.fixture
def read(session: Session, mo: Actor) -> str:
    """The public id of a tally of Mo's with six turns, three of them his."""
    return worded(session, mo)


def tally(session: Session, public_id: str) -> SelfTally:
    return session.exec(select(SelfTally).where(SelfTally.public_id == public_id)).one()


def code(session: Session, actor: Actor, public_id: str, index: int, given: str = "ask") -> None:
    actions.code_turn(session, actor, public_id=public_id, index=index, code=given, at=NOW)


def codes(session: Session) -> dict[int, str]:
    return {one.turn_index: str(one.code) for one in session.exec(select(SelfCode)).all()}


def again(session: Session, actor: Actor, public_id: str, at_days: int = 1) -> None:
    actions.keep_words(
        session,
        actor,
        public_id=public_id,
        file_name="C:\\talks\\second.vtt",
        parsed=talk(4),
        days=30,
        at=NOW + timedelta(days=at_days),
    )


def test_a_file_says_who_speaks_and_offers_the_one_who_bears_the_name(session: Session, mo: Actor):
    public_id = worded(session, mo, chosen=False)

    found = words_of(session, mo, public_id=public_id)
    assert [(one.value, one.meaning) for one in found.speakers] == [
        ("Mo Manager", "3 turns, 50 % of what is said"),
        ("Rae", "3 turns, 50 % of what is said"),
    ]
    assert (found.speaker, found.named, found.codable) == ("Mo Manager", True, 0)


def test_turns_are_coded_one_after_the_other(session: Session, mo: Actor, read: str):
    first = desk(session, mo, public_id=read, index=0, step="uncoded")
    assert (first.focus.index, first.focus.text, first.code, first.coded) == (1, SPOKEN, "", 0)

    code(session, mo, read, 1)
    then = desk(session, mo, public_id=read, index=1, step="uncoded")
    assert (then.focus.index, then.focus.before_speaker, then.coded) == (3, "Rae", 1)
    assert desk(session, mo, public_id=read, index=3, step="previous").code == "ask"
    assert desk(session, mo, public_id=read, index=5, step="next").focus.index == 0
    assert desk(session, mo, public_id=read, index=10**30, step="next").focus.index == 0


def test_a_code_is_replaced_and_taken_off(session: Session, mo: Actor, read: str):
    code(session, mo, read, 1)
    code(session, mo, read, 1, "tell")
    assert codes(session) == {1: "tell"}

    for _twice in range(2):
        actions.uncode_turn(session, mo, public_id=read, index=1)
    assert codes(session) == {}


@pytest.mark.parametrize(("index", "given"), [(1, "open"), (1, "shout"), (1, "")])
def test_a_code_without_a_button_is_refused(
    session: Session, mo: Actor, read: str, index: int, given: str
):
    with pytest.raises(Invalid):
        code(session, mo, read, index, given)
    assert codes(session) == {}


@pytest.mark.parametrize("index", [2, 0, -1, 7, 10**30])
def test_only_ones_own_turns_are_coded(session: Session, mo: Actor, read: str, index: int):
    with pytest.raises(NotFound):
        code(session, mo, read, index)
    with pytest.raises(NotFound):
        actions.uncode_turn(session, mo, public_id=read, index=index)


def test_nothing_is_coded_or_finished_before_one_says_who_one_is(session: Session, mo: Actor):
    public_id = worded(session, mo, chosen=False)
    with pytest.raises(NotFound):
        code(session, mo, public_id, 1)
    with pytest.raises(Conflict):
        actions.finish_coding(session, mo, public_id=public_id, at=NOW)


def test_another_speaker_takes_the_codes_off_and_the_same_keeps_them(
    session: Session, mo: Actor, read: str
):
    code(session, mo, read, 1)
    actions.choose_speaker(session, mo, public_id=read, speaker="Mo Manager")
    assert codes(session) == {1: "ask"}
    actions.choose_speaker(session, mo, public_id=read, speaker="Rae")
    assert codes(session) == {}
    with pytest.raises(Invalid):
        actions.choose_speaker(session, mo, public_id=read, speaker="Nobody")


def test_another_file_takes_the_place_of_the_first_with_its_codes(
    session: Session, mo: Actor, read: str
):
    code(session, mo, read, 1)
    again(session, mo, read)

    found = tally(session, read)
    assert (found.file_name, found.speaker, codes(session)) == ("second.vtt", None, {})
    assert len(session.exec(select(SelfTurn)).all()) == 4
    assert found.delete_after == NOW + timedelta(days=31)


def test_finishing_counts_the_codes_and_going_on_takes_it_back(
    session: Session, mo: Actor, read: str
):
    code(session, mo, read, 1)
    code(session, mo, read, 5, "tell")
    actions.finish_coding(session, mo, public_id=read, at=NOW)
    found = tally(session, read)
    assert (found.tally, found.strip) == ({"ask": 1, "tell": 1}, [[1, 1]])

    for act in (partial(code, session, mo, read, 1), partial(again, session, mo, read)):
        with pytest.raises(Conflict):
            act()
    actions.go_on_coding(session, mo, public_id=read)
    code(session, mo, read, 3)
    assert set(codes(session)) == {1, 3, 5}


def test_the_words_are_deleted_in_time_and_the_codes_stay(session: Session, mo: Actor, read: str):
    code(session, mo, read, 1)
    job = session.exec(select(Job)).one()
    assert (job.kind, job.due_at) == ("delete-self-transcript", LATER)
    assert SPOKEN not in job.payload

    actions.delete_words(session, {"public_id": read}, LATER - timedelta(seconds=1))
    assert len(session.exec(select(SelfTurn)).all()) == 6

    for _twice in range(2):
        actions.delete_words(session, {"public_id": read}, LATER)
    found = tally(session, read)
    assert session.exec(select(SelfTurn)).all() == []
    assert codes(session) == {1: "ask"}
    assert (found.deleted_at, found.stopped_at, found.tally) == (LATER, LATER, {"ask": 1})
    assert (found.file_name, found.speaker, found.strip) == ("", None, [[1, 0]])
    with pytest.raises(Conflict):
        actions.go_on_coding(session, mo, public_id=read)


def test_what_was_finished_before_keeps_its_result_when_the_words_go(
    session: Session, mo: Actor, read: str
):
    code(session, mo, read, 1)
    actions.finish_coding(session, mo, public_id=read, at=NOW)
    actions.delete_words(session, {"public_id": read}, LATER)

    found = tally(session, read)
    assert (found.stopped_at, found.tally, found.strip) == (NOW, {"ask": 1}, [[1, 0]])


def test_the_job_of_an_earlier_file_spares_a_later_one(session: Session, mo: Actor, read: str):
    again(session, mo, read, at_days=10)
    actions.delete_words(session, {"public_id": read}, LATER)
    assert len(session.exec(select(SelfTurn)).all()) == 4


def test_the_job_of_a_deleted_tally_does_nothing(session: Session, mo: Actor, read: str):
    delete_tally(session, mo, public_id=read)
    actions.delete_words(session, {"public_id": read}, LATER)
    assert session.exec(select(SelfTally)).all() == []


def test_a_live_tally_takes_no_file(session: Session, mo: Actor):
    public_id = opened(session, mo)
    with pytest.raises(Conflict):
        again(session, mo, public_id)


@pytest.mark.parametrize("key", ["lena", "cleo", "odd", "mia", "ada", "spec", "rae"])
def test_nobody_else_reads_or_codes_a_word(session: Session, cast: Cast, read: str, key: str):
    other = cast.actor(getattr(cast, key))
    attacks: list[Callable[[], object]] = [
        lambda: own_words(session, other, read),
        lambda: own_words(session, other, read, held=False),
        lambda: words_of(session, other, public_id=read),
        lambda: desk(session, other, public_id=read, index=0, step="next"),
        lambda: again(session, other, read),
        lambda: actions.choose_speaker(session, other, public_id=read, speaker="Rae"),
        lambda: code(session, other, read, 1),
        lambda: actions.uncode_turn(session, other, public_id=read, index=1),
        lambda: actions.finish_coding(session, other, public_id=read, at=NOW),
        lambda: actions.go_on_coding(session, other, public_id=read),
    ]
    for attack in attacks:
        with pytest.raises((NotFound, NotPermitted)):
            attack()
    assert len(session.exec(select(SelfTurn)).all()) == 6
    assert tally(session, read).speaker == "Mo Manager"
