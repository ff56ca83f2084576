"""Telling the others of a step: a notice, a letter, and the calendar once a time was agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.actions import tell
from coach_the_coach.notices.mail.actions import withdraw, write
from coach_the_coach.notices.mail.rules import Invitation, Letter
from coach_the_coach.observations.booking.rules import said_time
from coach_the_coach.observations.watching.invitation.queries import occasion
from coach_the_coach.observations.watching.invitation.rules import invitation_text
from coach_the_coach.observations.watching.rules import Move, State, reminder_at
from coach_the_coach.observations.watching.tables import Watching
from coach_the_coach.shell import routes

LETTERS: Final[Mapping[Move, Letter]] = {
    Move.ASK: Letter.ASKED_TO_WATCH,
    Move.ACCEPT: Letter.ASKED_TO_WATCH,
    Move.PROPOSE: Letter.SESSION_PROPOSED,
    Move.AGREE: Letter.WATCHING_AGREED,
    Move.DECLINE: Letter.WATCHING_DECLINED,
    Move.CANCEL: Letter.WATCHING_CANCELLED,
}
"""The letter that tells of each step, but for one that moves what was agreed."""


@dataclass(frozen=True)
class _Told:
    """Everything there is to say of one step."""

    watching: Watching
    move: Move
    was: State
    """From where the step was taken."""

    by: int
    people: Mapping[int, Person]
    at: datetime

    @property
    def others(self) -> list[Person]:
        """Those who took part and did not take the step; the one observed only once wanted."""
        watching = self.watching
        concerned = [watching.observer_id]
        # The one observed does not hear of an observer who has not agreed to watch.
        if watching.accepted_at is not None:
            concerned.append(watching.observed_id)
        # Whoever asked hears what became of it, until the two go on by themselves.
        if self.was is State.OFFERED:
            concerned.append(watching.asked_by_id)
        return [self.people[one] for one in dict.fromkeys(concerned) if one != self.by]

    @property
    def moves_agreed(self) -> bool:
        return self.was is State.AGREED and self.move is Move.PROPOSE


def tell_of(
    session: Session, actor: Actor, watching: Watching, move: Move, *, was: State, at: datetime
) -> None:
    """Tell of a step that the actor has just taken from the state it `was` in.

    What was told of the step before and has not gone by mail yet is no longer true.
    """
    concerned = [watching.observer_id, watching.observed_id, watching.asked_by_id]
    people = session.exec(select(Person).where(col(Person.id).in_(concerned))).all()
    named = {one.id or 0: one for one in people}
    step = _Told(watching, move, was, actor.person_id, named, at)
    _withdraw_before(session, step)
    invitation = _next_invitation(step)
    for person in step.others:
        link = routes.watching(watching.public_id)
        tell(session, person.id or 0, _words(step, actor, person), link=link, at=at)
    for person in _with_letters(step, invited=invitation is not None):
        write(
            session,
            person.id or 0,
            Letter.WATCHING_MOVED if step.moves_agreed else LETTERS[move],
            link=routes.watching(watching.public_id),
            key=_key(watching, watching.steps, person),
            at=at,
            invitation=invitation,
        )
    if watching.state is State.AGREED and watching.starts_at is not None:
        _remind(session, step, watching.starts_at)


def _withdraw_before(session: Session, step: _Told) -> None:
    """Let go of the letters of the step before, and of reminders of a time that falls."""
    watching = step.watching
    for person in step.people.values():
        withdraw(session, key=_key(watching, watching.steps - 1, person))
        if step.was is State.AGREED:
            withdraw(session, key=_eve_key(watching, person))


def _next_invitation(step: _Told) -> Invitation | None:
    """The next version of the invitation: once both agree, and with whatever becomes of it."""
    watching = step.watching
    if watching.sequence is None and watching.state is not State.AGREED:
        return None
    watching.sequence = 0 if watching.sequence is None else watching.sequence + 1
    one = occasion(watching, step.people[watching.observer_id], step.people[watching.observed_id])
    return Invitation(str(one.method), invitation_text(one))


def _with_letters(step: _Told, *, invited: bool) -> list[Person]:
    """Who gets a letter: the others, and with an invitation both, for each has a calendar."""
    watching = step.watching
    if step.move is Move.ACCEPT:
        return [step.people[watching.observed_id]]
    if not invited:
        return step.others
    return [step.people[watching.observer_id], step.people[watching.observed_id]]


def _remind(session: Session, step: _Told, starts_at: datetime) -> None:
    """Have both reminded the working day before, where that is still to come."""
    watching = step.watching
    for one in (watching.observer_id, watching.observed_id):
        person = step.people[one]
        due_at = reminder_at(starts_at, person.time_zone)
        if due_at > step.at:
            write(
                session,
                one,
                Letter.WATCHING_TOMORROW,
                link=routes.watching(watching.public_id),
                key=_eve_key(watching, person),
                at=step.at,
                due_at=due_at,
                until=starts_at,
            )


def _key(watching: Watching, step: int, person: Person) -> str:
    """The name of the letter to one person about one step."""
    return f"watching:{watching.public_id}:{step}:{person.id}"


def _eve_key(watching: Watching, person: Person) -> str:
    """The name of the reminder of the time that the last invitation holds."""
    return f"watching:{watching.public_id}:eve:{watching.sequence}:{person.id}"


def _words(step: _Told, actor: Actor, person: Person) -> str:
    """The sentence for one of the others; no reason in it, which only the page holds."""
    watching = step.watching
    return _sentence(step, person).format(
        name=actor.name,
        observer=step.people[watching.observer_id].name,
        observed=step.people[watching.observed_id].name,
        time=said_time(watching.starts_at, person.time_zone) if watching.starts_at else "",
    )


def _sentence(step: _Told, person: Person) -> str:
    """What is said of the step to this person, its names and its time still open."""
    if step.moves_agreed:
        return _("{name} asks to move the session of {observed} that {observer} watches: {time}.")
    if step.move is Move.ACCEPT and person.id != step.watching.observed_id:
        return _("{observer} is ready to watch a session of {observed}.")
    if step.move is Move.ASK and step.watching.state is State.OFFERED:
        return _("{name} asks you to watch a session of {observed}.")
    return {
        Move.ASK: _("{observer} would like to watch one of your sessions. Propose one that fits."),
        Move.ACCEPT: _(
            "{observer} would like to watch one of your sessions. Propose one that fits."
        ),
        Move.PROPOSE: _("{name} proposes a time for the session that {observer} watches: {time}."),
        Move.AGREE: _("{name} has agreed: {observer} watches a session of {observed}, {time}."),
        Move.DECLINE: _(
            "{name} has declined, with a reason: {observer} does not watch {observed}."
        ),
        Move.CANCEL: _("{name} has called off that {observer} watches {observed}, with a reason."),
    }[step.move]
