"""One's own account."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.account.rows import AccountRow, SignInRow
from coach_the_coach.account.rules import other_zone
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Way, role_word
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.sign_in import ABSOLUTE, IDLE
from coach_the_coach.identity.tables import Person, SignIn

LIMIT = 50
"""Most rows shown at once. Source: docs/method.md#lists."""


def own_account(session: Session, actor: Actor) -> AccountRow:
    """Who the actor is to the product."""
    person = session.exec(visible(Person, actor).where(Person.id == actor.person_id)).one()
    return AccountRow(
        name=person.name,
        email=person.email,
        roles=", ".join(role_word(role) for role in sorted(actor.roles)),
        time_zone=person.time_zone,
        other_zone=other_zone(person.time_zone),
    )


def own_sign_ins(session: Session, actor: Actor, *, at: datetime) -> list[SignInRow]:
    """The actor's sign-ins in force, last used first, at most `LIMIT`."""
    found = session.exec(
        select(SignIn)
        .where(
            SignIn.person_id == actor.person_id,
            col(SignIn.ended_at).is_(None),
            SignIn.seen_at > at - IDLE,
            SignIn.created_at > at - ABSOLUTE,
        )
        .order_by(col(SignIn.seen_at).desc(), col(SignIn.id).desc())
        .limit(LIMIT)
    ).all()
    return [
        SignInRow(
            id=str(one.id),
            device=device_words(one.device),
            way=way_words(one.way),
            begun=moment(one.created_at, actor.time_zone, at),
            seen=moment(one.seen_at, actor.time_zone, at),
            is_this=one.id == actor.sign_in_id,
        )
        for one in found
    ]


def way_words(way: Way) -> str:
    """How somebody came in, as a person would say it."""
    return {
        Way.PASSWORD: _("With a password"),
        Way.INVITATION: _("With an invitation"),
        Way.PROVIDER: _("With the organisation's account"),
    }[way]


def device_words(agent: str) -> str:
    """A browser's description of itself, as a person would say it."""
    browsers = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Android": "Android",
        "Mac OS": "Mac",
        "Windows": "Windows",
        "Linux": "Linux",
    }
    browser = next((word for mark, word in browsers.items() if mark in agent), "")
    system = next((word for mark, word in systems.items() if mark in agent), "")
    if browser and system:
        return _("{browser} on {system}").format(browser=browser, system=system)
    return browser or system or _("A browser")
