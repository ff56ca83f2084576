"""Having letters sent, once each, and not sending what is no longer true; what people choose."""

from datetime import datetime
from email.message import EmailMessage
from typing import Any, Final

from sqlalchemy import update
from sqlmodel import Session, col, select

from coach_the_coach.foundation import jobs
from coach_the_coach.foundation.audit import unlogged
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.foundation.mail import Mail, compose, hand_in
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.mail.rules import (
    LONGEST_KEY,
    STALE_AFTER,
    STANDS_WHEN_READ,
    Invitation,
    Letter,
    QuietHours,
    first_loud,
    minute_of,
    off_path,
    wording,
)
from coach_the_coach.notices.mail.tables import MailChoice
from coach_the_coach.notices.tables import Notice
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
    once it went, or is going, nothing more goes under this key, so that what must be said again
    needs another one. What has not gone `until` then goes no more. Where no mail server is set,
    nothing is written.
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


@unlogged("a setting of one's own that nobody else sees")
def switch_mail(session: Session, actor: Actor, *, is_on: bool) -> None:
    """Have letters from now on, or none; what has not gone when it is off, does not go."""
    actor.require(Permission.SELF)
    _choose(session, actor, is_on=is_on)


@unlogged("a setting of one's own that nobody else sees")
def choose_quiet_hours(
    session: Session, actor: Actor, *, start: str, end: str, weekends: bool
) -> None:
    """Have no letter between two times of the own day, as in 20:00, nor on weekends if so.

    Twice the same time is no quiet hour. Raises Invalid for what is no time of day.
    """
    actor.require(Permission.SELF)
    minutes = {"quiet_from": minute_of(start), "quiet_until": minute_of(end)}
    wrong = [name for name, minute in minutes.items() if minute is None]
    if wrong:
        raise Invalid(dict.fromkeys(wrong, _("Give a time of day, as in 07:30.")))
    _choose(session, actor, **minutes, quiet_weekends=weekends)


def have_no_more(session: Session, *, token: str) -> None:
    """Have no letter any more, as whoever holds one of theirs; again it changes nothing.

    Raises NotFound for a token that is nobody's.
    """
    off = update(MailChoice).where(col(MailChoice.off_token) == token).values(is_on=False)
    if session.exec(off).rowcount == 0:
        raise NotFound


def is_token(session: Session, *, token: str) -> bool:
    """Whether a token is somebody's: asked before anything is locked for whoever may send one."""
    found = select(MailChoice.person_id).where(col(MailChoice.off_token) == token)
    return session.exec(found).first() is not None


def _choose(session: Session, actor: Actor, **chosen: Any) -> None:
    """Keep what the actor has chosen."""
    _have_token(session, actor.person_id)
    own = col(MailChoice.person_id) == actor.person_id
    session.exec(update(MailChoice).where(own).values(**chosen))


def _prepare(
    session: Session, key: str, payload: dict[str, Any], at: datetime
) -> EmailMessage | jobs.Later | None:
    """The letter to hand in; None where it is no longer true or wanted, Later in quiet hours."""
    server = settings().mail
    is_stale = at > datetime.fromisoformat(payload["until"])
    found = session.exec(
        select(Person, MailChoice)
        .join(MailChoice, col(MailChoice.person_id) == col(Person.id))
        .where(Person.id == payload["person"], in_employment(at), col(MailChoice.is_on))
    ).first()
    if server is None or is_stale or found is None or _was_read(session, payload):
        return None
    person, choice = found
    quiet = QuietHours(choice.quiet_from, choice.quiet_until, choice.quiet_weekends)
    loud = first_loud(at, quiet, person.time_zone)
    if loud > at:
        return jobs.Later(loud)
    return compose(_mail(key, payload, person, choice, at), server.sender)


def _was_read(session: Session, payload: dict[str, Any]) -> bool:
    """Whether the person has read in the app what the letter would tell them."""
    if payload["letter"] in STANDS_WHEN_READ or payload["calendar"]:
        return False
    read = select(Notice.id).where(
        Notice.person_id == payload["person"],
        Notice.link == payload["link"],
        Notice.at >= datetime.fromisoformat(payload["at"]),
        col(Notice.read_at).is_not(None),
    )
    return session.exec(read).first() is not None


def _mail(
    key: str, payload: dict[str, Any], person: Person, choice: MailChoice, at: datetime
) -> Mail:
    """What goes to whom: the words of the letter, one link, and the way to have no more."""
    says, here = wording(Letter(payload["letter"])), settings().public_url
    return Mail(
        key=key,
        name=person.name,
        address=person.email,
        subject=says.subject,
        text=says.text,
        link=f"{here}{payload['link']}",
        link_words=says.link,
        why=_("You get this from Coach the Coach at {address}.").format(address=here),
        off=f"{here}{off_path(choice.off_token)}",
        off_words=_("No more e-mails"),
        at=at,
        calendar=(payload["method"], payload["calendar"]) if payload["calendar"] else None,
    )


def _hand_in(message: EmailMessage) -> None:
    """Hand a letter in at the mail server that is set."""
    server = settings().mail
    if server is not None:
        hand_in(message, server)


jobs.errand(SENDS, _prepare, _hand_in)


def _key_of(key: str) -> str:
    """The key of the job behind a letter. Raises ValueError for one that is too long."""
    if len(key) > LONGEST_KEY:
        raise ValueError(f"the key of a letter has at most {LONGEST_KEY} characters")
    return f"letter:{key}"


def _have_token(session: Session, person_id: int) -> None:
    """See that a person has what every letter to them carries."""
    values = MailChoice(person_id=person_id).model_dump()
    session.exec(insert_into(session, MailChoice).values(**values).on_conflict_do_nothing())
