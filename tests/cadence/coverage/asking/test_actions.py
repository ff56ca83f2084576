"""A rep asks for a quarter of an hour, and the coach answers."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.cadence.coverage.asking import actions, queries
from coach_the_coach.cadence.coverage.asking.rules import good_news
from coach_the_coach.cadence.rules import CoachKind
from coach_the_coach.cadence.tables import QuarterHour
from coach_the_coach.evidence.tables import Stale
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.tables import Notice
from tests.cadence.coverage.test_queries import leaves, record
from tests.cast import NOW, Cast

LATER = NOW + timedelta(hours=2)


def asked(session: Session, cast: Cast, who: str = "rae") -> str:
    """What one of the cast asks."""
    return actions.ask_quarter_hour(session, cast.actor(getattr(cast, who)), at=NOW)


def told(session: Session, person: Person) -> list[str]:
    """What somebody was told."""
    found = select(Notice).where(Notice.person_id == person.id).order_by(col(Notice.id))
    return [one.text for one in session.exec(found).all()]


def waiting(session: Session, cast: Cast, who: str = "mo") -> list[str]:
    """Who waits for an answer of one of the cast."""
    actor = cast.actor(getattr(cast, who))
    found = queries.open_requests(session, actor, at=LATER)
    lines = queries.next_lines(session, actor, at=LATER)
    assert len(lines) == len(found.lines)
    return [one.name for one in found.lines]


def test_one_tap_asks_once_and_tells_the_coach(session: Session, cast: Cast):
    rae = cast.actor(cast.rae)
    before = queries.asked(session, rae, at=NOW)
    assert (before.coach, before.may_ask, before.since.words) == ("Mo Manager", True, "")
    assert asked(session, cast) == asked(session, cast)
    after = queries.asked(session, rae, at=LATER)
    assert (after.coach, after.may_ask, after.since.words) == ("Mo Manager", False, "Today 10:00")
    assert told(session, cast.mo) == ["Rae Rep asks you for 15 minutes."]
    assert waiting(session, cast) == ["Rae Rep"]
    stale = session.exec(select(Stale)).all()
    assert [(one.person_id, one.month) for one in stale] == [(cast.mo.id, date(2026, 3, 1))]


@pytest.mark.parametrize("who", ["lena", "cleo", "sol", "mia", "ren", "rae", "spec", "ada"])
def test_nobody_else_knows_of_it(session: Session, cast: Cast, who: str):
    public_id = asked(session, cast)
    assert waiting(session, cast, who) == []
    with pytest.raises(NotFound):
        actions.answer_quarter_hour(
            session, cast.actor(getattr(cast, who)), public_id=public_id, reply="talked", at=LATER
        )


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("booked", "Mo Manager has booked the 15 minutes you asked for."),
        ("talked", "Mo Manager says that the two of you have talked."),
    ],
)
def test_answered_it_is_told_once_and_one_may_ask_again(
    session: Session, cast: Cast, reply: str, said: str
):
    public_id, mo = asked(session, cast), cast.actor(cast.mo)
    for _again in range(2):
        actions.answer_quarter_hour(session, mo, public_id=public_id, reply=reply, at=LATER)
    assert told(session, cast.rae) == [said]
    assert waiting(session, cast) == []
    assert queries.open_requests(session, mo, at=LATER).good_news == good_news(1)
    assert asked(session, cast) != public_id
    assert len(session.exec(select(QuarterHour)).all()) == 2


def test_what_is_no_answer_is_not_kept(session: Session, cast: Cast):
    public_id, mo = asked(session, cast), cast.actor(cast.mo)
    with pytest.raises(Invalid):
        actions.answer_quarter_hour(session, mo, public_id=public_id, reply="no", at=LATER)
    with pytest.raises(NotFound):
        actions.answer_quarter_hour(session, mo, public_id="?", reply="booked", at=LATER)
    assert waiting(session, cast) == ["Rae Rep"]


def test_one_asks_whoever_coaches_one_now(session: Session, cast: Cast):
    asked(session, cast)
    record(session, cast, cast.rae, coach=cast.spec)
    asked(session, cast)
    assert (waiting(session, cast), waiting(session, cast, "spec")) == (["Rae Rep"], ["Rae Rep"])
    record(session, cast, cast.ren, CoachKind.EXTERNAL, outside="Ida of Partner")
    with pytest.raises(Conflict, match="no account here"):
        asked(session, cast, "ren")
    row = queries.asked(session, cast.actor(cast.ren), at=NOW)
    assert (row.coach, row.may_ask) == ("Ida of Partner", False)


def test_whom_nobody_coaches_is_told_so(session: Session, cast: Cast):
    leaves(session, cast.mo)
    for who in ("rae", "cleo"):
        with pytest.raises(Conflict, match="Nobody is down"):
            asked(session, cast, who)
        assert queries.asked(session, cast.actor(getattr(cast, who)), at=NOW).coach == ""


def test_a_manager_asks_their_leader(session: Session, cast: Cast):
    asked(session, cast, "mo")
    assert waiting(session, cast, "lena") == ["Mo Manager"]


def test_good_news_is_said_with_its_number():
    assert good_news(0) == ""
    assert good_news(1).startswith("You were asked once in the last 30 days.")
    assert good_news(3).startswith("You were asked 3 times in the last 30 days.")
