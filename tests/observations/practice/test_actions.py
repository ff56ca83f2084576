"""A round is coded, finished once, and done again as a new one."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.observations.practice import actions
from coach_the_coach.observations.practice.queries import SHIPPED
from coach_the_coach.observations.practice.round.queries import round_of
from coach_the_coach.observations.practice.tables import PracticeOffer, PracticeRound
from coach_the_coach.observations.tally.rules import Code
from tests.cast import NOW, Cast
from tests.observations.practice import rounds
from tests.observations.practice.rounds import CHANGED, FIRST

LATER = NOW + timedelta(minutes=3)


def test_the_last_code_given_to_a_turn_counts(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    assert rounds.coded(session, mo, {1: Code.OPEN, 2: Code.BACK}) == 2
    assert rounds.coded(session, mo, {1: Code.CLOSED}, at=LATER) == 2
    session.flush()
    session.expire_all()
    held = session.exec(select(PracticeRound)).one()
    assert (held.codes, held.started_at) == ({"1": "closed", "2": "back"}, NOW)


def test_a_finished_round_stays_and_another_begins_beside_it(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    rounds.finished(session, mo, CHANGED, at=LATER)
    actions.finish_round(session, mo, conversation=FIRST, at=LATER + timedelta(hours=1))
    assert round_of(session, mo, conversation=FIRST).is_done
    rounds.coded(session, mo, {1: Code.TAKE}, at=LATER)
    again = round_of(session, mo, conversation=FIRST)
    assert (again.is_done, again.codes) == (False, {"1": "take"})
    found = session.exec(select(PracticeRound).order_by(col(PracticeRound.id))).all()
    assert [(one.finished_at, one.agreed, one.turns) for one in found] == [
        (LATER, 17, 20),
        (None, None, None),
    ]


def test_a_round_is_not_finished_while_a_turn_has_no_code(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    given = rounds.codes()
    del given[4]
    rounds.coded(session, mo, given)
    with pytest.raises(Invalid, match="Turns without a code: 1"):
        actions.finish_round(session, mo, conversation=FIRST, at=LATER)
    assert session.exec(select(PracticeRound)).one().finished_at is None


@pytest.mark.parametrize(
    ("number", "code"), [(0, "open"), (21, "open"), (1, "ask"), (1, "tell"), (1, ""), (1, "none")]
)
def test_a_turn_or_a_code_that_is_none_is_refused(
    session: Session, cast: Cast, number: int, code: str
):
    with pytest.raises(Invalid):
        actions.code_turn(
            session,
            cast.actor(cast.mo),
            conversation=FIRST,
            number=number,
            code=code,
            at=NOW,
        )
    assert session.exec(select(PracticeRound)).all() == []


def test_a_conversation_that_is_not_there_is_refused(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    with pytest.raises(NotFound):
        actions.code_turn(session, mo, conversation="none", number=1, code="open", at=NOW)
    with pytest.raises(NotFound):
        actions.finish_round(session, mo, conversation="none", at=NOW)


@pytest.mark.parametrize("who", ["lena", "sol", "rae", "ada"])
def test_nobody_codes_or_finishes_the_round_of_another(session: Session, cast: Cast, who: str):
    mo, other = cast.actor(cast.mo), cast.actor(getattr(cast, who))
    rounds.coded(session, mo, rounds.codes())
    rounds.rated(session, mo, rounds.levels())
    assert rounds.coded(session, other, {1: Code.TAKE}) == 1
    assert rounds.rated(session, other, {1: 4}) == 1
    actions.finish_round(session, mo, conversation=FIRST, at=LATER)
    with pytest.raises(Invalid):
        actions.finish_round(session, other, conversation=FIRST, at=LATER)
    found = session.exec(select(PracticeRound).order_by(col(PracticeRound.id))).all()
    assert [(one.person_id, one.agreed) for one in found] == [
        (mo.person_id, 20),
        (other.person_id, None),
    ]


def test_declining_twice_is_declining_once(session: Session, cast: Cast):
    for at in (NOW, LATER):
        actions.decline_offer(session, cast.actor(cast.mo), at=at)
    found = session.exec(select(PracticeOffer)).all()
    assert [(one.person_id, one.declined_at) for one in found] == [(cast.mo.id, NOW)]


def test_a_round_is_not_finished_while_a_dimension_has_no_answer(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    rounds.coded(session, mo, rounds.codes())
    given = rounds.levels()
    del given[3]
    # Not observed is an answer, and the last one counts.
    assert rounds.rated(session, mo, {**given, 7: None}) == 7
    with pytest.raises(Invalid, match="Dimensions without an answer: 1"):
        actions.finish_round(session, mo, conversation=FIRST, at=LATER)
    assert rounds.rated(session, mo, {3: 1}) == 8
    actions.finish_round(session, mo, conversation=FIRST, at=LATER)

    held = session.exec(select(PracticeRound)).one()
    assert held.levels == {"1": 3, "2": 3, "3": 1, "4": 3, "5": 2, "6": 3, "7": None, "8": 3}
    assert (held.finished_at, held.rated_at, held.compared_at) == (LATER, LATER, None)


@pytest.mark.parametrize(("dimension", "level"), [(0, 1), (9, 1), (1, 0), (1, 5), (-1, None)])
def test_a_dimension_or_a_level_that_is_none_is_refused(
    session: Session, cast: Cast, dimension: int, level: int | None
):
    mo = cast.actor(cast.mo)
    rounds.coded(session, mo, {1: Code.OPEN})
    with pytest.raises(Invalid):
        rounds.rated(session, mo, {dimension: level})
    assert session.exec(select(PracticeRound)).one().levels == {}


def test_levels_without_a_round_change_nothing(session: Session, cast: Cast):
    assert rounds.rated(session, cast.actor(cast.mo), {1: 4}) == 0
    assert session.exec(select(PracticeRound)).all() == []


def clips(session: Session) -> list[tuple[int, EvidenceKind, str, datetime]]:
    """What the ledger holds."""
    found = session.exec(select(Evidence).order_by(col(Evidence.id)))
    return [(one.person_id, one.kind, one.subject, one.at) for one in found]


def test_a_conversation_counts_once_its_comparison_was_opened_and_only_once(
    session: Session, cast: Cast
):
    mo, lena = cast.actor(cast.mo), cast.actor(cast.lena)
    rounds.finished(session, mo, CHANGED)
    assert clips(session) == []
    # Somebody else's opening is nobody's.
    actions.open_comparison(session, lena, conversation=FIRST, at=LATER)
    for at in (LATER, LATER + timedelta(days=1)):
        actions.open_comparison(session, mo, conversation=FIRST, at=at)
    first = session.exec(select(PracticeRound)).one()
    assert first.compared_at == LATER
    assert clips(session) == [(mo.person_id, EvidenceKind.CLIP, first.public_id, LATER)]

    rounds.practised(session, mo, FIRST, at=LATER + timedelta(days=2))
    rounds.practised(session, mo, SHIPPED[1], at=LATER + timedelta(days=2))
    kinds = [kind for _who, kind, _subject, _at in clips(session)]
    assert kinds == [EvidenceKind.CLIP, EvidenceKind.CLIP_AGAIN, EvidenceKind.CLIP]


def test_a_round_of_codes_only_counts_for_nothing(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    rounds.coded(session, mo, rounds.codes())
    old = session.exec(select(PracticeRound)).one()
    old.finished_at, old.agreed, old.turns = NOW, 20, 20
    session.add(old)
    session.flush()

    actions.open_comparison(session, mo, conversation=FIRST, at=LATER)

    assert (old.compared_at, clips(session)) == (None, [])
