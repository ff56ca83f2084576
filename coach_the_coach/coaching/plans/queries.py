"""Calls of a coach with their reps: words for the two and the direct leader, counts above."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from coach_the_coach.coaching.plans.rows import CallLine, CallsOf, CoverageRow, OpenCalls
from coach_the_coach.coaching.plans.rules import (
    FURTHEST_BACK,
    PERIOD,
    CallFacts,
    after_words,
    coverage,
    covered_words,
    ends_at,
    is_settled,
    together,
)
from coach_the_coach.coaching.plans.tables import CallBody, CustomerCall, Significance
from coach_the_coach.coaching.plans.whom.rules import tiers_word
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import appointment, begins, local_day, moment
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import COACHING_ROLES, Actor, Permission
from coach_the_coach.identity.scope import is_held, leads_directly, sees, visible, visible_person
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Grant, Person, Reach
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

PER_PAGE: Final = 10
"""Past calls shown at once. Source: docs/method.md#before-and-after-a-call."""

OPEN: Final = 60
"""Most calls listed that are not over. Source: docs/method.md#lists."""

WAITING: Final = 20
"""Most lines of one sort that wait. Source: docs/method.md#lists."""

Found = tuple[CustomerCall, CallBody, str | None, Person, Person]

_coach, _rep = aliased(Person), aliased(Person)


def readable(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may read the words of a call: the two, and the direct leader."""
    leads = leads_directly(col(CustomerCall.coach_id), actor, Permission.COACHING_READ)
    return or_(sees(CustomerCall, actor, None), leads)


def found_call(session: Session, actor: Actor, public_id: str) -> Found:
    """A call with its words, why it is significant, coach and rep, for whoever may read it.

    Raises NotFound for all others.
    """
    found = session.exec(
        _with_words().where(readable(actor), CustomerCall.public_id == public_id)
    ).first()
    if found is None:
        raise NotFound
    return found


def held_call(session: Session, actor: Actor, public_id: str) -> tuple[CustomerCall, CallBody]:
    """A call of the actor's as coach or rep, held so that the two take turns.

    Raises NotFound for everybody else's.
    """
    call = session.exec(
        visible(CustomerCall, actor)
        .where(CustomerCall.public_id == public_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if call is None:
        raise NotFound
    body = session.get(CallBody, call.id, populate_existing=True)
    if body is None:
        raise NotFound
    return call, body


def own_coach(session: Session, actor: Actor, *, at: datetime) -> Person | None:
    """Who coaches the actor: the one they report to; None where that is nobody who coaches."""
    coaches = exists().where(
        col(Grant.person_id) == col(Person.id),
        col(Grant.role).in_(COACHING_ROLES),
        is_held(at, at.date()),
    )
    return session.exec(
        select(Person)
        .join(Reach, col(Reach.ancestor_id) == col(Person.id))
        .where(Reach.descendant_id == actor.person_id, Reach.depth == 1)
        .where(coaches, in_employment(at))
    ).first()


def open_calls(session: Session, actor: Actor, *, at: datetime) -> OpenCalls:
    """The actor's calls as coach or rep that are to be planned, to come or to be debriefed."""
    found = session.exec(
        _with_words()
        .where(
            sees(CustomerCall, actor, None), *_is_open(), col(CustomerCall.call_at) > at - PERIOD
        )
        .order_by(col(CustomerCall.call_at), col(CustomerCall.id))
        .limit(OPEN)
    ).all()
    begun = [one for one in found if one[0].call_at <= at]
    to_come = [one for one in found if one[0].call_at > at]
    return OpenCalls(
        to_plan=_lines([one for one in to_come if one[0].planned_at is None], actor, at),
        planned=_lines([one for one in to_come if one[0].planned_at is not None], actor, at),
        to_debrief=_lines(begun, actor, at),
    )


def past_calls(session: Session, actor: Actor, *, at: datetime, page: int = 0) -> list[CallLine]:
    """The actor's calls that were debriefed, or never were, newest first; `PER_PAGE` of a page."""
    return _lines(_past(session, sees(CustomerCall, actor, None), at, page), actor, at)


def past_count(session: Session, actor: Actor, *, at: datetime) -> int:
    """How many calls `past_calls` has on all its pages."""
    mine = sees(CustomerCall, actor, None)
    return session.exec(
        select(func.count()).select_from(CustomerCall).where(mine, _is_past(at))
    ).one()


def calls_of(
    session: Session, actor: Actor, *, person: str, at: datetime, page: int = 0
) -> CallsOf:
    """The calls of somebody who coaches, as far as the actor may know of them, newest first.

    Raises NotFound for somebody the actor cannot see, NotPermitted for who may not have counts.
    """
    counted = coverage_of(session, actor, public_id=person, at=at)
    led = leads_directly(col(Person.id), actor, Permission.COACHING_READ)
    reads = session.exec(select(Person.id).where(Person.public_id == person, led)).first()
    if reads is None:
        return CallsOf(name=counted.name, coverage=counted)
    theirs = and_(readable(actor), col(CustomerCall.coach_id) == reads)
    found = session.exec(
        _with_words()
        .where(theirs, col(CustomerCall.dropped_at).is_(None))
        .order_by(col(CustomerCall.call_at).desc(), col(CustomerCall.id).desc())
        .limit(PER_PAGE)
        .offset(PER_PAGE * max(page, 0))
    ).all()
    return CallsOf(name=counted.name, coverage=counted, reads=True, lines=_lines(found, actor, at))


def coverage_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> CoverageRow:
    """How a coach's significant calls of the past days were planned and debriefed: counts alone.

    For the coach, their leaders and the specialist, by the coach's public id. Raises NotFound for
    somebody the actor cannot see, NotPermitted for who may not have counts of them.
    """
    is_own = public_id == actor.public_id
    asked = Permission.PERSON_SEE if is_own else Permission.COACHING_COUNT
    person = visible_person(session, actor, public_id, asked)
    facts, dropped = counted_calls(session, actor, person, at=at)
    return _coverage_row(person, facts, dropped)


def counted_calls(
    session: Session, actor: Actor, about: Person, *, at: datetime
) -> tuple[list[CallFacts], int]:
    """A coach's significant calls of the past days that count by now, and how many were dropped.

    Only those whose count the actor may know.
    """
    is_own = about.id == actor.person_id
    today = local_day(at, about.time_zone)
    found = session.exec(
        visible(CustomerCall, actor, None if is_own else Permission.COACHING_COUNT).where(
            CustomerCall.coach_id == about.id,
            col(CustomerCall.significance_id).is_not(None),
            CustomerCall.call_at >= begins(today - PERIOD + timedelta(days=1), about.time_zone),
            CustomerCall.call_at <= at,
        )
    ).all()
    facts = [
        CallFacts(one.tier, one.planned_at is not None, one.debriefed_at is not None)
        for one in found
        if one.dropped_at is None
        and is_settled(
            call_on=local_day(one.call_at, about.time_zone),
            today=today,
            is_debriefed=one.debriefed_at is not None,
        )
    ]
    return facts, sum(one.dropped_at is not None for one in found)


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """What waits for the actor: their side of a debrief, and the plan before a call that matters.

    The oldest call first, `WAITING` at most, in one statement.
    """
    tomorrow = begins(local_day(at, actor.time_zone) + timedelta(days=2), actor.time_zone)
    to_plan = and_(
        col(CustomerCall.coach_id) == actor.person_id,
        col(CustomerCall.planned_at).is_(None),
        or_(col(CustomerCall.significance_id).is_not(None), col(CustomerCall.by_rep)),
        col(CustomerCall.call_at) > at,
    )
    found = session.exec(
        _with_words()
        .where(
            sees(CustomerCall, actor, None),
            *_is_open(),
            or_(to_plan, col(CustomerCall.call_at) <= at),
            CustomerCall.call_at > at - FURTHEST_BACK,
            CustomerCall.call_at < tomorrow,
        )
        .order_by(col(CustomerCall.call_at), col(CustomerCall.id))
        .limit(WAITING)
    ).all()
    return [line for one in found if (line := _next_line(one, actor, at)) is not None]


def _with_words() -> Select[CustomerCall, CallBody, str | None, Person, Person]:
    """Calls with their words, why they are significant, coach and rep."""
    return (
        # SQLModel names the types of four things and of no more.
        select(CustomerCall, CallBody, col(Significance.text), _coach, _rep)  # pyright: ignore[reportCallIssue] - as said
        .join(CallBody, col(CallBody.customer_call_id) == col(CustomerCall.id))
        .join(_coach, col(_coach.id) == col(CustomerCall.coach_id))
        .join(_rep, col(_rep.id) == col(CustomerCall.rep_id))
        .outerjoin(Significance, col(Significance.id) == col(CustomerCall.significance_id))
    )


def _is_open() -> tuple[ColumnElement[bool], ...]:
    """Neither dropped nor debriefed."""
    return (col(CustomerCall.dropped_at).is_(None), col(CustomerCall.debriefed_at).is_(None))


def _is_past(at: datetime) -> ColumnElement[bool]:
    """Debriefed, or so long ago that nobody will."""
    over = or_(
        col(CustomerCall.debriefed_at).is_not(None), col(CustomerCall.call_at) <= at - PERIOD
    )
    return and_(col(CustomerCall.dropped_at).is_(None), over)


def _past(session: Session, whose: ColumnElement[bool], at: datetime, page: int) -> Sequence[Found]:
    return session.exec(
        _with_words()
        .where(whose, _is_past(at))
        .order_by(col(CustomerCall.call_at).desc(), col(CustomerCall.id).desc())
        .limit(PER_PAGE)
        .offset(PER_PAGE * max(page, 0))
    ).all()


def _lines(found: Iterable[Found], actor: Actor, at: datetime) -> list[CallLine]:
    return [_line(one, actor, at) for one in found]


def _line(one: Found, actor: Actor, at: datetime) -> CallLine:
    call, body, reason, coach, rep = one
    state, mark = _state(call, at)
    return CallLine(
        public_id=call.public_id,
        link=routes.customer_call(call.public_id),
        deal=body.deal,
        other=coach.name if call.rep_id == actor.person_id else rep.name,
        when=appointment(call.call_at, actor.time_zone, at),
        reason=reason or "",
        state=state,
        mark=mark,
        action=_action(call, actor, at),
    )


def _state(call: CustomerCall, at: datetime) -> tuple[str, str]:
    """How far a call has come, in words, and the mark beside them."""
    if call.debriefed_at is not None:
        later = after_words(call.minutes_after)
        return (_("Debriefed {when}").format(when=later) if later else _("Debriefed")), "done"
    if call.call_at <= at:
        if call.rep_said_at is not None:
            return _("The coach's part is missing"), "waiting"
        return _("Not debriefed yet"), "waiting"
    if call.planned_at is not None:
        return _("Planned"), "done"
    return (_("Asked for a plan") if call.by_rep else _("Not planned yet")), "waiting"


def _action(call: CustomerCall, actor: Actor, at: datetime) -> str:
    """What the actor would do next, as a word; empty for nothing."""
    if actor.person_id not in (call.coach_id, call.rep_id) or call.debriefed_at is not None:
        return ""
    if call.call_at > at:
        return "" if call.planned_at is not None else _("Plan")
    is_mine = call.rep_id == actor.person_id
    return "" if is_mine and call.rep_said_at is not None else _("Debrief")


def _coverage_row(person: Person, facts: list[CallFacts], dropped: int) -> CoverageRow:
    by_tier = coverage(facts)
    return CoverageRow(
        name=person.name,
        whole=covered_words(together(by_tier)),
        by_tier=[
            _("{who}: {words}").format(who=tiers_word(tier), words=covered_words(one))
            for tier, one in by_tier.items()
            if one.n
        ],
        dropped=_n("{n} was dropped", "{n} were dropped", dropped).format(n=dropped)
        if dropped
        else "",
    )


def _next_line(one: Found, actor: Actor, at: datetime) -> NextLine | None:
    """What waits of one call; None where it is the other's turn."""
    call, body, _reason, coach, rep = one
    over = ends_at(call.call_at, call.call_minutes)
    is_coach = call.coach_id == actor.person_id
    since, rank, action = over, 1, _("Debrief")
    if call.call_at > at:
        said = _("{name}'s call about {deal} is not planned yet: {when}.")
        if call.by_rep:
            said = _("{name} would like to plan a call about {deal} with you: {when}.")
        since, rank, action = call.made_at, 0 if call.by_rep else 1, _("Plan")
    elif over > at:
        return None
    elif is_coach and call.rep_said_at is not None:
        said, since, rank = _("{name} looked back on {deal}. Your part is next."), over, 0
    elif is_coach:
        said = _("{name}'s call about {deal} is over: five minutes to look back on it.")
    elif call.rep_said_at is None:
        said = _("Your call about {deal} is over. Say first how it went.")
    else:
        return None
    when = moment(call.call_at, actor.time_zone, at).words
    return NextLine(
        text=said.format(name=rep.given_name, deal=body.deal, when=when, coach=coach.given_name),
        action=action,
        link=routes.customer_call(call.public_id),
        rank=rank,
        since=since.isoformat(),
    )
