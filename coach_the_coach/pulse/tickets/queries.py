"""What somebody is asked and has not said yet."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import begins
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.scope import sees
from coach_the_coach.identity.tables import Person
from coach_the_coach.pulse.minimum.queries import minimum
from coach_the_coach.pulse.rules import ASKED_BEFORE, month_words, next_month
from coach_the_coach.pulse.tables import PulseTicket
from coach_the_coach.pulse.tickets.rows import AskedRow
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine


def own_tickets(session: Session, actor: Actor) -> list[tuple[PulseTicket, Person]]:
    """What the actor may still say, with the coach it is about; the oldest first, one statement."""
    found = session.exec(
        select(PulseTicket, Person)
        .join(Person, col(Person.id) == col(PulseTicket.coach_id))
        .where(sees(PulseTicket, actor, None), ~col(PulseTicket.used))
        .order_by(
            col(PulseTicket.month),
            col(Person.given_name),
            col(Person.family_name),
            col(Person.id),
        )
    ).all()
    return [(ticket, coach) for ticket, coach in found]


def own_ticket(session: Session, actor: Actor, *, public_id: str) -> tuple[PulseTicket, Person]:
    """The oldest of them about this coach. Raises NotFound where there is none."""
    for ticket, coach in own_tickets(session, actor):
        if coach.public_id == public_id:
            return ticket, coach
    raise NotFound(_("Nothing is asked here, or you have answered already."))


def asked(session: Session, actor: Actor, *, public_id: str) -> AskedRow:
    """What the actor is asked about this coach; empty where nothing is."""
    for ticket, coach in own_tickets(session, actor):
        if coach.public_id == public_id:
            return asked_row(session, ticket, coach)
    return AskedRow()


def asked_row(session: Session, ticket: PulseTicket, coach: Person) -> AskedRow:
    """A ticket as it is shown to whom it belongs; one statement."""
    return AskedRow(
        coach_id=coach.public_id,
        coach=coach.name,
        month=month_words(ticket.month),
        minimum=minimum(session).of([ticket.month]),
    )


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """What the actor is asked; good to do, and nobody waits for it."""
    return [
        NextLine(
            text=_("How were your sessions with {coach} in {month}?").format(
                coach=coach.name, month=month_words(ticket.month)
            ),
            action=_("Say it in 20 seconds"),
            link=routes.pulse_say(coach.public_id),
            rank=2,
            since=begins(next_month(ticket.month) - ASKED_BEFORE, "UTC").isoformat(),
        )
        for ticket, coach in own_tickets(session, actor)
    ]
