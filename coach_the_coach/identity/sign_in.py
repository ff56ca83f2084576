"""Who may sign in with a password, the sign-in that follows, and its end."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, or_, update
from sqlmodel import Session, col, select

from coach_the_coach.foundation import visitor
from coach_the_coach.foundation.errors import NotPermitted, NotSignedIn
from coach_the_coach.foundation.ids import digest, new_secret
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.visitor import SIGN_IN_COOKIE
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Way
from coach_the_coach.identity.passwords import hash_of
from coach_the_coach.identity.tables import (
    Account,
    ExternalIdentity,
    HouseRule,
    Person,
    SignIn,
    SignInTab,
)
from coach_the_coach.identity.turns import AT_ONCE, wait_for_people
from coach_the_coach.settings import settings

SIGN_IN: Final = "/signin"
"""Address of the page where those who are not signed in are led."""

CONFIRM: Final = "/confirm"
"""Address of the page where those are led who have to show anew who they are."""

IDLE: Final = timedelta(minutes=60)
"""A sign-in not used for this long has ended. Source: docs/method.md#sign-in."""

ABSOLUTE: Final = timedelta(hours=12)
"""No sign-in lasts longer than this. Source: docs/method.md#sign-in."""

TOUCH: Final = timedelta(minutes=1)
"""How old the last use may be before it is written again. Source: docs/method.md#sign-in."""

MAX_SECRET: Final = 100
"""Longest secret that is looked for, in characters; ours are shorter."""

MAX_COOKIE: Final = 8192
"""Longest Cookie header that is looked at, in characters."""

PASSWORDS: Final = "passwords"
"""The house rule by which an administrator switches passwords off."""

OFF: Final = "off"
ON: Final = "on"


def cookie_name() -> str:
    """Name of the sign-in cookie: bound to the host where https makes that possible."""
    return host_bound(SIGN_IN_COOKIE)


def host_bound(name: str) -> str:
    """A cookie's name, bound to the host where https makes that possible."""
    return visitor.host_bound(name, secure=settings().secure)


def secret_in(cookies: str | None) -> str | None:
    """The sign-in's secret in a Cookie header; None when there is none."""
    return cookie_in(cookies, cookie_name())


def cookie_in(cookies: str | None, name: str) -> str | None:
    """The value of the cookie of this name in a Cookie header; None when there is none."""
    if not cookies or len(cookies) > MAX_COOKIE:
        return None
    try:
        morsel = SimpleCookie(cookies).get(name)
    except CookieError:
        return None
    return morsel.value if morsel else None


def provider_is_on() -> bool:
    """Whether people can come in by an OpenID provider."""
    return settings().provider is not None


def passwords_are_on(session: Session) -> bool:
    """Whether anybody may come in with a password.

    They are never off without another way in: a provider that is gone switches them on again.
    """
    rule = session.get(HouseRule, PASSWORDS)
    return rule is None or rule.value != OFF or not provider_is_on()


def require_passwords(session: Session) -> None:
    """Go on only while passwords are on. Raises NotPermitted."""
    if not passwords_are_on(session):
        raise NotPermitted(_("Nobody signs in here with a password any more."))


def set_passwords(session: Session, value: str, *, by: int | None, at: datetime) -> None:
    """Switch passwords `ON` or `OFF` for everybody; None is the command line."""
    rule = session.get(HouseRule, PASSWORDS) or HouseRule(name=PASSWORDS, value=value, set_at=at)
    rule.value, rule.set_by_id, rule.set_at = value, by, at
    session.add(rule)


def account_of(session: Session, *, email: str, at: datetime) -> Account | None:
    """The account that an e-mail address names, of somebody who has not left."""
    return session.exec(
        select(Account)
        .join(Person, col(Person.id) == col(Account.person_id))
        .where(Person.email == email.strip().lower(), in_employment(at))
    ).first()


def in_employment(at: datetime) -> ColumnElement[bool]:
    """The condition that a person is here: they have not left by the day of `at`.

    Nobody else comes in, is invited, counted or offered to be chosen. Whoever is erased is not here
    from that moment on: an erasure has their last day lie before its own.
    """
    return or_(col(Person.ends_on).is_(None), col(Person.ends_on) >= at.date())


def has_left(person: Person, at: datetime) -> bool:
    """Whether somebody is here no longer: the same as `in_employment`, of a row that was read."""
    return person.ends_on is not None and person.ends_on < at.date()


def can_come_in(session: Session, people: Iterable[int]) -> set[int]:
    """Those of these people who can sign in already: with a password, or by the provider."""
    asked = list(people)
    return {
        who
        for start in range(0, len(asked), AT_ONCE)
        for held in (Account.person_id, ExternalIdentity.person_id)
        for who in session.exec(select(held).where(col(held).in_(asked[start : start + AT_ONCE])))
    }


def is_able() -> ColumnElement[bool]:
    """The condition that a person can sign in already, as `can_come_in`."""
    return or_(
        exists().where(col(Account.person_id) == col(Person.id)),
        exists().where(col(ExternalIdentity.person_id) == col(Person.id)),
    )


def start_sign_in(
    session: Session,
    person_id: int,
    *,
    device: str,
    at: datetime,
    way: Way = Way.PASSWORD,
    identity_id: int | None = None,
    provider_session: str | None = None,
) -> str:
    """The secret of a new sign-in of this person, of whose identity we are sure."""
    secret = new_secret()
    session.add(
        SignIn(
            person_id=person_id,
            secret_digest=digest(secret),
            device=device[:120],
            way=way,
            created_at=at,
            seen_at=at,
            proved_at=at,
            identity_id=identity_id,
            provider_session=provider_session,
        )
    )
    session.flush()
    return secret


def is_in_force() -> ColumnElement[bool]:
    """The condition that a sign-in is that of its person, and in force: see `in_force_at`."""
    return and_(
        col(SignIn.person_id) == col(Person.id),
        col(SignIn.secret_digest) == bindparam("digest"),
        col(SignIn.ended_at).is_(None),
        col(SignIn.seen_at) > bindparam("used_after"),
        col(SignIn.created_at) > bindparam("begun_after"),
        or_(col(Person.ends_on).is_(None), col(Person.ends_on) >= bindparam("day")),
    )


def in_force_at(secret: str | None, at: datetime) -> dict[str, Any]:
    """What `is_in_force` asks for: the sign-in behind a cookie, if it is still in force at `at`."""
    return {
        # No secret has an empty digest.
        "digest": digest(secret) if secret and len(secret) <= MAX_SECRET else "",
        "used_after": at - IDLE,
        "begun_after": at - ABSOLUTE,
        "day": at.date(),
    }


_IN_FORCE: Final = select(SignIn).join(Person, is_in_force())
_TOUCH: Final = (
    update(SignIn)
    .where(col(SignIn.id) == bindparam("key"), col(SignIn.seen_at) < bindparam("before"))
    .values(seen_at=bindparam("now"))
)
# Made once, for every click asks them: it takes ten times as long as running them.


def sign_in_of(session: Session, secret: str | None, at: datetime) -> SignIn | None:
    """The sign-in behind a cookie, if it is still in force."""
    return session.exec(_IN_FORCE, params=in_force_at(secret, at)).first()


def touch(session: Session, sign_in_id: int, at: datetime) -> None:
    """Note that the sign-in was used just now, unless that was noted less than `TOUCH` ago."""
    session.connection().execute(_TOUCH, {"key": sign_in_id, "before": at - TOUCH, "now": at})


def keep_alive(session: Session, person_id: int, *, since: datetime, at: datetime) -> None:
    """Note as used now what sign-ins in force of this person were used after `since`.

    Whatever has ended, and what is older than `ABSOLUTE`, stays ended.
    """
    session.exec(
        update(SignIn)
        .where(
            col(SignIn.person_id) == person_id,
            col(SignIn.ended_at).is_(None),
            # When it was used last is known to within `TOUCH`.
            col(SignIn.seen_at) > max(since - TOUCH, at - IDLE),
            col(SignIn.seen_at) < at,
            col(SignIn.created_at) > at - ABSOLUTE,
        )
        .values(seen_at=at)
    )


def prove(session: Session, secret: str, at: datetime) -> str:
    """The new secret of a sign-in whose person has just shown anew who they are.

    The old one is nobody's from then on. Raises NotSignedIn where it is that already.
    """
    is_this = col(SignIn.secret_digest) == digest(secret)
    return _renewed(session, is_this, proved_at=at, seen_at=at)


def renew(session: Session, sign_in_id: int) -> str:
    """The new secret of a sign-in that goes on, so that nobody has the old one.

    Raises NotSignedIn where it has ended.
    """
    return _renewed(session, col(SignIn.id) == sign_in_id)


def _renewed(session: Session, is_this: ColumnElement[bool], **more: Any) -> str:
    """The new secret of this one sign-in. Raises NotSignedIn where there is none in force."""
    new = new_secret()
    renewed = session.connection().execute(
        update(SignIn)
        .where(is_this, col(SignIn.ended_at).is_(None))
        .values(secret_digest=digest(new), **more)
    )
    if renewed.rowcount != 1:
        raise NotSignedIn
    return new


def ended_among(session: Session, sign_in_ids: Iterable[int], at: datetime) -> set[int]:
    """Those of these sign-ins that were ended, or whose person has left."""
    found = select(SignIn.id).join(Person, col(Person.id) == col(SignIn.person_id))
    over = or_(col(SignIn.ended_at).is_not(None), ~in_employment(at))
    ids = session.exec(found.where(col(SignIn.id).in_(set(sign_in_ids)), over)).all()
    return {one for one in ids if one is not None}


def end_sign_ins(session: Session, sign_in_ids: Sequence[int], at: datetime) -> list[str]:
    """End these sign-ins; returns the tokens of their open pages, so that they can be told."""
    ids = list(sign_in_ids)
    tokens = tabs_of(session, ids)
    session.exec(
        update(SignIn)
        .where(col(SignIn.id).in_(ids), col(SignIn.ended_at).is_(None))
        .values(ended_at=at)
    )
    session.exec(delete(SignInTab).where(col(SignInTab.sign_in_id).in_(ids)))
    return tokens


def tabs_of(session: Session, sign_in_ids: Sequence[int]) -> list[str]:
    """The tokens of the open pages of these sign-ins."""
    open_pages = select(SignInTab.token).where(col(SignInTab.sign_in_id).in_(sign_in_ids))
    return list(session.exec(open_pages))


def remember_tab(session: Session, sign_in_id: int, token: str) -> None:
    """Note that an open page belongs to this sign-in."""
    tab = insert_into(session, SignInTab).values(token=token[:80], sign_in_id=sign_in_id)
    # A page that opens sends several events at once, and each finds that it is not noted yet.
    belongs = {"sign_in_id": sign_in_id}
    session.exec(tab.on_conflict_do_update(index_elements=["token"], set_=belongs))


def set_password(session: Session, person_id: int, password: str, at: datetime) -> None:
    """Let this person sign in with `password` from now on, and only anew. Raises WeakPassword."""
    person = session.get_one(Person, person_id)
    keep_password(session, person_id, hash_of(password, known_of(person)), at)


def known_of(person: Person) -> tuple[str, ...]:
    """What is known of somebody, and so makes no password of theirs."""
    return person.name, person.given_name, person.family_name, person.email


def keep_password(
    session: Session, person_id: int, hashed: str, at: datetime, *, but: int | None = None
) -> list[str]:
    """As `set_password`, by the hash: it is made while nobody waits for the database.

    All sign-ins end `but` one; returns the tokens of their open pages.
    """
    # Who comes in by the old one is in already and ended here, or finds it changed.
    wait_for_people(session, [person_id])
    account = session.get(Account, person_id)
    if account is None:
        session.add(Account(person_id=person_id, password_hash=hashed, created_at=at))
    else:
        account.password_hash = hashed
        session.add(account)
    own = sign_ins_of(session, person_id)
    return end_sign_ins(session, [one for one in own if one != but], at)


def sign_ins_of(session: Session, person_id: int) -> list[int]:
    """The sign-ins of this person that nobody has ended."""
    own = select(SignIn.id).where(SignIn.person_id == person_id, col(SignIn.ended_at).is_(None))
    return [one for one in session.exec(own) if one is not None]
