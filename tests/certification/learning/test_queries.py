"""What certification is told of many people: what was passed and used, and no answer."""

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlmodel import Session

from coach_the_coach.certification.learning.queries import learned
from coach_the_coach.certification.learning.rows import Learned, PassedTry, UsedUnit
from coach_the_coach.certification.learning.rules import EXAM
from coach_the_coach.certification.learning.unit.actions import use_unit
from coach_the_coach.coaching.log.entry.actions import withdraw
from coach_the_coach.foundation.viewer import view_as
from coach_the_coach.identity.tables import Person
from tests.cast import NOW, Cast
from tests.certification.learning.answers import begun, given, tried
from tests.coaching.log.written import corrected, draft, kept

WORDS = "I gave back what she said and waited."


def test_of_each_the_best_share_what_was_passed_and_what_was_used(session: Session, cast: Cast):
    mo, later = cast.actor(cast.mo), NOW + timedelta(hours=1)
    tried(session, mo, "asking", wrong=2)
    passed = tried(session, mo, "asking", wrong=1, at=later)
    given(session, mo, EXAM)
    tried(session, cast.actor(cast.sol), "asking")
    entry = kept(session, cast)
    use_unit(session, mo, unit="asking", entry=entry, words=WORDS, at=later)

    found = learned(session, [cast.mo.id or 0, cast.mia.id or 0])

    assert set(found) == {cast.mo.id, cast.mia.id}
    own = found[cast.mo.id or 0]
    assert own.best == {"asking": Fraction(4, 5)}
    assert own.passed == [PassedTry(passed, "asking", 4, 5, later)]
    (use,) = own.used
    assert use == UsedUnit(use.public_id, "asking", later, entry, is_standing=True)
    assert found[cast.mia.id or 0] == Learned()
    assert WORDS not in repr(found)


def test_a_path_may_ask_for_another_share(session: Session, cast: Cast):
    tried(session, cast.actor(cast.mo), "asking", wrong=1)
    person = cast.mo.id or 0
    assert learned(session, [person], share=Fraction(9, 10))[person].passed == []
    assert len(learned(session, [person], share=Fraction(4, 5))[person].passed) == 1


@pytest.mark.parametrize("how", ["withdrawn", "moved"])
def test_a_use_stands_no_longer_than_its_session(session: Session, cast: Cast, how: str):
    mo = cast.actor(cast.mo)
    begun(session, mo, "asking")
    entry = kept(session, cast)
    use_unit(session, mo, unit="asking", entry=entry, words=WORDS, at=NOW)
    if how == "withdrawn":
        withdraw(session, mo, public_id=entry, reason="Twice.", at=NOW)
    else:
        before = NOW.date() - timedelta(days=1)
        corrected(session, cast, entry, draft(cast, held_on=before), at=NOW)
    (use,) = learned(session, [cast.mo.id or 0])[cast.mo.id or 0].used
    assert (use.unit, use.is_standing) == ("asking", False)


def test_whoever_asks_is_the_program_and_not_whoever_looks(session: Session, cast: Cast):
    tried(session, cast.actor(cast.mo), "asking")
    session.flush()
    view_as(session, cast.sol.id or 0, NOW)
    assert len(learned(session, [cast.mo.id or 0])[cast.mo.id or 0].passed) == 1


def test_two_statements_for_however_many(session: Session, cast: Cast, statements):
    people = [cast.mo, cast.mia]
    for one in people:
        tried(session, cast.actor(one), "asking")
    more = [
        Person(email=f"more-{n}@example.com", given_name="More", family_name=str(n), title="")
        for n in range(30)
    ]
    session.add_all(more)
    session.flush()
    sent = []
    for asked in (people[:1], [*people, *more]):
        ids = [one.id or 0 for one in asked]
        with statements() as seen:
            learned(session, ids)
        sent.append(len(seen))
    assert sent == [2, 2]
