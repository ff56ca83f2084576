"""A talk as its two see it, step by step; for everybody else there is none."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import Moment
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Aim, Seen
from coach_the_coach.observations.tables import Observation
from coach_the_coach.observations.talk.actions import answer_asked_first, go_on_without, sign_talk
from coach_the_coach.observations.talk.queries import (
    asked_first_trend,
    moments_to_tell,
    talk_of,
)
from coach_the_coach.observations.talk.rows import AskedRow, OfferRow, TalkRow, WordsRow
from coach_the_coach.observations.talk.sealing.queries import is_talk_intact
from tests.cast import NOW, Cast
from tests.observations.results import signed
from tests.observations.talk import held

LATER = held.TALKED_AT


def talk(session: Session, cast: Cast, who: str, made: Observation, days: int = 0) -> TalkRow:
    """The talk as one of the cast sees it."""
    actor = cast.actor(getattr(cast, who))
    return talk_of(session, actor, public_id=made.public_id, at=NOW + timedelta(days=days))


def test_before_the_own_view_there_is_nothing_of_the_observers(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    mo, lena = talk(session, cast, "mo", made), talk(session, cast, "lena", made)

    assert (mo.stage, mo.own_view) == (
        "own_view",
        "Your own view comes first. You see theirs in the talk.",
    )
    assert lena.own_view == (
        "Mo Manager has not given their own view yet. The talk comes after it."
    )
    assert (mo.observer, mo.observed, mo.coached, mo.purpose_word) == (
        "Lena Leader",
        "Mo Manager",
        "Rae Rep",
        "Coach",
    )
    secret = (signed.SAID, signed.ONE_THING, signed.AGREED, signed.STRENGTHS, signed.NOTE)
    for row in (mo, lena):
        assert [text for text in secret if text in repr(row)] == []


@pytest.mark.parametrize(
    ("rated", "days", "without", "alone", "alone_on"),
    [
        (False, 2, False, False, ""),
        (False, 3, True, False, ""),
        (False, 9, True, False, ""),
        (True, 6, False, False, "Tomorrow"),
        (True, 7, False, True, "Today"),
    ],
)
def test_what_one_may_do_about_waiting(
    session: Session,
    cast: Cast,
    rated: bool,
    days: int,
    without: bool,
    alone: bool,
    alone_on: str,
):
    made = signed.observation(session, cast)
    if rated:
        signed.rate_oneself(session, made)
    mo, lena = talk(session, cast, "mo", made, days), talk(session, cast, "lena", made, days)
    assert (lena.may_go_on_without, mo.may_go_on_without) == (without, False)
    assert (mo.may_read_alone, lena.may_read_alone) == (alone, False)
    assert (mo.alone_on.words, lena.alone_on.words) == (alone_on, "")


def test_going_on_without_the_own_view_is_said_to_both(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    at = NOW + timedelta(days=3)
    go_on_without(session, cast.actor(cast.lena), public_id=made.public_id, at=at)
    for who in ("lena", "mo"):
        row = talk(session, cast, who, made, 3)
        assert (row.stage, row.went_without) == ("questions", True)
        assert row.own_view == "This talk went on without the own view of Mo Manager."


def test_who_was_asked_for_no_own_view_is_not_said_to_have_left_it_out(
    session: Session, cast: Cast
):
    made = signed.observation(session, cast, purpose=Purpose.INSPECT)
    held.talk(session, cast, made)
    second = signed.observation(session, cast, draft=True)
    second.purpose_corrected, second.purpose_reason = Purpose.COACH, "It turned into coaching."
    signed.complete(session, second, [], corrects=made)
    for who in ("lena", "mo"):
        row = talk(session, cast, who, second)
        assert (row.stage, row.went_without) == ("agreeing", True)
        assert row.own_view == (
            "Mo Manager was not asked for an own view: this was not rated before its correction."
        )


def test_while_they_speak_nothing_is_open_and_then_all_is(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    signed.rate_oneself(session, made)
    held.speak(session, cast, made)
    spoken = WordsRow(**held.SPOKEN)
    for who in ("lena", "mo"):
        row = talk(session, cast, who, made)
        assert (row.stage, row.words, row.is_moment_next) == ("questions", spoken, True)
        assert (row.suggestion, row.follows, row.chain) == ("", "", "")

    held.talk(session, cast, made)
    for who in ("lena", "mo"):
        row = talk(session, cast, who, made)
        assert (row.stage, row.suggestion, row.may_sign) == ("agreeing", signed.ONE_THING, True)


def test_both_see_who_has_signed_and_what_stays(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    signed.rate_oneself(session, made)
    held.talk(session, cast, made)
    held.agree(session, cast, made)
    sign_talk(session, cast.actor(cast.lena), public_id=made.public_id, at=LATER)

    lena, mo = talk(session, cast, "lena", made), talk(session, cast, "mo", made)
    assert (lena.may_sign, lena.may_take_back, lena.may_answer) == (False, True, False)
    assert (mo.may_sign, mo.may_take_back, mo.may_answer) == (True, False, False)
    assert [(one.name, one.mark, one.word) for one in mo.signatures] == [
        ("Lena Leader", "done", "Signed"),
        ("Mo Manager", "waiting", "Not signed yet"),
    ]
    assert mo.is_frozen
    assert not mo.is_signed

    sign_talk(session, cast.actor(cast.mo), public_id=made.public_id, at=LATER)
    mo = talk(session, cast, "mo", made)
    assert (mo.stage, mo.is_signed, mo.may_answer) == ("done", True, True)
    assert (mo.words.one_thing, mo.words.promised) == (held.ONE_THING, held.PROMISED)
    assert mo.watch_again == Moment("in 1 week", "Thursday 12 March 2026", "2026-03-12")


def test_the_one_thing_that_stays_is_said(session: Session, cast: Cast):
    root = held.held(session, cast)
    made = held.following(session, cast, root, Seen.SEEN)
    held.talk(session, cast, made)
    row = talk(session, cast, "mo", made)
    assert (row.follows, row.chain, row.may_carry, row.is_carried) == (
        held.ONE_THING,
        "Seen once. It stays until it was seen twice.",
        True,
        True,
    )


@pytest.mark.parametrize(
    ("agreed", "suggestion"), [(held.ONE_THING, signed.ONE_THING), (signed.ONE_THING, "")]
)
def test_what_was_seen_twice_is_not_suggested_again(
    session: Session, cast: Cast, agreed: str, suggestion: str
):
    root = signed.observation(session, cast)
    signed.rate_oneself(session, root)
    held.talk(session, cast, root)
    held.agree(session, cast, root, one_thing=agreed)
    held.sign(session, cast, root)
    _once, made = (held.following(session, cast, root, Seen.SEEN) for _each in range(2))
    held.talk(session, cast, made)
    row = talk(session, cast, "mo", made)
    assert (row.chain, row.suggestion) == ("Seen twice. Choose the next one together.", suggestion)


@pytest.mark.parametrize("purpose", [Purpose.INSPECT, Purpose.CELEBRATE])
def test_where_nothing_is_rated_the_questions_come_at_once(
    session: Session, cast: Cast, purpose: Purpose
):
    row = talk(session, cast, "mo", signed.observation(session, cast, purpose=purpose))
    assert (row.stage, row.is_scored, row.own_view) == ("questions", False, "")


def test_the_observers_moments_are_offered_to_them_alone(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    mine = moments_to_tell(session, cast.actor(cast.lena), public_id=made.public_id)
    assert mine == [
        OfferRow("quote-2", signed.SAID, "12:34"),
        OfferRow(f"note-{made.id:08d}-0000-4000-8000-000000000001", signed.NOTE, "1:30"),
    ]
    assert moments_to_tell(session, cast.actor(cast.mo), public_id=made.public_id) == []


@pytest.mark.parametrize("aim", list(Aim))
@pytest.mark.parametrize("who", ["lena", "cleo", "odd", "sol", "mia", "rae", "ada"])
def test_a_talk_is_there_for_nobody_but_the_two(session: Session, cast: Cast, who: str, aim: Aim):
    made = signed.observation(session, cast, by=cast.spec, aim=aim)
    signed.rate_oneself(session, made)
    signed.show(session, made, one_thing=held.ONE_THING)
    actor = cast.actor(getattr(cast, who))
    with pytest.raises(NotFound):
        talk_of(session, actor, public_id=made.public_id, at=NOW)
    with pytest.raises(NotFound):
        moments_to_tell(session, actor, public_id=made.public_id)
    with pytest.raises(NotFound):
        is_talk_intact(session, actor, public_id=made.public_id)


def test_lena_sees_her_talk_with_mo_and_not_one_with_sol(session: Session, cast: Cast):
    hers = signed.observation(session, cast)
    odds = signed.observation(session, cast, of=cast.sol, by=cast.odd, coached=cast.sid)
    assert talk(session, cast, "lena", hers).observed == "Mo Manager"
    with pytest.raises(NotFound):
        talk(session, cast, "lena", odds)


def test_every_signed_version_leads_to_the_one_talk(session: Session, cast: Cast):
    first = held.held(session, cast)
    second = signed.observation(session, cast, corrects=first)
    rows = [talk(session, cast, "mo", one) for one in (first, second)]
    assert rows[0] == rows[1]
    assert (rows[0].public_id, rows[0].words.one_thing) == (second.public_id, held.ONE_THING)
    # A correction changes nothing of what both signed.
    assert is_talk_intact(session, cast.actor(cast.mo), public_id=second.public_id)


def test_what_they_were_told_about_asking_is_each_observers_own(session: Session, cast: Cast):
    def asked(who: Person) -> AskedRow:
        return asked_first_trend(session, cast.actor(who))

    assert asked(cast.lena) == AskedRow()
    for answer in ("yes", "no", "yes"):
        made = held.held(session, cast)
        answer_asked_first(
            session, cast.actor(cast.mo), public_id=made.public_id, answer=answer, at=LATER
        )
    sentence = "You asked before you told in 2 of your last 3 talks, partly in 0."
    assert asked(cast.lena) == AskedRow(n=3, yes=2, partly=0, no=1, sentence=sentence)
    for other in (cast.mo, cast.cleo, cast.spec, cast.ada, cast.sol):
        assert asked(other) == AskedRow()


def test_a_talk_takes_the_same_statements_however_many_there_were(
    session: Session, cast: Cast, statements
):
    root, lena = held.held(session, cast), cast.actor(cast.lena)
    sent, public_id = [], ""
    for number in (1, 6):
        for _each in range(number):
            made = held.following(session, cast, root, Seen.PARTLY)
            public_id = made.public_id
        with statements() as one_list:
            talk_of(session, lena, public_id=public_id, at=LATER)
        sent.append(len(one_list))
    assert sent[0] == sent[1] <= 12
