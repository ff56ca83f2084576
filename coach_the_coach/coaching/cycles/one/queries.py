"""One skill, for the two and the direct leader."""

from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.coaching.cycles.one.rows import CycleRow, LadderStep, TiedSession
from coach_the_coach.coaching.cycles.queries import cycle_of, touches_of
from coach_the_coach.coaching.cycles.rules import (
    Touches,
    cause_word,
    deals_in,
    fading_from,
    fading_words,
    fear_word,
    help_with,
    ladder_meaning,
    ladder_word,
    review_due_on,
    session_words,
    touch_words,
)
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.rules import Ladder, purpose_word
from coach_the_coach.coaching.tables import Cycle
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.when import day, local_day, past_day
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import sees
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell import routes

READING: Final = audit.known("cycle:read", _("read what a skill is about"), audit.Told.SUBJECT)
"""What is entered when whoever leads the coach reads a skill."""

SESSIONS: Final = 20
"""Sessions of one skill that are listed, the newest. Source: docs/method.md#lists."""


def cycle_row(session: Session, actor: Actor, *, public_id: str, at: datetime) -> CycleRow:
    """One skill as the actor may read it. Raises NotFound for whoever may read no word of it."""
    cycle, body = cycle_of(session, actor, public_id)
    people = select(Person).where(col(Person.id).in_([cycle.coach_id, cycle.coached_id]))
    by_id = {one.id: one for one in session.exec(people).all()}
    coach, coached = by_id[cycle.coach_id], by_id[cycle.coached_id]
    touches = touches_of(session, actor, people=[cycle.id or 0]).get(cycle.id or 0, Touches())
    today = local_day(at, coach.time_zone)
    part = _part(actor, cycle)
    if part == "leader":
        audit.seen(session, READING, person_id=cycle.coach_id, thing=public_id)
    advice = help_with(cycle.cause, cycle.fear)
    may_change = part == "coach" and cycle.closed_on is None
    return CycleRow(
        public_id=public_id,
        coach=coach.name,
        coached=coached.name,
        coached_first=coached.given_name,
        part=part,
        skill=body.skill,
        baseline=body.baseline,
        target=body.target,
        exit_evidence=body.exit_evidence,
        goal=body.goal,
        cause=cause_word(cycle.cause),
        fear=fear_word(cycle.fear) if cycle.fear else "",
        question=advice.question,
        hint=advice.hint,
        deals=deals_in(body.deals),
        reason=body.reason,
        next_skill=body.next_skill,
        ladder=cycle.ladder,
        ladder_word=ladder_word(cycle.ladder),
        steps=_steps(cycle.ladder),
        opened=day(cycle.opened_on, today),
        reviewed=day(cycle.reviewed_on, today),
        review_due=_review_due(cycle, today),
        reminder=_reminder(cycle, touches, today),
        touch=touch_words(touches.last_on, today),
        sessions=_sessions(session, actor, cycle, today),
        session_words=session_words(touches.sessions),
        more=_more(touches.sessions - SESSIONS),
        is_open=cycle.closed_on is None,
        closed=day(cycle.closed_on, today),
        outcome=_outcome(cycle),
        mark=_mark(cycle),
        seen=body.seen,
        change=f"{routes.SKILL_NEW}?change={public_id}" if may_change else "",
        log=routes.log_new(coached.public_id) if may_change else "",
        begin_next=_begin_next(actor, cycle, coached),
    )


def _part(actor: Actor, cycle: Cycle) -> str:
    if cycle.coach_id == actor.person_id:
        return "coach"
    return "coached" if cycle.coached_id == actor.person_id else "leader"


def _begin_next(actor: Actor, cycle: Cycle, coached: Person) -> str:
    if cycle.closed_on is None or cycle.coach_id != actor.person_id:
        return ""
    if not actor.can(Permission.COACHING_HOLD):
        return ""
    return f"{routes.SKILL_NEW}?of={coached.public_id}&after={cycle.public_id}"


def _steps(here: Ladder) -> list[LadderStep]:
    order = list(Ladder)
    return [
        LadderStep(
            value=one,
            word=ladder_word(one),
            meaning=ladder_meaning(one),
            is_reached=order.index(one) <= order.index(here),
            is_here=one is here,
        )
        for one in order
    ]


def _review_due(cycle: Cycle, today: date) -> str:
    due = review_due_on(cycle.opened_on, cycle.reviewed_on)
    if cycle.closed_on is not None or due > today:
        return ""
    return _("It is time to look together at how far it has come.")


def _reminder(cycle: Cycle, touches: Touches, today: date) -> str:
    if cycle.closed_on is not None:
        return ""
    since = fading_from(cycle.ladder, cycle.cause, cycle.opened_on, touches, today=today)
    return fading_words(since, today) if since else ""


def _sessions(session: Session, actor: Actor, cycle: Cycle, today: date) -> list[TiedSession]:
    """Sessions tied to it, the newest first, at most `SESSIONS`."""
    found = session.exec(
        select(LogEntry)
        .where(sees(LogEntry, actor, Permission.COACHING_READ))
        .where(LogEntry.cycle_id == cycle.id, col(LogEntry.withdrawn_at).is_(None))
        .order_by(col(LogEntry.held_on).desc(), col(LogEntry.id).desc())
        .limit(SESSIONS)
    ).all()
    return [
        TiedSession(
            link=routes.log_entry(one.public_id),
            on=past_day(one.held_on, today),
            purpose=purpose_word(one.purpose),
            minutes=_("{n} min").format(n=one.minutes),
        )
        for one in found
    ]


def _more(older: int) -> str:
    if older <= 0:
        return ""
    return _n("and {n} older one", "and {n} older ones", older).format(n=older)


def _outcome(cycle: Cycle) -> str:
    if cycle.shown is None:
        return _("Open")
    return _("Shown") if cycle.shown else _("Not shown")


def _mark(cycle: Cycle) -> str:
    if cycle.shown is None:
        return "underway"
    return "done" if cycle.shown else "plain"
