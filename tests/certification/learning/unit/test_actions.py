"""A unit is used in a session of one's own, held once it was read, and only while that stands."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.certification.learning.tables import UnitUse
from coach_the_coach.certification.learning.unit.actions import use_unit
from coach_the_coach.certification.learning.unit.queries import use_row
from coach_the_coach.coaching.log.entry.actions import withdraw
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from tests.cast import NOW, Cast
from tests.certification.learning.answers import begun
from tests.coaching.log.written import kept

WORDS = "I gave back what she said and waited."
LATER = NOW + timedelta(hours=2)


def counts(session: Session) -> list[tuple[str, bool]]:
    """On what a use rests, and whether it counts, oldest first."""
    found = session.exec(
        select(Evidence)
        .where(Evidence.kind == EvidenceKind.UNIT_USED)
        .order_by(col(Evidence.id))
        .execution_options(populate_existing=True)
    ).all()
    return [(one.subject, one.withdrawn_at is None) for one in found]


def test_a_use_names_a_session_and_says_what_was_different(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    begun(session, mo, "asking")
    entry = kept(session, cast)

    use_unit(session, mo, unit="asking", entry=entry, words=f"  {WORDS}\n", at=LATER)

    (use,) = session.exec(select(UnitUse)).all()
    assert (use.used_at, use.words) == (LATER, WORDS)
    assert counts(session) == [(use.public_id, True)]
    row = use_row(session, mo, unit="asking", at=LATER)
    assert (row.is_used, row.session, row.words) == (True, "Today, Rae Rep", WORDS)
    assert row.link == f"/coaching/{entry}"
    with pytest.raises(Conflict, match="already"):
        use_unit(session, mo, unit="asking", entry=entry, words=WORDS, at=LATER)


def test_the_sessions_offered_are_ones_own_since_the_reading(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    old = kept(session, cast, at=NOW - timedelta(days=1), focus="Before")
    begun(session, mo, "asking")
    assert use_row(session, mo, unit="asking", at=NOW).sessions == []
    mine = kept(session, cast, focus="Silence", deal="One")
    taken_back = kept(session, cast, at=NOW + timedelta(minutes=1), focus="Slip", deal="Other")
    withdraw(session, mo, public_id=taken_back, reason="Twice.", at=LATER)
    sols = kept(session, cast, by="sol", coached_id=cast.sid.public_id)

    offered = use_row(session, mo, unit="asking", at=LATER).sessions

    assert [(one.value, one.word) for one in offered] == [(mine, "Today · Rae Rep · Silence")]
    for entry in (old, taken_back, sols, "", "nothing"):
        with pytest.raises(Invalid) as refusal:
            use_unit(session, mo, unit="asking", entry=entry, words=WORDS, at=LATER)
        assert set(refusal.value.problems) == {"entry"}
    assert counts(session) == []


def test_a_use_without_a_sentence_is_refused(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    begun(session, mo, "asking")
    entry = kept(session, cast)
    for words in ("", "More silence.", "a " * 200):
        with pytest.raises(Invalid) as refusal:
            use_unit(session, mo, unit="asking", entry=entry, words=words, at=LATER)
        assert set(refusal.value.problems) == {"words"}


def test_what_was_not_read_is_not_used(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    entry = kept(session, cast)
    with pytest.raises(Conflict):
        use_unit(session, mo, unit="asking", entry=entry, words=WORDS, at=LATER)
    with pytest.raises(NotFound):
        use_unit(session, mo, unit="nothing", entry=entry, words=WORDS, at=LATER)


def test_once_its_session_is_withdrawn_another_is_named_and_it_counts_again(
    session: Session, cast: Cast
):
    mo = cast.actor(cast.mo)
    begun(session, mo, "asking")
    first = kept(session, cast)
    use_unit(session, mo, unit="asking", entry=first, words=WORDS, at=LATER)
    withdraw(session, mo, public_id=first, reason="Twice.", at=LATER)
    row = use_row(session, mo, unit="asking", at=LATER)
    assert (row.is_used, row.was_withdrawn, row.words) == (False, True, "")
    second = kept(session, cast, deal="Other")

    use_unit(session, mo, unit="asking", entry=second, words=WORDS, at=LATER)

    (use,) = session.exec(select(UnitUse)).all()
    assert counts(session) == [(use.public_id, False), (use.public_id, True)]
    assert use_row(session, mo, unit="asking", at=LATER).is_used


def test_two_units_may_have_been_used_in_one_session(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    entry = kept(session, cast)
    for unit in ("asking", "purpose"):
        begun(session, mo, unit)
        use_unit(session, mo, unit=unit, entry=entry, words=WORDS, at=LATER)
    assert [holds for _subject, holds in counts(session)] == [True, True]


@pytest.mark.parametrize("who", ["lena", "mia", "sol"])
def test_nobody_else_sees_where_somebody_used_it(session: Session, cast: Cast, who: str):
    mo, other = cast.actor(cast.mo), cast.actor(getattr(cast, who))
    begun(session, mo, "asking")
    use_unit(session, mo, unit="asking", entry=kept(session, cast), words=WORDS, at=LATER)
    row = use_row(session, other, unit="asking", at=LATER)
    assert (row.is_read, row.words, row.sessions) == (False, "", [])
