"""Letters about an observation and its talk, written with what calls for them, and withdrawn."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from coach_the_coach.notices.mail.actions import withdraw, write
from coach_the_coach.notices.mail.rules import REMIND_AFTER, Letter, eve_of
from coach_the_coach.observations.tables import Observation, Talk
from coach_the_coach.shell import routes


def write_handed_over(
    session: Session, observation: Observation, *, link: str, own_view_missing: bool, at: datetime
) -> None:
    """Say that it is there, and a day later that the own view is missing, unless it is not.

    A correction says it under the same keys, so that nobody is told twice.
    """
    observed, (handed, own_view) = observation.observed_id, _keys_of(observation)
    write(session, observed, Letter.HANDED_OVER, link=link, key=handed, at=at)
    if not own_view_missing:
        return withdraw(session, key=own_view)
    page, due = routes.observation(observation.public_id, routes.REFLECT), at + REMIND_AFTER
    letter = Letter.RATE_YOURSELF
    return write(session, observed, letter, link=page, key=own_view, at=at, due_at=due)


def withdraw_handed_over(session: Session, observation: Observation) -> None:
    """Write no more that it is there: they know, and their own view is given or not asked for."""
    for key in _keys_of(observation):
        withdraw(session, key=key)


def write_please_agree(
    session: Session, talk: Talk, person_id: int, *, link: str, at: datetime
) -> None:
    """Ask one of the two for the signature that completes a talk."""
    write(
        session, person_id, Letter.PLEASE_AGREE, link=link, key=_agree(talk, person_id, at), at=at
    )


def withdraw_please_agree(
    session: Session, talk: Talk, person_id: int, *, signed_at: datetime | None
) -> None:
    """Ask no more: it is signed, or the other's signature of that instant is taken back."""
    if signed_at is not None:
        withdraw(session, key=_agree(talk, person_id, signed_at))


def write_eve(
    session: Session, talk: Talk, *, zones: Mapping[int, str], link: str, at: datetime
) -> None:
    """Say on the working day before a booked talk that it comes, to people by their time zones.

    Whoever books after that needs no letter about it.
    """
    if talk.booked_for is None:
        return
    for person_id, zone in zones.items():
        eve = eve_of(talk.booked_for, zone)
        if eve > at:
            write(
                session,
                person_id,
                Letter.WATCHING_TOMORROW,
                link=link,
                key=_eve(talk, person_id, talk.booked_for),
                at=at,
                due_at=eve,
                until=talk.booked_for,
            )


def withdraw_eve(session: Session, talk: Talk, booked_for: datetime | None) -> None:
    """Write no more of a talk at this time: it is moved, called off, or has taken place."""
    if booked_for is not None:
        for person_id in (talk.observer_id, talk.observed_id):
            withdraw(session, key=_eve(talk, person_id, booked_for))


def _keys_of(observation: Observation) -> tuple[str, str]:
    """The keys of what is said when it is handed over; a correction has the same ones."""
    one = f"{observation.coaching_session_id}:{observation.observer_id}"
    return f"handed-over:{one}", f"own-view:{one}"


def _agree(talk: Talk, person_id: int, signed_at: datetime) -> str:
    """One for each signature of the other: taken back and given anew, it asks anew."""
    return f"agree:{talk.id}:{person_id}:{signed_at.timestamp():.6f}"


def _eve(talk: Talk, person_id: int, booked_for: datetime) -> str:
    return f"talk:{talk.id}:{person_id}:{booked_for.timestamp():.0f}"
