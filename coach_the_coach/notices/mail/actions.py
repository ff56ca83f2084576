"""Having letters sent, once each, and not sending what is no longer true."""

from datetime import datetime
from typing import Final

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from coach_the_coach.foundation import jobs
from coach_the_coach.notices.mail.rules import LONGEST_KEY, STALE_AFTER, Invitation, Letter
from coach_the_coach.notices.mail.tables import MailChoice
from coach_the_coach.settings import settings

SENDS: Final = "notices:letter"
"""The kind of the jobs that send letters."""


def write(
    session: Session,
    person_id: int,
    letter: Letter,
    *,
    link: str,
    key: str,
    at: datetime,
    due_at: datetime | None = None,
    until: datetime | None = None,
    invitation: Invitation | None = None,
) -> None:
    """Have one letter sent, once for each `key`; it says what `letter` says, with one link of ours.

    Writing the same key again before it went moves it to the new `due_at`, with what is said now;
    once it went, nothing more goes under this key. What has not gone `until` then goes no more.
    Where no mail server is set, nothing is written.
    """
    if settings().mail is None:
        return
    due = max(due_at or at, at)
    last = until or due + STALE_AFTER
    _have_token(session, person_id)
    jobs.enqueue(
        session,
        SENDS,
        key=_key_of(key),
        due_at=due,
        payload={
            "person": person_id,
            "letter": letter.value,
            "link": link,
            "at": at.isoformat(),
            "until": last.isoformat(),
            "method": invitation.method if invitation else "",
            "calendar": invitation.text if invitation else "",
        },
        anew=True,
    )


def withdraw(session: Session, *, key: str) -> None:
    """Let go of a letter that has not gone yet; one that went, or was never written, is no fault.

    What is withdrawn can be written again under the same key.
    """
    if settings().mail is not None:
        jobs.withdraw(session, key=_key_of(key))


def _key_of(key: str) -> str:
    """The key of the job behind a letter. Raises ValueError for one that is too long."""
    if len(key) > LONGEST_KEY:
        raise ValueError(f"the key of a letter has at most {LONGEST_KEY} characters")
    return f"letter:{key}"


def _have_token(session: Session, person_id: int) -> None:
    """See that a person has what every letter to them carries."""
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    values = MailChoice(person_id=person_id).model_dump()
    session.exec(insert(MailChoice).values(**values).on_conflict_do_nothing())
