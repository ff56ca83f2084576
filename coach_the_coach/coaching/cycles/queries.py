"""Skills that two work on: who reads their words, and what waits."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.coaching.cycles.rows import (
    OwnRow,
    PlanLine,
    SkillLine,
    TeamLine,
    TeamRow,
)
from coach_the_coach.coaching.cycles.rules import (
    Touches,
    fading_from,
    fading_words,
    ladder_word,
    review_due_on,
    session_words,
    touch_words,
)
from coach_the_coach.coaching.cycles.tables import ActionPlan, ActionPlanBody
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.queries import is_coached, team
from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import Cycle, CycleBody
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.errors import Conflict, NotFound, NotPermitted
from coach_the_coach.foundation.when import begins, day, local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly, sees, visible
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

WAITING: Final = 20
"""Most lines that wait. Source: docs/method.md#lists."""

READING: Final = audit.known(
    "team_skills:read", _("read on which skills a team works"), audit.Told.SUBJECT
)
"""What is entered when whoever leads a coach reads the skills of their team."""

_other = aliased(Person)


def readable(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may read a cycle's words: one of the two, or direct leader."""
    return or_(
        sees(Cycle, actor, None),
        leads_directly(col(Cycle.coach_id), actor, Permission.COACHING_READ),
    )


def cycle_of(session: Session, actor: Actor, public_id: str) -> tuple[Cycle, CycleBody]:
    """A cycle whose words the actor may read. Raises NotFound for any other."""
    found = session.exec(
        select(Cycle, CycleBody)
        .join(CycleBody, col(CycleBody.cycle_id) == col(Cycle.id))
        .where(readable(actor), Cycle.public_id == public_id)
        # As it is now, for whoever waited in between.
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound
    return found


def own_cycle(session: Session, actor: Actor, public_id: str) -> tuple[Cycle, CycleBody]:
    """A cycle that the actor coaches, held so that two devices take turns.

    Raises NotFound for one the actor may not read, NotPermitted for one they read and do not
    coach.
    """
    actor.require(Permission.COACHING_HOLD)
    cycle, body = cycle_of(session, actor, public_id)
    if cycle.coach_id != actor.person_id:
        raise NotPermitted
    held = select(Cycle).where(Cycle.id == cycle.id).with_for_update()
    session.exec(held.execution_options(populate_existing=True)).one()
    return cycle, body


def still_open(cycle: Cycle) -> None:
    """Go on only with an open one. Raises Conflict."""
    if cycle.closed_on is not None:
        raise Conflict(_("This skill is closed and stays as it is."))


def open_skills(session: Session, actor: Actor, *, person: str) -> list[str]:
    """The skills the actor works on with a person, the oldest first; of a stranger there are none.

    The page on which another is begun says them.
    """
    found = session.exec(
        select(CycleBody.skill)
        .join(Cycle, col(Cycle.id) == col(CycleBody.cycle_id))
        .join(Person, col(Person.id) == col(Cycle.coached_id))
        .where(Cycle.coach_id == actor.person_id, col(Cycle.closed_on).is_(None))
        .where(Person.public_id == person)
        .order_by(col(Cycle.opened_on), col(Cycle.id))
    ).all()
    return list(found)


def touches_of(session: Session, actor: Actor, *, people: Iterable[int]) -> dict[int, Touches]:
    """Sessions tied to the cycles of these ids that the actor may read; one statement.

    Of a cycle without a session there is none.
    """
    found = session.exec(
        select(LogEntry.cycle_id, LogEntry.purpose, func.count(), func.max(col(LogEntry.held_on)))
        .where(sees(LogEntry, actor, Permission.COACHING_READ))
        .where(col(LogEntry.cycle_id).in_(list(people)), col(LogEntry.withdrawn_at).is_(None))
        .group_by(col(LogEntry.cycle_id), col(LogEntry.purpose))
    ).all()
    last: dict[int, dict[Purpose, date]] = {}
    counts: Counter[int] = Counter()
    for cycle, purpose, sessions, held_on in found:
        last.setdefault(cycle or 0, {})[Purpose(purpose)] = held_on
        counts[cycle or 0] += sessions
    return {
        cycle: Touches(
            sessions=counts[cycle],
            trained_on=days.get(Purpose.TRAIN),
            coached_on=days.get(Purpose.COACH),
            last_on=max(days.values()),
        )
        for cycle, days in last.items()
    }


def team_skills(session: Session, actor: Actor, *, coach: str = "", at: datetime) -> TeamRow:
    """A coach's team with the skill each works on; of the actor's own where `coach` is empty.

    Raises NotFound for a coach the actor cannot see, NotPermitted for one they do not lead
    directly.
    """
    if coach in {"", actor.public_id}:
        lead_id, lead, people = actor.person_id, actor.name, team(session, actor, at=at)
    else:
        led = _led_coach(session, actor, coach)
        audit.seen(session, READING, person_id=led.id, thing=led.public_id)
        lead_id, lead, people = led.id or 0, led.name, _reports_of(session, actor, led, at)
    today = local_day(at, actor.time_zone)
    found = session.exec(
        select(Cycle, CycleBody, Person)
        .join(CycleBody, col(CycleBody.cycle_id) == col(Cycle.id))
        .join(Person, col(Person.id) == col(Cycle.coached_id))
        .where(readable(actor), Cycle.coach_id == lead_id, col(Cycle.closed_on).is_(None))
        .order_by(col(Cycle.opened_on), col(Cycle.id))
    ).all()
    touches = touches_of(session, actor, people=[cycle.id or 0 for cycle, _b, _p in found])
    skills: dict[int, list[SkillLine]] = {}
    for cycle, body, _person in found:
        line = _skill_line(cycle, body, touches, today)
        skills.setdefault(cycle.coached_id, []).append(line)
    plans = _plans_of(session, actor, lead_id)
    here = {one.id for one in people}
    former = {one.id: one for _c, _b, one in found if one.id not in here}
    is_own = lead_id == actor.person_id
    lines = [
        _team_line(one, skills, plans, is_own=is_own, is_former=one.id not in here)
        for one in [*people, *former.values()]
    ]
    return TeamRow(
        coach=lead,
        is_own=is_own,
        lines=lines,
        without=sum(not one.skills for one in lines),
        fading=sum(any(skill.reminder for skill in one.skills) for one in lines),
    )


def own_skills(session: Session, actor: Actor, *, at: datetime) -> OwnRow:
    """What the actor works on with whoever coaches them: open skills and plans, oldest first."""
    today = local_day(at, actor.time_zone)
    found = session.exec(
        select(Cycle, CycleBody, Person)
        .join(CycleBody, col(CycleBody.cycle_id) == col(Cycle.id))
        .join(Person, col(Person.id) == col(Cycle.coach_id))
        .where(Cycle.coached_id == actor.person_id, col(Cycle.closed_on).is_(None))
        .order_by(col(Cycle.opened_on), col(Cycle.id))
    ).all()
    plans = session.exec(
        select(ActionPlan, ActionPlanBody, Person)
        .join(ActionPlanBody, col(ActionPlanBody.action_plan_id) == col(ActionPlan.id))
        .join(Person, col(Person.id) == col(ActionPlan.coach_id))
        .where(ActionPlan.coached_id == actor.person_id, col(ActionPlan.closed_on).is_(None))
        .order_by(col(ActionPlan.opened_on), col(ActionPlan.id))
    ).all()
    touches = touches_of(session, actor, people=[cycle.id or 0 for cycle, _b, _p in found])
    return OwnRow(
        skills=[
            _skill_line(cycle, body, touches, today, with_whom=coach.name)
            for cycle, body, coach in found
        ],
        plans=[
            PlanLine(
                link=routes.action_plan(plan.public_id),
                with_whom=coach.name,
                objective=body.objective,
                review=day(plan.review_on, today),
            )
            for plan, body, coach in plans
        ],
    )


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """What waits for the actor of skills: one that fades, a look at how far it is, a goal."""
    found = session.exec(
        select(Cycle, CycleBody, _other)
        .join(CycleBody, col(CycleBody.cycle_id) == col(Cycle.id))
        .join(_other, col(_other.id).in_([col(Cycle.coach_id), col(Cycle.coached_id)]))
        .where(sees(Cycle, actor, None), col(Cycle.closed_on).is_(None))
        .where(_other.id != actor.person_id)
        .order_by(col(Cycle.opened_on), col(Cycle.id))
    ).all()
    coached = [cycle.id or 0 for cycle, _b, _o in found if cycle.coach_id == actor.person_id]
    touches = touches_of(session, actor, people=coached)
    today = local_day(at, actor.time_zone)
    lines = [
        line
        for cycle, body, other in found
        if (line := _next_line(actor, cycle, body, other, touches, today)) is not None
    ]
    return sorted(lines, key=lambda line: line.since)[:WAITING]


def _next_line(
    actor: Actor,
    cycle: Cycle,
    body: CycleBody,
    other: Person,
    touches: dict[int, Touches],
    today: date,
) -> NextLine | None:
    """What waits of one open cycle, the most urgent thing alone; None where nothing does."""
    link, zone = routes.skill(cycle.public_id), actor.time_zone
    if cycle.coached_id == actor.person_id:
        if body.goal:
            return None
        text = _("Say in your own words what you want from {skill}.").format(skill=body.skill)
        return NextLine(text, _("Write"), link, 1, begins(cycle.opened_on, zone).isoformat())
    told = {"name": other.given_name, "skill": body.skill}
    since = _fading_from(cycle, touches, today)
    if since is not None:
        days = (today - since).days
        text = _("{name} has had no coaching on {skill} for {days} days.").format(**told, days=days)
        return NextLine(text, _("Open"), link, 2, begins(since, zone).isoformat())
    due = review_due_on(cycle.opened_on, cycle.reviewed_on)
    if due > today:
        return None
    text = _("Look with {name} at how far {skill} has come.").format(**told)
    return NextLine(text, _("Open"), link, 2, begins(due, zone).isoformat())


def _fading_from(cycle: Cycle, touches: dict[int, Touches], today: date) -> date | None:
    had = touches.get(cycle.id or 0, Touches())
    return fading_from(cycle.ladder, cycle.cause, cycle.opened_on, had, today=today)


def _skill_line(
    cycle: Cycle,
    body: CycleBody,
    touches: dict[int, Touches],
    today: date,
    *,
    with_whom: str = "",
) -> SkillLine:
    had = touches.get(cycle.id or 0, Touches())
    since = _fading_from(cycle, touches, today)
    return SkillLine(
        link=routes.skill(cycle.public_id),
        skill=body.skill,
        with_whom=with_whom,
        ladder_word=ladder_word(cycle.ladder),
        sessions=session_words(had.sessions),
        touch=touch_words(had.last_on, today),
        reminder=fading_words(since, today) if since else "",
        goal=body.goal,
    )


def _team_line(
    one: Person,
    skills: dict[int, list[SkillLine]],
    plans: dict[int, str],
    *,
    is_own: bool,
    is_former: bool,
) -> TeamLine:
    plan = plans.get(one.id or 0, "")
    may_begin = is_own and not is_former
    return TeamLine(
        person=one.name,
        role=one.title,
        skills=skills.get(one.id or 0, []),
        plan_link=routes.action_plan(plan) if plan else "",
        new_skill=f"{routes.SKILL_NEW}?of={one.public_id}" if may_begin else "",
        new_plan=f"{routes.PLAN_NEW}?of={one.public_id}" if may_begin and not plan else "",
        is_former=is_former,
    )


def _led_coach(session: Session, actor: Actor, public_id: str) -> Person:
    """A coach whom the actor leads directly. Raises NotFound, NotPermitted."""
    person = session.exec(
        visible(Person, actor, Permission.PERSON_SEE).where(Person.public_id == public_id)
    ).first()
    if person is None:
        raise NotFound
    direct = leads_directly(col(Person.id), actor, Permission.COACHING_READ)
    if session.exec(select(Person.id).where(Person.id == person.id, direct)).first() is None:
        raise NotPermitted
    return person


def _reports_of(session: Session, actor: Actor, coach: Person, at: datetime) -> list[Person]:
    """Who reports to a coach directly and is in the actor's reach, by name."""
    people = (
        visible(Person, actor, Permission.COACHING_READ)
        .join(Reach, col(Reach.descendant_id) == col(Person.id))
        .where(Reach.ancestor_id == coach.id, Reach.depth == 1)
        .where(in_employment(at), is_coached(at))
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
    )
    return list(session.exec(people).all())


def _plans_of(session: Session, actor: Actor, coach: int) -> dict[int, str]:
    """The newest open plan of a coach with each person, by public id."""
    found = session.exec(
        select(ActionPlan.coached_id, ActionPlan.public_id)
        .where(sees(ActionPlan, actor, Permission.COACHING_READ))
        .where(ActionPlan.coach_id == coach, col(ActionPlan.closed_on).is_(None))
        .order_by(col(ActionPlan.id))
    ).all()
    return dict(found)
