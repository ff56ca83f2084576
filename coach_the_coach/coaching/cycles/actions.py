"""Beginning a skill with somebody, going on with it, and ending it."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from coach_the_coach.coaching.cycles.queries import (
    cycle_of,
    open_skills,
    own_cycle,
    still_open,
)
from coach_the_coach.coaching.cycles.rules import (
    ClosingDraft,
    CycleDraft,
    deals_in,
    is_same_skill,
    problems_in,
    problems_in_closing,
    problems_in_goal,
)
from coach_the_coach.coaching.queries import as_opened, coached, open_cycles
from coach_the_coach.coaching.rules import Cause, Fear, Ladder, stamp
from coach_the_coach.coaching.tables import Cycle, CycleBody
from coach_the_coach.evidence.actions import keep, turn_stale
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.audit import About, Told, about, logged, note, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.sign_in import has_left
from coach_the_coach.identity.tables import Person
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.shell import routes

OPENING: Final = "cycle:open"
"""What is entered when a skill is begun, also where that is a part of closing another."""


@logged(OPENING, _("began to work on a skill with somebody"), Told.SUBJECT)
def open_cycle(
    session: Session, actor: Actor, *, person: str, draft: CycleDraft, at: datetime
) -> str:
    """Begin a skill with somebody and return its public id; the same skill is begun once.

    Raises NotFound for one the actor cannot see, NotPermitted for one they do not coach, Invalid
    for a draft that does not hold together, and for a second open skill without a reason.
    """
    actor.require(Permission.COACHING_HOLD)
    one = coached(session, actor, person)
    if has_left(one, at):
        raise Invalid({"person": _("{name} has left.").format(name=one.name)})
    wait_for_people(session, [one.id or 0])
    there = open_cycles(session, actor, people=[one.id or 0]).get(one.id or 0, [])
    for cycle, body in there:
        if is_same_skill(body.skill, draft.skill):
            nothing_done(session)
            return cycle.public_id
    if problems := problems_in(draft, others=[body.skill for _cycle, body in there]):
        raise Invalid(problems)
    public_id = _begin(session, actor, one, draft, at)
    about(session, person_id=one.id, thing=public_id)
    return public_id


@logged("cycle:change", _("changed what was agreed for a skill"), Told.SUBJECT)
def change_cycle(
    session: Session, actor: Actor, *, public_id: str, opened: str, draft: CycleDraft, at: datetime
) -> None:
    """Put other words in place of what was agreed, as its form was opened: `opened` is its stamp.

    Raises NotFound, NotPermitted for another's, Conflict once it is closed and where another change
    came first, Invalid for a draft that does not hold together. So do all that follow.
    """
    cycle, body = own_cycle(session, actor, public_id)
    still_open(cycle)
    # The same change sent twice is done once.
    if not _is_as_agreed(cycle, body, draft):
        as_opened(stamp(cycle.touched_at), opened)
    there = open_cycles(session, actor, people=[cycle.coached_id]).get(cycle.coached_id, [])
    before = [
        other.skill
        for one, other in there
        if (one.opened_on, one.id or 0) < (cycle.opened_on, cycle.id or 0)
    ]
    if problems := problems_in(draft, others=before):
        raise Invalid(problems)
    _write(cycle, body, draft)
    about(session, person_id=cycle.coached_id, thing=public_id)
    if not session.is_modified(cycle) and not session.is_modified(body):
        nothing_done(session)
        return
    cycle.touched_at = at
    session.add_all([cycle, body])


@logged("cycle:step", _("placed a skill on its ladder"), Told.SUBJECT)
def step_ladder(
    session: Session, actor: Actor, *, public_id: str, ladder: str, at: datetime
) -> None:
    """Place the skill on a step of the ladder, up or down."""
    cycle, _body = own_cycle(session, actor, public_id)
    still_open(cycle)
    if ladder not in list(Ladder):
        raise Invalid({"ladder": _("Choose one of the four steps.")})
    about(session, person_id=cycle.coached_id, thing=public_id)
    if cycle.ladder == ladder:
        nothing_done(session)
        return
    cycle.ladder, cycle.touched_at = Ladder(ladder), at
    session.add(cycle)


@logged("cycle:review", _("looked at how far a skill has come"), Told.SUBJECT)
def review_cycle(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Note that the two have looked at it today."""
    cycle, _body = own_cycle(session, actor, public_id)
    still_open(cycle)
    today = local_day(at, actor.time_zone)
    about(session, person_id=cycle.coached_id, thing=public_id)
    if cycle.reviewed_on == today:
        nothing_done(session)
        return
    cycle.reviewed_on, cycle.touched_at = today, at
    session.add(cycle)


@logged("cycle:goal", _("wrote down a goal in their own words"), Told.SUBJECT)
def set_goal(session: Session, actor: Actor, *, public_id: str, goal: str) -> None:
    """Keep the goal in the words of the one coached, who alone writes it."""
    actor.require(Permission.SELF)
    cycle, body = cycle_of(session, actor, public_id)
    if cycle.coached_id != actor.person_id:
        raise NotPermitted
    # The row is its coach's alone to hold: whoever closes it waits for the same person.
    wait_for_people(session, [cycle.coached_id])
    cycle, body = cycle_of(session, actor, public_id)
    still_open(cycle)
    if problems := problems_in_goal(goal):
        raise Invalid(problems)
    about(session, person_id=cycle.coached_id, thing=public_id)
    if body.goal == goal.strip():
        nothing_done(session)
        return
    body.goal = goal.strip()
    session.add(body)


@logged("cycle:close", _("closed a skill"), Told.SUBJECT)
def close_cycle(
    session: Session,
    actor: Actor,
    *,
    public_id: str,
    draft: ClosingDraft,
    at: datetime,
    then: CycleDraft | None = None,
) -> str:
    """Close it with what was seen, or as not shown; what was seen counts as evidence.

    With `then` the next skill is begun in the same step, and its public id returned; else nothing.
    Its problems are named `next_` and the field. Raises Invalid also where the next is with one
    whom the actor coaches no longer, Conflict also where it was closed otherwise, or without it.
    """
    actor.require(Permission.COACHING_HOLD)
    seen, _body = cycle_of(session, actor, public_id)
    wait_for_people(session, [seen.coached_id])
    cycle, body = own_cycle(session, actor, public_id)
    one = session.get_one(Person, cycle.coached_id)
    about(session, person_id=cycle.coached_id, thing=public_id)
    others = [name for name in _others(session, actor, one) if name != body.skill]
    problems = problems_in_closing(draft) | _problems_in_next(then, others)
    if problems:
        raise Invalid(problems)
    begun = _begun(session, actor, cycle, then)
    if cycle.closed_on is not None:
        # Closed once it begins nothing: a repeated press finds what the first one began.
        if cycle.shown != draft.shown or (then is not None and not begun):
            raise Conflict(_("This skill is closed and stays as it is."))
        nothing_done(session)
        return begun
    if then is not None and not begun:
        _still_coached(session, actor, one, at)
    _close(session, actor, cycle, body, draft, at)
    if then is None or begun:
        return begun
    return _begin_next(session, actor, one, then, at)


def _problems_in_next(then: CycleDraft | None, others: list[str]) -> dict[str, str]:
    if then is None:
        return {}
    # A repeated press finds the skill begun already.
    others = [name for name in others if not is_same_skill(name, then.skill)]
    return {f"next_{name}": text for name, text in problems_in(then, others=others).items()}


def _others(session: Session, actor: Actor, one: Person) -> list[str]:
    return open_skills(session, actor, person=one.public_id)


def _close(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    body: CycleBody,
    draft: ClosingDraft,
    at: datetime,
) -> None:
    today = local_day(at, actor.time_zone)
    cycle.closed_on, cycle.shown, cycle.touched_at = today, draft.shown, at
    body.seen, body.next_skill = draft.seen.strip(), draft.next_skill.strip()
    session.add_all([cycle, body])
    session.flush()
    if draft.shown:
        keep(session, cycle.coach_id, EvidenceKind.CYCLE, cycle.public_id, at=at, now=at)
    turn_stale(session, cycle.coach_id, [today], at=at)
    text = _("{name} has closed a skill that you worked on.").format(name=actor.name)
    tell(session, cycle.coached_id, text, link=routes.skill(cycle.public_id), at=at)


def _begun(session: Session, actor: Actor, closing: Cycle, then: CycleDraft | None) -> str:
    """The next skill after `closing` where it is begun already; else empty."""
    if then is None:
        return ""
    there = open_cycles(session, actor, people=[closing.coached_id]).get(closing.coached_id, [])
    others = ((one, body) for one, body in there if one.id != closing.id)
    same = (one.public_id for one, body in others if is_same_skill(body.skill, then.skill))
    return next(same, "")


def _still_coached(session: Session, actor: Actor, one: Person, at: datetime) -> None:
    """Begin only with somebody who is there and whom the actor coaches. Raises Invalid."""
    said = _("You no longer coach {name}. Close this skill without the next one.")
    try:
        coached(session, actor, one.public_id)
    except (NotFound, NotPermitted):
        raise Invalid({"next_skill": said.format(name=one.name)}) from None
    if has_left(one, at):
        raise Invalid({"next_skill": _("{name} has left.").format(name=one.name)})


def _begin_next(session: Session, actor: Actor, one: Person, then: CycleDraft, at: datetime) -> str:
    """Begin the next skill with somebody, with an entry of its own in the log."""
    public_id = _begin(session, actor, one, then, at)
    of = About(person_id=one.id, thing=public_id)
    note(session, OPENING, actor_id=actor.person_id, at=at, of=of)
    return public_id


def _begin(session: Session, actor: Actor, one: Person, draft: CycleDraft, at: datetime) -> str:
    today = local_day(at, actor.time_zone)
    cycle = Cycle(
        coach_id=actor.person_id,
        coached_id=one.id or 0,
        cause=Cause(draft.cause),
        ladder=Ladder(draft.ladder),
        opened_on=today,
        touched_at=at,
    )
    body = CycleBody(cycle_id=0, skill="", baseline="", target="", exit_evidence="")
    _write(cycle, body, draft)
    session.add(cycle)
    session.flush()
    body.cycle_id = cycle.id or 0
    session.add(body)
    session.flush()
    turn_stale(session, actor.person_id, [today], at=at)
    text = _("{name} begins a skill with you. Say in your own words what you want from it.")
    link = routes.skill(cycle.public_id)
    tell(session, one.id or 0, text.format(name=actor.name), link=link, at=at)
    return cycle.public_id


def _write(cycle: Cycle, body: CycleBody, draft: CycleDraft) -> None:
    """What the draft says, into the cycle and its words."""
    cycle.cause = Cause(draft.cause)
    cycle.fear = Fear(draft.fear) if draft.fear else None
    cycle.ladder = Ladder(draft.ladder)
    for name, text in _words(draft).items():
        setattr(body, name, text)


def _is_as_agreed(cycle: Cycle, body: CycleBody, draft: CycleDraft) -> bool:
    """Whether the draft says what the cycle says."""
    chosen = (cycle.cause, cycle.fear or "", cycle.ladder)
    words = _words(draft)
    return chosen == (draft.cause, draft.fear, draft.ladder) and words == {
        name: getattr(body, name) for name in words
    }


def _words(draft: CycleDraft) -> dict[str, str]:
    """The words of the draft as they are kept."""
    plain = ("skill", "baseline", "target", "exit_evidence", "next_skill", "reason")
    words = {name: getattr(draft, name).strip() for name in plain}
    return words | {"deals": "\n".join(deals_in(draft.deals))}
