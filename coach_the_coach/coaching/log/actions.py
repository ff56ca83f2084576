"""Keeping a session in the log, or what was said in the moment, and correcting it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coach_the_coach.coaching.log.day.queries import problems_with_day
from coach_the_coach.coaching.log.entry.queries import own_entry
from coach_the_coach.coaching.log.queries import kinds_of, who_coach
from coach_the_coach.coaching.log.rules import (
    LONGEST_MOMENT,
    Answer,
    LogDraft,
    Outcome,
    by_kind,
    forms_with,
    is_late_to_correct,
    is_opportunistic,
    is_specific,
    missing_in,
    plain_deal,
    problems_in,
    same_deal,
    unsaid_outcome,
)
from coach_the_coach.coaching.log.tables import Commitment, LogAnswer, LogBody, LogEntry
from coach_the_coach.coaching.queries import as_opened, coached, open_cycles
from coach_the_coach.coaching.rules import Form, Kind, Owner, Purpose, stamp
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.evidence import actions as evidence
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import begins, local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import Person
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.shell import routes

NOON = time(12)
"""When a session of a past day is taken to have been, for nobody is asked the hour."""

HEX = frozenset("0123456789abcdef")
"""What the id of a draft is written with."""


@logged("log:keep", _("logged a coaching session"), Told.SUBJECT)
def keep_session(
    session: Session, actor: Actor, *, public_id: str, draft: LogDraft, at: datetime
) -> str:
    """Keep a session under the id that its form was given; a repeated press keeps one.

    Returns the id. Raises NotFound for somebody the actor cannot see, NotPermitted for one they do
    not coach, Invalid for a draft that does not hold together, Conflict for an id that is taken.
    """
    return _keep(session, actor, public_id, draft, at)


@logged("log:note", _("logged a moment of coaching"), Told.SUBJECT)
def keep_moment(
    session: Session, actor: Actor, *, public_id: str, draft: LogDraft, at: datetime
) -> str:
    """Keep what was said in the moment, today: its texts may be empty. Refuses as `keep_session`.

    A next step takes the place of the open one about no deal, unless its outcome is said.
    """
    quick = replace(
        draft,
        quick=True,
        held_on=local_day(at, actor.time_zone),
        kind=Kind.OPPORTUNISTIC,
        split={},
        planned=False,
        form="",
    )
    return _keep(session, actor, public_id, quick, at)


@logged("log:correct", _("corrected a coaching session in the log"), Told.SUBJECT)
def correct(
    session: Session, actor: Actor, *, public_id: str, opened: str, draft: LogDraft, at: datetime
) -> None:
    """Put right what one logged, within the days for it; with whom it was stays.

    `opened` is the stamp of its last correction, as the form was opened with it. Raises NotFound
    for what is not the actor's own, Conflict where it is too late, was withdrawn or was corrected
    since, Invalid for a draft that does not hold together, also where the coached has taken the
    next step as theirs and it would change.
    """
    entry = _correctable(session, actor, public_id, at)
    as_opened(stamp(entry.changed_at), opened)
    person = session.get_one(Person, entry.coached_id)
    if is_opportunistic(kinds_of(entry)) and (draft.minutes or 0) <= LONGEST_MOMENT:
        kept = {"form": entry.form, "planned": entry.planned, "kind": Kind.OPPORTUNISTIC}
        draft = replace(draft, quick=True, split={}, **kept)
    step = session.exec(select(Commitment).where(Commitment.log_entry_id == entry.id)).first()
    others = {key: one for key, one in _open(session, actor, person).items() if one is not step}
    problems = _problems(session, actor, person, draft, others, at, before=entry)
    if draft.held_on == entry.held_on:
        problems.pop("held_on", None)
    problems |= _problems_with_changed(session, step, draft, person)
    if problems:
        raise Invalid(problems)
    before = entry.held_on
    body = session.get_one(LogBody, entry.id)
    _fill(entry, body, draft, cycle=_cycle(session, actor, person, draft, entry.cycle_id), at=at)
    if draft.held_on != before:
        entry.held_at = _held_at(actor, entry.held_on, at)
        entry.coaching_session_id = _observed(session, actor, entry)
        # What counts keeps the day it was entered with, so it is entered anew.
        why = _("Corrected: it was on another day.")
        evidence.withdraw(session, public_id, at=at, reason=why)
    entry.changed_at = at
    session.add_all([entry, body])
    _close_others(session, others, draft, at)
    if step is None or not _is_same(step, draft):
        _agree(session, actor, entry, draft, step, at)
    _count(session, entry, days={before, entry.held_on}, at=at)
    about(session, person_id=entry.coached_id, thing=entry.public_id)


def _correctable(session: Session, actor: Actor, public_id: str, at: datetime) -> LogEntry:
    """A session of the actor's own with one person that may still be put right."""
    actor.require(Permission.COACHING_HOLD)
    wait_for_people(session, [actor.person_id])
    entry = own_entry(session, actor, public_id)
    if entry.withdrawn_at is not None:
        raise Conflict(_("This session was withdrawn."))
    if entry.coached_id is None:
        raise Conflict(_("A practice of the team is corrected where it was led."))
    if is_late_to_correct(local_day(entry.logged_at, actor.time_zone), _today(actor, at)):
        raise Conflict(_("It is too late to correct this. You can withdraw it and say why."))
    return entry


def _keep(session: Session, actor: Actor, public_id: str, draft: LogDraft, at: datetime) -> str:
    """What keeping a session and keeping a moment share."""
    actor.require(Permission.COACHING_HOLD)
    if not draft.coached_id:
        raise Invalid({"coached_id": _("Choose with whom it was.")})
    if len(public_id) != 32 or not HEX.issuperset(public_id):
        raise Conflict
    person = coached(session, actor, draft.coached_id)
    # Whoever presses twice, or on two devices, takes turns; so does who answers or closes a step.
    wait_for_people(session, [actor.person_id])
    if _is_kept(session, actor, public_id):
        nothing_done(session)
        return public_id
    if draft.quick:
        offered = forms_with(coached_coaches=_coaches(session, person, at))
        draft = replace(draft, form=offered[0])
    others = _open(session, actor, person)
    if problems := _problems(session, actor, person, draft, others, at):
        raise Invalid(problems)
    entry = LogEntry(
        public_id=public_id,
        coach_id=actor.person_id,
        coached_id=person.id,
        form=Form(draft.form),
        purpose=Purpose(draft.purpose),
        planned=bool(draft.planned),
        held_at=_held_at(actor, draft.held_on or _today(actor, at), at),
        held_on=draft.held_on or _today(actor, at),
        minutes=0,
        complete=False,
        specific=False,
        logged_at=at,
    )
    body = LogBody(log_entry_id=0)
    _fill(entry, body, draft, cycle=_cycle(session, actor, person, draft, None), at=at)
    entry.coaching_session_id = _observed(session, actor, entry)
    session.add(entry)
    session.flush()
    body.log_entry_id = entry.id or 0
    session.add(body)
    _close_others(session, others, draft, at)
    _agree(session, actor, entry, draft, None, at)
    _count(session, entry, days={entry.held_on}, at=at)
    about(session, person_id=person.id, thing=public_id)
    return public_id


def _today(actor: Actor, at: datetime) -> date:
    return local_day(at, actor.time_zone)


def _is_kept(session: Session, actor: Actor, public_id: str) -> bool:
    """Whether the actor has kept this already. Raises Conflict where it is somebody else's."""
    with as_program(session):
        coach = session.exec(
            select(LogEntry.coach_id).where(LogEntry.public_id == public_id)
        ).first()
    if coach not in (None, actor.person_id):
        raise Conflict
    return coach is not None


def _coaches(session: Session, person: Person, at: datetime) -> bool:
    return bool(who_coach(session, people=[person.id or 0], at=at))


def _open(session: Session, actor: Actor, person: Person) -> dict[str, Commitment]:
    """The open next steps of the two, by public id."""
    found = session.exec(
        visible(Commitment, actor)
        .where(Commitment.coach_id == actor.person_id, Commitment.coached_id == person.id)
        .where(col(Commitment.closed_at).is_(None))
        .execution_options(populate_existing=True)
    ).all()
    return {one.public_id: one for one in found}


def _problems(
    session: Session,
    actor: Actor,
    person: Person,
    draft: LogDraft,
    others: Mapping[str, Commitment],
    at: datetime,
    before: LogEntry | None = None,
) -> dict[str, str]:
    """What keeps the draft from being kept, also with what is open between the two."""
    today, minutes = _today(actor, at), draft.minutes or 0
    on = draft.held_on or today
    problems = problems_with_day(session, actor, on=on, minutes=minutes, before=before)
    problems |= problems_in(draft, today=today, coached_coaches=_coaches(session, person, at))
    unsaid = unsaid_outcome({key: one.deal for key, one in others.items()}, draft)
    if unsaid and not draft.quick:
        said = _("Say what became of this: “{text}”")
        problems[f"outcome-{unsaid}"] = said.format(text=others[unsaid].text)
    return problems


def _problems_with_changed(
    session: Session, step: Commitment | None, draft: LogDraft, person: Person
) -> dict[str, str]:
    """What keeps a next step that was agreed from becoming another."""
    if step is None or _is_same(step, draft):
        return {}
    if not draft.next_step.strip():
        return {"next_step": _("What was agreed stays agreed. Close it, or withdraw the session.")}
    if step.closed_at is not None:
        return {"next_step": _("This one is closed. Agree on another in a new session.")}
    given = session.get(LogAnswer, step.log_entry_id, populate_existing=True)
    if given and given.answer is Answer.TAKEN and given.at >= step.agreed_at:
        said = _("{name} took this away, so it stays. Agree on another in a new session.")
        return {"next_step": said.format(name=person.given_name)}
    return {}


def _cycle(
    session: Session, actor: Actor, person: Person, draft: LogDraft, before: int | None
) -> int | None:
    """The cycle it was on: one of the open ones of the two, or the one it was on `before`."""
    if not draft.cycle:
        return None
    found = open_cycles(session, actor, people=[person.id or 0]).get(person.id or 0, [])
    chosen = next((one.id for one, _body in found if one.public_id == draft.cycle), None)
    if chosen is None and before is None:
        raise Invalid({"cycle": _("Choose a skill that the two of you are working on.")})
    return chosen or before


def _fill(
    entry: LogEntry, body: LogBody, draft: LogDraft, *, cycle: int | None, at: datetime
) -> None:
    """Put the draft's answers into the rows; a null character is text to no database."""
    said = {
        name: getattr(draft, name).replace("\0", "").strip()
        for name in ("focus", "moment", "feedback")
    }
    for name, text in said.items():
        setattr(body, name, text)
    body.deal = plain_deal(draft.deal.replace("\0", ""))
    entry.form, entry.purpose = Form(draft.form), Purpose(draft.purpose)
    entry.planned = bool(draft.planned)
    entry.held_on = draft.held_on or local_day(at, "UTC")
    for kind, minutes in by_kind(draft).items():
        setattr(entry, kind.value, minutes)
    entry.minutes, entry.cycle_id = draft.minutes or 0, cycle
    entry.complete = not missing_in(
        form=entry.form,
        has_rep=True,
        focus=body.focus,
        feedback=body.feedback,
        next_step=draft.next_step,
    )
    entry.specific = is_specific(body.feedback, body.moment, just_seen=draft.quick)


def _held_at(actor: Actor, on: date, at: datetime) -> datetime:
    """Now for a session of today, else noon where the coach is."""
    if on == _today(actor, at):
        return at
    return datetime.combine(on, NOON, ZoneInfo(actor.time_zone)).astimezone(UTC)


def _observed(session: Session, actor: Actor, entry: LogEntry) -> int | None:
    """The session of the two that somebody was to watch on that day, if no other log has it."""
    taken = select(LogEntry.coaching_session_id).where(
        LogEntry.coach_id == actor.person_id, col(LogEntry.coaching_session_id).is_not(None)
    )
    since = begins(entry.held_on, actor.time_zone)
    until = begins(entry.held_on + timedelta(days=1), actor.time_zone)
    found = session.exec(
        visible(CoachingSession, actor)
        .where(CoachingSession.coach_id == entry.coach_id)
        .where(CoachingSession.coached_id == entry.coached_id)
        .where(CoachingSession.held_at >= since, CoachingSession.held_at < until)
        .where(col(CoachingSession.id).not_in(taken))
        .order_by(col(CoachingSession.held_at), col(CoachingSession.id))
    ).first()
    return found.id if found else None


def _close_others(
    session: Session, others: Mapping[str, Commitment], draft: LogDraft, at: datetime
) -> None:
    """Close what the draft says became of open next steps, and what the new one replaces."""
    is_new = bool(draft.next_step.strip())
    for key, one in others.items():
        is_replaced = is_new and same_deal(one.deal, draft.deal)
        said = draft.outcomes.get(key, Outcome.CHANGED)
        # Replaced is only what another takes the place of.
        if is_replaced or said != Outcome.CHANGED:
            one.closed_at, one.outcome = at, Outcome(said)
            session.add(one)
    # Before the new one: of each deal one is open at most.
    session.flush()


def _agree(
    session: Session,
    actor: Actor,
    entry: LogEntry,
    draft: LogDraft,
    step: Commitment | None,
    at: datetime,
) -> None:
    """Keep the next step, new or changed, and tell the one coached; nothing without one."""
    if not draft.next_step.strip() or entry.coached_id is None:
        return
    if step is None:
        step = Commitment(
            log_entry_id=entry.id or 0,
            coach_id=entry.coach_id,
            coached_id=entry.coached_id,
            text="",
            owner=Owner.COACHED,
            due_on=entry.held_on,
            agreed_at=at,
        )
    step.text = draft.next_step.replace("\0", "").strip()
    step.deal = plain_deal(draft.deal.replace("\0", ""))
    step.owner, step.due_on, step.agreed_at = Owner(draft.owner), _due(draft), at
    session.add(step)
    text = _("{name} wrote down the next step you agreed. Is it what you took away?")
    link = routes.log_entry(entry.public_id)
    tell(session, entry.coached_id, text.format(name=actor.name), link=link, at=at)


def _due(draft: LogDraft) -> date:
    if draft.due_on is None:
        raise Invalid({"due_on": _("Say by when.")})
    return draft.due_on


def _is_same(step: Commitment, draft: LogDraft) -> bool:
    """Whether the draft says the same next step as is there."""
    return (step.text, step.deal, step.owner, step.due_on) == (
        draft.next_step.strip(),
        plain_deal(draft.deal),
        draft.owner,
        draft.due_on,
    )


def _count(session: Session, entry: LogEntry, *, days: set[date], at: datetime) -> None:
    """Have it count as long as it says all that a session says, and its months made anew."""
    if not entry.complete:
        why = _("Corrected: it does not say all that a session says.")
        evidence.withdraw(session, entry.public_id, at=at, reason=why)
    else:
        evidence.keep(
            session,
            entry.coach_id,
            EvidenceKind.LOG,
            entry.public_id,
            at=entry.held_at,
            now=at,
        )
    evidence.turn_stale(session, entry.coach_id, days, at=at)
