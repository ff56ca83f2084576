"""Everybody sees the conversations and their own rounds; nobody sees another's."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import Moment, moment
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.practice import actions
from coach_the_coach.observations.practice.queries import (
    SHIPPED,
    conversation_lines,
    conversation_named,
    offer,
    result_of,
    round_of,
)
from coach_the_coach.observations.practice.rows import ComparedTurn, ConversationLine, OfferRow
from coach_the_coach.observations.tables import Status
from coach_the_coach.observations.tally.rules import Code
from coach_the_coach.shell import routes
from tests import build
from tests.cast import NOW, Cast
from tests.observations.practice import rounds
from tests.observations.practice.rounds import CHANGED, FIRST

LATER = NOW + timedelta(days=1)
OTHERS = ["lena", "cleo", "odd", "sol", "mia", "rae", "spec", "ada"]


def test_while_coding_nothing_of_the_reference_is_sent(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    rounds.coded(session, mo, {1: Code.DIRECT, 3: Code.OPEN})
    row = round_of(session, mo, conversation=FIRST)
    assert (row.codes, row.is_done) == ({"1": "direct", "3": "open"}, False)
    assert [one.number for one in row.turns] == list(range(1, 21))
    assert (row.turns[0].before, row.turns[1].before_speaker) == ("", "Tomas")
    # A pause follows the manager's own question.
    assert (row.turns[4].before_speaker, row.turns[4].before) == ("Solveig", row.turns[3].text)
    sent = repr(row)
    assert [
        turn.why for turn in conversation_named(FIRST).turns if turn.why and turn.why in sent
    ] == []


def test_the_result_compares_turn_by_turn_and_says_why(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    rounds.finished(session, mo, CHANGED)
    row = result_of(session, mo, conversation=FIRST, at=NOW)
    assert (row.turns, row.agreed, row.alike) == (20, 17, 19)
    assert [one.number for one in row.differing] == [1, 7, 9]
    assert (len(row.same), {one.differs for one in row.same}) == (17, {False})
    assert row.differing[0] == ComparedTurn(
        number=1,
        text="What would make this half hour worth it for you?",
        own="Closed",
        own_side="ask",
        reference="Open",
        reference_side="ask",
        why="No single word answers it, and it leaves the choice to Tomas.",
        differs=True,
    )


def test_the_library_shows_ones_own_last_result(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    empty = conversation_lines(session, mo, at=NOW)
    assert [(one.key, one.coded, one.result) for one in empty] == [(key, 0, "") for key in SHIPPED]
    rounds.finished(session, mo, CHANGED)
    rounds.finished(session, mo, {1: Code.CLOSED}, at=LATER)
    rounds.coded(session, mo, {1: Code.OPEN, 2: Code.BACK}, at=LATER)
    rounds.coded(session, mo, {1: Code.OPEN}, conversation=SHIPPED[1])
    found = conversation_lines(session, mo, at=LATER)
    assert found[0] == ConversationLine(
        key=FIRST,
        link=routes.practice(FIRST),
        title="The deal that went quiet",
        about=conversation_named(FIRST).about,
        minutes=3,
        coded=2,
        result="You and the reference agree on 19 of 20",
        finished=moment(LATER, "Europe/Paris", LATER),
    )
    assert [(one.coded, one.result, one.finished) for one in found[1:]] == [
        (1, "", Moment()),
        (0, "", Moment()),
    ]


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_sees_how_it_went(session: Session, cast: Cast, who: str):
    mo, other = cast.actor(cast.mo), cast.actor(getattr(cast, who))
    rounds.finished(session, mo, CHANGED)
    rounds.coded(session, mo, {1: Code.OPEN})
    with pytest.raises(NotFound):
        result_of(session, other, conversation=FIRST, at=NOW)
    row = round_of(session, other, conversation=FIRST)
    assert (row.codes, row.is_done) == ({}, False)
    assert {(one.coded, one.result) for one in conversation_lines(session, other, at=NOW)} == {
        (0, "")
    }
    assert offer(session, other).is_begun is False


def test_it_is_offered_to_those_who_observe_or_coach_until_done_or_declined(
    session: Session, cast: Cast
):
    first = OfferRow(
        is_open=True,
        is_before_first=True,
        title="The deal that went quiet",
        minutes=3,
        link=routes.practice(FIRST),
    )
    offered = {
        who: offer(session, cast.actor(getattr(cast, who)))
        for who in ("mo", "lena", "spec", "rae", "ada")
    }
    assert offered == {
        "mo": replace(first, is_before_first=False),
        **dict.fromkeys(("lena", "spec"), first),
        **dict.fromkeys(("rae", "ada"), OfferRow()),
    }
    mo, lena = cast.actor(cast.mo), cast.actor(cast.lena)
    rounds.coded(session, mo, {1: Code.OPEN})
    assert offer(session, mo).is_begun
    rounds.finished(session, mo)
    actions.decline_offer(session, lena, at=NOW)
    assert [offer(session, one) for one in (mo, lena)] == [OfferRow(), OfferRow()]
    assert offer(session, cast.actor(cast.spec)) == first


def test_a_conversation_that_is_not_there_is_not_found(session: Session, cast: Cast):
    for key in ("", "../rules", "nothing"):
        with pytest.raises(NotFound):
            round_of(session, cast.actor(cast.mo), conversation=key)


def test_the_library_takes_the_same_statements_however_often_one_practised(
    session: Session, cast: Cast, statements
):
    mo, sent = cast.actor(cast.mo), []
    for more in (1, 9):
        for _each in range(more):
            rounds.finished(session, mo)
        session.flush()
        with statements() as seen:
            conversation_lines(session, mo, at=NOW)
        sent.append(len(seen))
    assert sent == [1, 1]


def test_it_comes_before_the_first_observation_of_an_observer_who_has_signed_none(
    session: Session, cast: Cast
):
    def is_before_first(person: Person) -> bool:
        return offer(session, cast.actor(person)).is_before_first

    build.rubric(session)
    made = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    assert [is_before_first(one) for one in (cast.lena, cast.spec, cast.mo)] == [True, True, False]
    made.signed_at, made.status = NOW, Status.SIGNED
    session.add(made)
    session.flush()
    assert [is_before_first(one) for one in (cast.lena, cast.spec)] == [False, True]
    assert offer(session, cast.actor(cast.lena)).is_open
