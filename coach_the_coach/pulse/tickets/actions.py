"""Asking those who were coached, once a month; and saying it, without being known for it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.foundation import jobs
from coach_the_coach.foundation.audit import unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.ids import digest, new_id, new_secret
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.actions import tell_all
from coach_the_coach.pulse.release.actions import plan_release
from coach_the_coach.pulse.rules import LEAST_MINUTES, last_day, month_words, months_asked
from coach_the_coach.pulse.tables import PulseSaid, PulseTicket
from coach_the_coach.pulse.tickets.queries import asked_row, own_ticket
from coach_the_coach.pulse.tickets.rows import AskedRow
from coach_the_coach.pulse.tickets.rules import Answers, asked_words, problems_in
from coach_the_coach.shell import routes

ASKS: Final = "pulse-ask"
"""The kind of job that asks, once a day."""

Pair = tuple[int, int]
"""Who is asked, and about which coach."""


def ensure_daily(session: Session, *, at: datetime) -> None:
    """See to it that today's round takes place; the next one follows from it."""
    jobs.enqueue(session, ASKS, key=f"{ASKS}:{at:%Y-%m-%d}", due_at=at, payload={})


@jobs.job(ASKS)
def ask(session: Session, _payload: dict[str, Any], at: datetime) -> None:
    """Ask whoever is to be asked today, and look again tomorrow."""
    for month in months_asked(at.date()):
        open_tickets(session, month, at=at)
    ensure_daily(session, at=at + timedelta(days=1))


def open_tickets(session: Session, month: date, *, at: datetime) -> None:
    """Ask everybody who had a session in the log that month, once for each of their coaches.

    Asking again finds who had one since; whoever has left is not asked.
    """
    with as_program(session):
        plan_release(session, month)
        pairs = _coached(session, month, at) - _asked(session, month)
        tickets = [
            # Of a secret nobody knows: who wants the link has it made.
            PulseTicket(
                coached_id=coached, coach_id=coach, month=month, secret_digest=digest(new_secret())
            ).model_dump(exclude={"id"})
            for coached, coach in sorted(pairs)
        ]
        if tickets:
            statement = insert_into(session, PulseTicket).on_conflict_do_nothing()
            session.connection().execute(statement, tickets)
        _tell(session, pairs, month, at)


@unlogged("who said something, and when, would be written down beside what was said")
def say(session: Session, actor: Actor, *, public_id: str, answers: Answers) -> None:
    """Say how the sessions with this coach were, once; the oldest month that is asked first.

    Raises NotFound where nothing is asked, Invalid for what is missing, Conflict for a second time.
    """
    actor.require(Permission.SELF)
    ticket, _coach = own_ticket(session, actor, public_id=public_id)
    _say(session, ticket, answers)


def say_by_link(session: Session, *, secret: str, answers: Answers) -> None:
    """The same as whoever holds the link of a ticket, who need not be signed in.

    Raises NotFound for nobody's link or one that was used, Invalid, Conflict.
    """
    with as_program(session):
        ticket, _coach = _ticket_behind(session, secret)
        _say(session, ticket, answers)


def asked_by_link(session: Session, *, secret: str) -> AskedRow:
    """What is asked by a link. Raises NotFound for nobody's link or one that was used."""
    with as_program(session):
        return asked_row(session, *_ticket_behind(session, secret))


@unlogged("the link opens one answer of one's own and nothing else")
def make_link(session: Session, actor: Actor, *, public_id: str) -> str:
    """A link with which one can answer without signing in, once; an earlier one is over.

    Shown to whoever asks for it and kept as a digest alone. Raises NotFound where nothing is asked.
    """
    actor.require(Permission.SELF)
    ticket, _coach = own_ticket(session, actor, public_id=public_id)
    secret = new_secret()
    with as_program(session):
        _change(session, ticket, secret_digest=digest(secret))
    return f"{routes.PULSE_LINK}?secret={secret}"


def _coached(session: Session, month: date, at: datetime) -> set[Pair]:
    """Who had a session worth asking about, with whom."""
    found = session.exec(
        select(LogEntry.coached_id, LogEntry.coach_id)
        .join(Person, col(Person.id) == col(LogEntry.coached_id))
        .where(
            col(LogEntry.held_on).between(month, last_day(month)),
            col(LogEntry.minutes) >= LEAST_MINUTES,
            col(LogEntry.withdrawn_at).is_(None),
            in_employment(at),
        )
        .distinct()
    ).all()
    return {(coached, coach) for coached, coach in found if coached is not None}


def _asked(session: Session, month: date) -> set[Pair]:
    """Who is asked already."""
    rows = select(PulseTicket.coached_id, PulseTicket.coach_id).where(PulseTicket.month == month)
    return {(coached, coach) for coached, coach in session.exec(rows).all()}


def _tell(session: Session, pairs: Collection[Pair], month: date, at: datetime) -> None:
    """Tell those who are asked, each with the page on which they say it."""
    by_coach: dict[int, list[int]] = {}
    for coached, coach in sorted(pairs):
        by_coach.setdefault(coach, []).append(coached)
    coaches = session.exec(select(Person).where(col(Person.id).in_(by_coach))).all()
    for coach in coaches:
        text = asked_words(coach.name, month_words(month))
        told = dict.fromkeys(by_coach[coach.id or 0], text)
        tell_all(session, told, link=routes.pulse_say(coach.public_id), at=at)


def _ticket_behind(session: Session, secret: str) -> tuple[PulseTicket, Person]:
    """The ticket of a link, with its coach. Raises NotFound."""
    found = session.exec(
        select(PulseTicket, Person)
        .join(Person, col(Person.id) == col(PulseTicket.coach_id))
        .where(PulseTicket.secret_digest == digest(secret), ~col(PulseTicket.used))
    ).first()
    if found is None:
        raise NotFound(_("This link has been used, or is over."))
    return found[0], found[1]


def _say(session: Session, ticket: PulseTicket, answers: Answers) -> None:
    """Use the ticket and keep the answers, which have nothing in common. Raises Invalid, Conflict.

    In one transaction, so that neither is there without the other; until the next release the
    database itself could tell the two by it.
    """
    if problems := problems_in(answers):
        raise Invalid(problems)
    with as_program(session):
        _change(session, ticket, used=True)
        row = {"coach_id": ticket.coach_id, "month": ticket.month, "id": new_id()}
        session.exec(insert(PulseSaid), params=[row | vars(answers)])


def _change(session: Session, ticket: PulseTicket, **values: Any) -> None:
    """Write to a ticket that is not used. Raises Conflict for one that was, or is gone."""
    unused = update(PulseTicket).where(col(PulseTicket.id) == ticket.id, ~col(PulseTicket.used))
    if session.exec(unused.values(**values)).rowcount == 0:
        raise Conflict(_("You have answered already, or it is no longer asked."))
