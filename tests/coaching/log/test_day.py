"""What is logged of a day fits into it."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.log import actions
from coach_the_coach.coaching.log.entry.actions import withdraw
from coach_the_coach.coaching.log.rules import LogDraft
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.ids import new_id
from tests.cast import NOW, Cast
from tests.coaching.log.written import TODAY, corrected, draft, kept

FULL = "With that you would have logged more than 16 hours of coaching on that day."


def moment(session: Session, cast: Cast, minutes: int) -> str:
    said = LogDraft(coached_id=cast.rae.public_id, minutes=minutes, purpose="coach")
    mo = cast.actor(cast.mo)
    return actions.keep_moment(session, mo, public_id=new_id(), draft=said, at=NOW)


def full_day(session: Session, cast: Cast) -> list[str]:
    """Sixteen hours of today, in four sessions."""
    return [kept(session, cast, minutes=240, outcomes={}, deal=str(n)) for n in range(4)]


def test_a_moment_is_short(session: Session, cast: Cast):
    for minutes in (31, 240):
        with pytest.raises(Invalid) as refused:
            moment(session, cast, minutes)
        assert refused.value.problems == {
            "minutes": "A moment lasts 1 to 30 minutes. Log what was longer as a session."
        }
    assert moment(session, cast, 30)


def test_no_more_is_logged_of_a_day_than_it_has(session: Session, cast: Cast):
    before = full_day(session, cast)
    for keep in (
        lambda: moment(session, cast, 1),
        lambda: kept(session, cast, minutes=1, deal="another"),
    ):
        with pytest.raises(Invalid) as refused:
            keep()
        assert refused.value.problems == {"minutes": FULL}
    assert kept(session, cast, by="lena", coached_id=cast.mo.public_id, form="leader")
    withdraw(session, cast.actor(cast.mo), public_id=before[0], reason="Not with Rae.", at=NOW)
    assert moment(session, cast, 30)


def test_nothing_is_put_on_a_day_that_is_full(session: Session, cast: Cast):
    yesterday = TODAY - timedelta(days=1)
    public_id = kept(session, cast, held_on=yesterday, deal="another")
    today = full_day(session, cast)
    with pytest.raises(Invalid) as refused:
        corrected(session, cast, public_id, draft(cast, deal="another"), at=NOW)
    assert refused.value.problems == {"minutes": FULL}
    shorter = draft(cast, minutes=239, deal="0")
    corrected(session, cast, today[0], shorter, at=NOW)
    assert moment(session, cast, 1)
