"""Everybody sees the conversations and their own rounds; nobody sees another's."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import Moment, moment
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.practice import actions
from coach_the_coach.observations.practice.queries import (
    SHIPPED,
    conversation_lines,
    conversation_named,
    missing_before_certifying,
    offer,
)
from coach_the_coach.observations.practice.round.queries import result_of, round_of
from coach_the_coach.observations.practice.rows import (
    ComparedLevel,
    ComparedTurn,
    ConversationLine,
    MarkedSign,
    OfferRow,
)
from coach_the_coach.observations.practice.tables import PracticeRound
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
    assert [one.why for one in conversation_named(FIRST).ratings if one.why in sent] == []
    assert [one.number for one in row.dimensions] == list(range(1, 9))
    assert row.levels == {}
    rounds.rated(session, mo, {2: 4, 5: None})
    assert round_of(session, mo, conversation=FIRST).levels == {"2": "4", "5": "none"}


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
        minutes=8,
        coded=2,
        result="You and the reference agree on 19 of 20 codes",
        finished=moment(LATER, "Europe/Paris", LATER),
    )
    assert [(one.coded, one.result, one.finished) for one in found[1:]] == [
        (1, "", Moment()),
        (0, "", Moment()),
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
        minutes=8,
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


def test_each_level_stands_beside_the_reference_with_its_distance_and_its_reason(
    session: Session, cast: Cast
):
    mo, quiet = cast.actor(cast.mo), SHIPPED[3]
    rounds.coded(session, mo, rounds.codes(conversation=quiet), conversation=quiet)
    own = {1: 1, 2: 2, 3: 2, 4: 2, 5: 4, 6: None, 7: 2, 8: 1}
    rounds.rated(session, mo, own, conversation=quiet)
    actions.finish_round(session, mo, conversation=quiet, at=NOW)

    row = result_of(session, mo, conversation=quiet, at=NOW)

    assert row.look_first == "Look first at “Developmental depth”. Three levels apart."
    assert [(one.number, one.apart, one.mark) for one in row.levels] == [
        (1, "The same", "done"),
        (2, "One level apart", "plain"),
        (3, "The same", "done"),
        (4, "The same", "done"),
        (5, "Three levels apart", "attention"),
        (6, "You did not observe it, the reference did", "attention"),
        (7, "The same", "done"),
        (8, "The same", "done"),
    ]
    reference = conversation_named(quiet)
    assert row.levels[4] == ComparedLevel(
        number=5,
        name="Developmental depth",
        own="4 · Building ownership",
        reference="1 · Telling",
        apart="Three levels apart",
        mark="attention",
        turns="Turns 2, 13 and 19",
        why=reference.ratings[4].why,
    )
    assert row.stop_signs == [
        MarkedSign(
            "Presented a pipeline interrogation as coaching",
            "Turns 1, 2, 7 and 13",
            reference.stop_signs[0].why,
        ),
        MarkedSign(
            "Took over the deal without need", "Turns 18 and 19", reference.stop_signs[1].why
        ),
    ]


def test_a_round_of_codes_only_stays_and_is_shown_nothing_of_the_levels(
    session: Session, cast: Cast
):
    mo, quiet = cast.actor(cast.mo), SHIPPED[3]
    rounds.finished(session, mo, conversation=quiet)
    old = session.exec(select(PracticeRound)).one()
    old.levels, old.rated_at = {}, None
    session.add(old)
    session.flush()

    row = result_of(session, mo, conversation=quiet, at=NOW)

    assert (row.agreed, row.look_first, row.levels, row.stop_signs) == (20, "", [], [])
    reference = conversation_named(quiet)
    whys = [one.why for one in (*reference.ratings, *reference.stop_signs)]
    assert [why for why in whys if why in repr(row)] == []
    lines = conversation_lines(session, mo, at=NOW)
    assert [one.is_codes_only for one in lines] == [False, False, False, True]


def test_whoever_certifies_is_told_what_is_left_to_practise(session: Session, cast: Cast):
    lena, mo = cast.actor(cast.lena), cast.actor(cast.mo)
    told = [missing_before_certifying(session, lena)]
    for conversation in SHIPPED[:2]:
        rounds.practised(session, lena, conversation)
        told.append(missing_before_certifying(session, lena))
    assert told == [
        "Before you score for certification, practise scoring on two invented talks: about ten "
        "minutes each. You find them under Practice.",
        "Before you score for certification, practise scoring on one more invented talk: about "
        "ten minutes. You find it under Practice.",
        "",
    ]
    assert missing_before_certifying(session, mo) == ""
