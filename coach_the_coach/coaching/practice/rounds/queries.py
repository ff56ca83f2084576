"""One practice, for the coach who leads it and nobody else."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.coaching.log.tables import LogBody, LogEntry
from coach_the_coach.coaching.practice import rules
from coach_the_coach.coaching.practice.queries import moment_row
from coach_the_coach.coaching.practice.rounds.rows import PracticeRow, TurnRow
from coach_the_coach.coaching.practice.tables import PracticeTurn, TeamPractice
from coach_the_coach.coaching.queries import team
from coach_the_coach.coaching.rules import planned_word
from coach_the_coach.foundation.errors import Conflict, NotFound
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import Person


def held_practice(session: Session, actor: Actor, public_id: str) -> TeamPractice:
    """The actor's own practice, held so that two devices take turns. Raises NotFound for others."""
    actor.require(Permission.COACHING_HOLD)
    practice = session.exec(
        visible(TeamPractice, actor)
        .where(TeamPractice.public_id == public_id, TeamPractice.coach_id == actor.person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if practice is None:
        raise NotFound
    return practice


def own_practice(session: Session, actor: Actor, public_id: str) -> TeamPractice:
    """As `held_practice`, for one that is not closed. Raises Conflict where it is."""
    practice = held_practice(session, actor, public_id)
    if practice.closed_at is not None:
        raise Conflict(_("This practice is closed and stays as it is."))
    return practice


def turns_of(session: Session, actor: Actor, *, one: TeamPractice) -> list[PracticeTurn]:
    """The rounds of a practice of the actor's own, in the order they began."""
    found = session.exec(
        select(PracticeTurn)
        .join(TeamPractice, col(TeamPractice.id) == col(PracticeTurn.team_practice_id))
        .where(TeamPractice.coach_id == actor.person_id, TeamPractice.id == one.id)
        .order_by(col(PracticeTurn.attempted_at), col(PracticeTurn.id))
    )
    return list(found.all())


def practice_page(session: Session, actor: Actor, *, public_id: str, at: datetime) -> PracticeRow:
    """One practice of the actor's own. Raises NotFound for any other."""
    actor.require(Permission.COACHING_HOLD)
    practice = session.exec(
        visible(TeamPractice, actor).where(
            TeamPractice.public_id == public_id, TeamPractice.coach_id == actor.person_id
        )
    ).first()
    if practice is None:
        raise NotFound
    turns = turns_of(session, actor, one=practice)
    took_part = _people(session, actor, practice, turns, at)
    by_person = {turn.rep_id: turn for turn in turns}
    shown = PracticeRow(
        public_id=public_id,
        moment=moment_row(practice.moment),
        begun=moment(practice.begun_at, actor.time_zone, at),
        turns=[_turn(person, by_person.get(person.id or 0)) for person in took_part],
        full_rounds=sum(turn.retried for turn in turns),
        minutes=str(rules.likely_minutes(int((at - practice.begun_at).total_seconds() // 60))),
    )
    return shown if practice.closed_at is None else _closed(session, practice, shown)


def _people(
    session: Session,
    actor: Actor,
    practice: TeamPractice,
    turns: list[PracticeTurn],
    at: datetime,
) -> list[Person]:
    """The team while it goes on, and whoever has a round, also if they left the team since."""
    members = team(session, actor, at=at) if practice.closed_at is None else []
    there = {person.id for person in members}
    others = session.exec(
        select(Person)
        .where(col(Person.id).in_({turn.rep_id for turn in turns} - there))
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
    ).all()
    return [*members, *others]


def _turn(person: Person, turn: PracticeTurn | None) -> TurnRow:
    step = rules.step_of(
        attempted=turn is not None,
        debrief=turn.debrief if turn else "",
        retried=turn.retried if turn else False,
    )
    return TurnRow(
        public_id=person.public_id,
        name=person.name,
        first_name=person.given_name,
        step=str(step),
        step_word=rules.step_word(step),
        mark=rules.step_mark(step),
        debrief=turn.debrief if turn else "",
    )


def _closed(session: Session, practice: TeamPractice, shown: PracticeRow) -> PracticeRow:
    """The same with what the log has of it."""
    entry, body = session.exec(
        select(LogEntry, LogBody)
        .join(LogBody, col(LogBody.log_entry_id) == col(LogEntry.id))
        .where(LogEntry.id == practice.log_entry_id)
    ).one()
    return PracticeRow(
        public_id=shown.public_id,
        moment=shown.moment,
        begun=shown.begun,
        is_closed=True,
        is_withdrawn=entry.withdrawn_at is not None,
        turns=shown.turns,
        full_rounds=shown.full_rounds,
        minutes=_("{n} minutes").format(n=entry.minutes),
        planned=planned_word(entry.planned),
        learned=body.feedback,
        why_withdrawn=body.why_withdrawn,
    )
