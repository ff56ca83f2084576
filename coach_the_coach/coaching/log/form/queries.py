"""What the form of a session begins with: whom it can be with, and what the two did last."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from coach_the_coach.coaching.log.entry.queries import own_entry
from coach_the_coach.coaching.log.form.rows import FormRow, SplitRow
from coach_the_coach.coaching.log.queries import kinds_of, open_with, stands, who_coach
from coach_the_coach.coaching.log.rows import ChoiceRow
from coach_the_coach.coaching.log.rules import (
    KIND_OF,
    LATE_DAYS,
    MINUTES,
    USUAL_DUE,
    form_word,
    forms_with,
    is_opportunistic,
    usual_form,
    usual_minutes,
)
from coach_the_coach.coaching.log.tables import Commitment, LogBody, LogEntry
from coach_the_coach.coaching.queries import coached, open_cycles, team
from coach_the_coach.coaching.rules import Form, Kind, Owner, Purpose, kind_word, stamp
from coach_the_coach.coaching.tables import Cycle, CycleBody
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import Person

PLANNED = {True: "planned", False: "moment"}
"""How the form sends whether a session was planned."""


def people_to_log(session: Session, actor: Actor, *, at: datetime) -> list[ChoiceRow]:
    """With whom a session can be logged: who reports to the actor, by name."""
    return [ChoiceRow(one.public_id, one.name, one.title) for one in team(session, actor, at=at)]


def new_form(
    session: Session, actor: Actor, *, person: str, at: datetime, form: str = "", on: str = ""
) -> FormRow:
    """The form of a session with this person, as it is chosen beforehand; `on` is an ISO day.

    Raises NotFound for somebody the actor cannot see, NotPermitted for one they do not coach.
    """
    actor.require(Permission.COACHING_HOLD)
    whom = coached(session, actor, person)
    last = session.exec(
        select(LogEntry, LogBody)
        .join(LogBody, col(LogBody.log_entry_id) == col(LogEntry.id))
        .where(LogEntry.coach_id == actor.person_id, LogEntry.coached_id == whom.id, stands())
        .order_by(col(LogEntry.held_on).desc(), col(LogEntry.id).desc())
        .limit(1)
    ).first()
    coaches = bool(who_coach(session, people=[whom.id or 0], at=at))
    offered = forms_with(coached_coaches=coaches)
    usual = usual_form(last[0].form if last else None, coached_coaches=coaches)
    chosen = Form(form) if form in offered else usual
    cycles = open_cycles(session, actor, people=[whom.id or 0]).get(whom.id or 0, [])
    today = local_day(at, actor.time_zone)
    return FormRow(
        person=ChoiceRow(whom.public_id, whom.name, whom.title),
        first_name=whom.given_name,
        forms=[ChoiceRow(one.value, form_word(one)) for one in offered],
        form=chosen.value,
        kind=KIND_OF[chosen].value,
        purpose=Purpose.COACH.value,
        planned=PLANNED[True],
        minutes=str(usual_minutes(last[0].minutes if last else None)),
        split=_split({}),
        day=_day(on, today).isoformat(),
        least_day=(today - timedelta(days=LATE_DAYS)).isoformat(),
        today=today.isoformat(),
        cycles=_cycles(cycles),
        cycle=cycles[0][0].public_id if cycles else "",
        focus=cycles[0][1].skill if cycles else last[1].focus if last else "",
        owners=_owners(whom),
        owner=Owner.COACHED.value,
        due=str(USUAL_DUE),
        open=open_with(session, actor, people=[whom.id or 0], at=at).get(whom.id or 0, []),
    )


def correction(session: Session, actor: Actor, *, public_id: str, at: datetime) -> FormRow:
    """The form of a session that the actor logged, as it stands.

    Raises NotFound for any other, and for one with the whole team or that was withdrawn.
    """
    actor.require(Permission.COACHING_HOLD)
    entry = own_entry(session, actor, public_id)
    if entry.coached_id is None or entry.withdrawn_at is not None:
        raise NotFound
    body, whom, step = session.exec(
        select(LogBody, Person, Commitment)
        .select_from(LogBody)
        .join(Person, col(Person.id) == entry.coached_id)
        .join(Commitment, col(Commitment.log_entry_id) == col(LogBody.log_entry_id), isouter=True)
        .where(LogBody.log_entry_id == entry.id)
    ).one()
    cycles = open_cycles(session, actor, people=[entry.coached_id]).get(entry.coached_id, [])
    # One that was closed since stays what the session was on.
    tied = session.exec(
        select(Cycle, CycleBody)
        .join(CycleBody, col(CycleBody.cycle_id) == col(Cycle.id))
        .where(Cycle.id == entry.cycle_id)
    ).first()
    if tied is not None and tied[0].id not in {one.id for one, _body in cycles}:
        cycles = [*cycles, tied]
    coaches = bool(who_coach(session, people=[entry.coached_id], at=at))
    minutes, kinds = str(entry.minutes), kinds_of(entry)
    kept = [kind for kind, part in kinds.items() if part]
    offered = {*forms_with(coached_coaches=coaches)}
    open_steps = open_with(session, actor, people=[entry.coached_id], at=at)
    today = local_day(at, actor.time_zone)
    return FormRow(
        public_id=public_id,
        is_correction=True,
        opened=stamp(entry.changed_at),
        is_quick=is_opportunistic(kinds),
        person=ChoiceRow(whom.public_id, whom.name, whom.title),
        first_name=whom.given_name,
        forms=[ChoiceRow(one.value, form_word(one)) for one in Form if one in offered],
        form=entry.form.value,
        kind=kept[0].value if len(kept) == 1 else KIND_OF[entry.form].value,
        purpose=entry.purpose.value,
        planned=PLANNED[entry.planned],
        minutes=minutes if entry.minutes in MINUTES else "",
        other_minutes="" if entry.minutes in MINUTES else minutes,
        split=_split(kinds if len(kept) > 1 else {}),
        day=entry.held_on.isoformat(),
        least_day=(today - timedelta(days=LATE_DAYS)).isoformat(),
        today=today.isoformat(),
        cycles=_cycles(cycles),
        cycle=tied[0].public_id if tied else "",
        focus=body.focus,
        moment=body.moment,
        feedback=body.feedback,
        deal=body.deal,
        next_step=step.text if step else "",
        owners=_owners(whom),
        owner=(step.owner if step else Owner.COACHED).value,
        due="" if step else str(USUAL_DUE),
        due_on=step.due_on.isoformat() if step else "",
        open=[
            one
            for one in open_steps.get(entry.coached_id, [])
            if step is None or one.public_id != step.public_id
        ],
    )


def _day(on: str, today: date) -> date:
    """The day asked for, where it is one that can be logged; else today."""
    try:
        asked = date.fromisoformat(on)
    except ValueError:
        return today
    return asked if 0 <= (today - asked).days <= LATE_DAYS else today


def _cycles(cycles: list[tuple[Cycle, CycleBody]]) -> list[ChoiceRow]:
    return [ChoiceRow(cycle.public_id, body.skill) for cycle, body in cycles]


def _owners(whom: Person) -> list[ChoiceRow]:
    return [
        ChoiceRow(Owner.COACHED.value, whom.given_name),
        ChoiceRow(Owner.COACH.value, _("I do it")),
    ]


def _split(kinds: dict[Kind, int]) -> list[SplitRow]:
    return [
        SplitRow(f"minutes-{kind.value}", kind_word(kind), str(kinds[kind]) if kinds else "")
        for kind in Kind
    ]
