"""Plans as Lena, Odd and Mo make them, as far as each test needs them to have come."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar
from sqlmodel import Session, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.observations.watching import actions
from coach_the_coach.observations.watching.needs.actions import ask_to_watch
from coach_the_coach.observations.watching.rules import AskDraft, ProposalDraft
from coach_the_coach.observations.watching.tables import Watching
from tests import build
from tests.cast import NOW, Cast

WEDNESDAY = datetime(2026, 3, 4, 14, 0, tzinfo=ZoneInfo("Europe/Paris"))
"""Two days after the tests happen."""

THURSDAY = WEDNESDAY + timedelta(days=1)

LATER = NOW + timedelta(minutes=5)


def asked(session: Session, cast: Cast, *, by: str = "lena", of: str = "mo") -> str:
    """One asks to watch the other; nothing is proposed."""
    build.rubric(session)
    draft = AskDraft(observed=getattr(cast, of).public_id)
    return ask_to_watch(session, cast.actor(getattr(cast, by)), draft=draft, at=NOW)


def offered(session: Session, cast: Cast, *, by: str = "lena", to: str = "odd") -> str:
    """Lena asks Odd, who is not of Mo's line, to watch Mo."""
    build.rubric(session)
    draft = AskDraft(observed=cast.mo.public_id, observer=getattr(cast, to).public_id)
    return ask_to_watch(session, cast.actor(getattr(cast, by)), draft=draft, at=NOW)


def with_rae(cast: Cast, starts_at: datetime = WEDNESDAY, **more: str) -> ProposalDraft:
    """A session of Mo's with Rae."""
    return ProposalDraft(
        coached=cast.rae.public_id, purpose=Purpose.COACH, starts_at=starts_at, **more
    )


def proposed(session: Session, cast: Cast, *, starts_at: datetime = WEDNESDAY) -> str:
    """Lena asked Mo, and Mo proposes a session with Rae."""
    watch = asked(session, cast)
    draft = with_rae(cast, starts_at)
    actions.propose(session, cast.actor(cast.mo), public_id=watch, draft=draft, at=NOW)
    return watch


def agreed(session: Session, cast: Cast, *, starts_at: datetime = WEDNESDAY) -> str:
    """And Lena agrees."""
    watch = proposed(session, cast, starts_at=starts_at)
    actions.agree(session, cast.actor(cast.lena), public_id=watch, at=LATER)
    return watch


def agreed_with_odd(session: Session, cast: Cast) -> str:
    """Odd, who is a stranger to Mo, was asked by Lena and has agreed with Mo."""
    watch = offered(session, cast)
    odd, mo = cast.actor(cast.odd), cast.actor(cast.mo)
    actions.accept(session, odd, public_id=watch, at=NOW)
    actions.propose(session, mo, public_id=watch, draft=with_rae(cast), at=NOW)
    actions.agree(session, odd, public_id=watch, at=LATER)
    return watch


def planned_session(session: Session, cast: Cast, held_at: datetime = THURSDAY) -> CoachingSession:
    """A session with Ren that Mo has planned by himself."""
    held = CoachingSession(
        coach_id=cast.mo.id or 0,
        coached_id=cast.ren.id or 0,
        purpose=Purpose.TRAIN,
        planned=True,
        held_at=held_at,
    )
    session.add(held)
    session.flush()
    return held


def found(session: Session, watch: str) -> Watching:
    """The row behind a plan."""
    return session.exec(select(Watching).where(Watching.public_id == watch)).one()


def read(text: str) -> tuple[Any, Any]:
    """An invitation as a calendar reads it back: the calendar and its one event."""
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    return calendar, event
