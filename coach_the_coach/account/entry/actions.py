"""Coming in by password, number or invitation: nobody is signed in yet, so no door opens first."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from coach_the_coach.account.entry.queries import SEALED, half_cookie
from coach_the_coach.account.entry.rows import Again, CameIn, Halfway, Visit
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import About, Result, Told
from coach_the_coach.foundation.errors import NotSignedIn
from coach_the_coach.foundation.keys import sealed
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity import invitations, second_factor, sign_in, throttle
from coach_the_coach.identity.access import Way
from coach_the_coach.identity.log import LEFT_OUT, MOST_OF_ONE, takes_of_stranger
from coach_the_coach.identity.second_factor import HalfWay
from coach_the_coach.identity.tables import Account, Person
from coach_the_coach.identity.throttle import Bucket
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.shell import routes

START: Final = audit.known("sign_in:start", _("signed in with a password"), Told.ADMIN)
REFUSED: Final = audit.known("sign_in:refused", _("was not let in"), Told.BOTH)
OUT: Final = audit.known("sign_in:out", _("signed out"), Told.ADMIN)
"""What the log calls coming in, not coming in, and leaving."""


@dataclass(frozen=True)
class Try:
    """A try with a password that has been counted, and whose password it is to be held against."""

    email: str
    buckets: tuple[Bucket, ...]
    wait: timedelta
    """How long whoever made it has to wait should it be wrong."""
    account: Account | None

    @property
    def stored(self) -> str | None:
        """The hash of the account's password; None where there is no account."""
        return self.account.password_hash if self.account else None


def begin_try(session: Session, visit: Visit, *, email: str, at: datetime) -> Try:
    """Count a try before anybody looks whether it is right.

    Raises TooMany while one has to wait, NotPermitted while passwords are off.
    """
    sign_in.require_passwords(session)
    known = throttle.known_as(visit.cookies, email, at)
    buckets = throttle.for_password(email, visit.network, known)
    wait = throttle.take(session, buckets, at)
    return Try(email, buckets, wait, sign_in.account_of(session, email=email, at=at))


def let_in(
    session: Session, visit: Visit, tried: Try, *, better: str | None, wanted: str, at: datetime
) -> CameIn | Halfway | None:
    """What comes of a right password; None where it was changed meanwhile.

    `better` is a stronger hash of it, to be kept from now on.
    """
    if tried.account is not None:
        wait_for_people(session, [tried.account.person_id])
    held = sign_in.account_of(session, email=tried.email, at=at)
    if held is None or held.password_hash != tried.stored:
        return None
    if better is not None:
        held.password_hash = better
        session.add(held)
    throttle.give_back(session, tried.buckets)
    return _in_or_halfway(session, visit, held, Way.PASSWORD, wanted=wanted, at=at)


def refuse(session: Session, visit: Visit, tried: Try, at: datetime) -> None:
    """Write down a try that was wrong."""
    who = tried.account.person_id if tried.account else None
    _note_refused(session, who, "password", tried.wait, at, network=visit.network)


def finish(
    session: Session, visit: Visit, *, number: str, at: datetime
) -> tuple[CameIn, str] | None:
    """What comes of a number or a recovery code, and where to go; None for one that is not right.

    Raises NotSignedIn for somebody who is not half-way in any more, TooMany while one must wait.
    """
    secret = sign_in.cookie_in(visit.cookies, half_cookie())
    half = _half_way_in(session, secret, at)
    person = _still_there(session, half, at)
    if half is None or secret is None or person is None:
        raise NotSignedIn
    known = throttle.known_as(visit.cookies, person.email, at)
    counted = (throttle.bucket(throttle.NUMBER, str(half.person_id), known or ""),)
    wait = throttle.take(session, counted, at)
    if not second_factor.accepts(session, half.person_id, number, at):
        _warn_of_numbers(session, half.person_id, wait, at)
        _note_refused(session, half.person_id, "number", wait, at, network=visit.network)
        return None
    if not second_factor.arrived(session, secret):
        raise NotSignedIn
    throttle.give_back(session, counted)
    if second_factor.is_code(number):
        _tell_of_code(session, half.person_id, at)
    way = Way(half.way)
    return _start(session, visit, person, way, at, with_number=True), half.wanted


def known_of_invited(session: Session, *, invitation: str, at: datetime) -> tuple[str, ...]:
    """What is known of whom an invitation is for, so that it makes no password.

    Raises NotFound for an invitation that does not work, NotPermitted while passwords are off.
    """
    sign_in.require_passwords(session)
    return sign_in.known_of(invitations.invited(session, invitation, at))


def accept(
    session: Session, visit: Visit, *, invitation: str, hashed: str, at: datetime
) -> CameIn | Halfway:
    """Take a password, by its hash, with an invitation, and come in.

    Raises as `known_of_invited`. A second factor is asked for nevertheless: a link is no phone.
    """
    person_id = invitations.accept_invitation(session, secret=invitation, hashed=hashed, at=at)
    session.flush()
    held = session.get_one(Account, person_id)
    return _in_or_halfway(session, visit, held, Way.INVITATION, wanted=routes.HOME, at=at)


def count_vain(session: Session, visit: Visit, at: datetime) -> None:
    """Count a link that was nobody's. Raises TooMany while one has to wait.

    A link that is somebody's works at any time: nobody guesses one, so nobody is made to wait.
    """
    counted = (throttle.bucket(throttle.VAIN, visit.network), *throttle.of_site(visit.network))
    wait = throttle.take(session, counted, at)
    _note_refused(session, None, "invitation", wait, at, network=visit.network)


def sign_out(session: Session, secret: str | None, at: datetime) -> list[str]:
    """End the sign-in behind a cookie, if there is one; returns the tokens of its open pages."""
    ended = sign_in.sign_in_of(session, secret, at)
    if ended is None or ended.id is None:
        return []
    who = ended.person_id
    audit.note(session, OUT, actor_id=who, at=at, of=About(who))
    return sign_in.end_sign_ins(session, [ended.id], at)


def remembered(again: Again) -> str:
    """What a form remembers, sealed for the browser's cookie."""
    until = again.wait_until.isoformat() if again.wait_until else None
    return sealed(SEALED, json.dumps({"email": again.email[:254], "until": until}))


def _in_or_halfway(
    session: Session, visit: Visit, account: Account, way: Way, *, wanted: str, at: datetime
) -> CameIn | Halfway:
    """Signed in, or asked for a number where there is a second factor."""
    if second_factor.has_factor(session, account.person_id):
        proof = second_factor.proof_of(account.password_hash)
        half = HalfWay(account.person_id, proof=proof, way=way, wanted=wanted)
        return Halfway(second_factor.half_way(session, half, at))
    person = session.get_one(Person, account.person_id)
    return _start(session, visit, person, way, at, with_number=False)


def _start(
    session: Session, visit: Visit, person: Person, way: Way, at: datetime, *, with_number: bool
) -> CameIn:
    """A new sign-in in place of an earlier one of this browser, which is known from now on."""
    earlier = sign_in.sign_in_of(session, visit.earlier, at)
    if earlier is not None and earlier.id is not None:
        sign_in.end_sign_ins(session, [earlier.id], at)
    who = person.id or 0
    secret = sign_in.start_sign_in(session, who, device=visit.device, at=at, way=way)
    detail = {"way": way, "number": with_number}
    audit.note(session, START, actor_id=who, at=at, of=About(who, detail=detail))
    return CameIn(secret, throttle.known_from_now(visit.cookies, person.email, at))


def _half_way_in(session: Session, secret: str | None, at: datetime) -> HalfWay | None:
    """Who is half-way in; of two who send the same at once the second finds nobody any more."""
    half = second_factor.who_is_half_way(session, secret, at)
    if half is None:
        return None
    wait_for_people(session, [half.person_id])
    return second_factor.who_is_half_way(session, secret, at)


def _still_there(session: Session, half: HalfWay | None, at: datetime) -> Person | None:
    """Who is half-way in, unless they left or their password was changed or switched off."""
    if half is None or not sign_in.passwords_are_on(session):
        return None
    person = session.get_one(Person, half.person_id)
    account = sign_in.account_of(session, email=person.email, at=at)
    if account is None or second_factor.proof_of(account.password_hash) != half.proof:
        return None
    return person


def _note_refused(
    session: Session,
    person_id: int | None,
    why: str,
    wait: timedelta,
    at: datetime,
    *,
    network: str,
) -> None:
    """Write it down, and of many in a minute only the first: whoever tries fills no log."""
    taken = takes_of_stranger(f"network {network}", at, most=MOST_OF_ONE)
    if taken is None:
        audit.note(session, LEFT_OUT, actor_id=None, at=at, result=Result.REFUSED)
    if not taken:
        return
    detail = {"why": why, "wait_seconds": int(wait.total_seconds())}
    of = About(person_id, detail=detail)
    audit.note(session, REFUSED, actor_id=None, at=at, result=Result.REFUSED, of=of)


def _warn_of_numbers(session: Session, person_id: int, wait: timedelta, at: datetime) -> None:
    """Tell somebody that their password is known to one who has not their phone."""
    if wait:
        text = _("Somebody gave your password, and then numbers that were not right.")
        tell(session, person_id, text, link=routes.ACCOUNT, at=at)


def _tell_of_code(session: Session, person_id: int, at: datetime) -> None:
    """Tell somebody that one of their recovery codes is gone."""
    left = second_factor.codes_left(session, person_id)
    text = _n(
        "You signed in with a recovery code. {n} is left.",
        "You signed in with a recovery code. {n} are left.",
        left,
    )
    tell(session, person_id, text.format(n=left), link=routes.SECOND, at=at)
