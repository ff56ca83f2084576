"""A second factor: numbers of a program on a phone (RFC 6238), and codes for when it is lost."""

import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from pyotp import random_base32
from pyotp.totp import TOTP
from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.ids import digest, new_secret
from coach_the_coach.foundation.keys import key, sealed, unsealed
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.tables import Passing, RecoveryCode, SecondFactor
from coach_the_coach.identity.turns import wait_for_people

STEP: Final = 30
"""Seconds for which a number is shown; what all such programs take. RFC 6238."""

DRIFT: Final = 1
"""Steps that the phone's clock may be off, either way. Source: docs/method.md#second-factor."""

CODES: Final = 10
"""Recovery codes given at a time. Source: docs/method.md#second-factor."""

CODE_LENGTH: Final = 10
"""Letters and digits of a recovery code: 49 bits. Source: docs/method.md#second-factor."""

HALF_WAY: Final = timedelta(minutes=5)
"""How long after the password the number may come. Source: docs/method.md#second-factor."""

ISSUER: Final = "Coach the Coach"
"""What the program on the phone calls us."""

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_SEALED: Final = "second-factor"


@dataclass(frozen=True)
class HalfWay:
    """Somebody whose password was right and whose number is still to come."""

    person_id: int
    proof: str
    """A digest of the password's hash: with another password they begin anew."""
    way: str
    wanted: str


def has_factor(session: Session, person_id: int) -> bool:
    """Whether this person signs in with a second factor."""
    factor = session.get(SecondFactor, person_id)
    return factor is not None and factor.confirmed_at is not None


def begin(session: Session, person_id: int, at: datetime) -> None:
    """Make a secret for a program on a phone; it counts for nothing until a number was shown.

    Raises Conflict for somebody who has a second factor already.
    """
    wait_for_people(session, [person_id])
    factor = session.get(SecondFactor, person_id)
    if factor is not None and factor.confirmed_at is not None:
        raise Conflict(_("You have a second step already. Switch it off first."))
    factor = factor or SecondFactor(person_id=person_id, secret="", begun_at=at)
    factor.secret, factor.begun_at = sealed(_SEALED, random_base32()), at
    session.add(factor)


def secret_to_show(session: Session, person_id: int) -> str | None:
    """The secret that is to be read into a program; None once it was, and before it is made."""
    factor = session.get(SecondFactor, person_id)
    if factor is None or factor.confirmed_at is not None:
        return None
    return unsealed(_SEALED, factor.secret)


def address_of(secret: str, email: str) -> str:
    """The address that a picture for the phone holds."""
    return TOTP(secret, interval=STEP).provisioning_uri(name=email, issuer_name=ISSUER)


def confirm(session: Session, person_id: int, number: str, at: datetime) -> list[str]:
    """Have the second factor count, now that a number of it was shown; returns recovery codes.

    Raises Invalid for a number that is not right, Conflict where nothing was begun.
    """
    wait_for_people(session, [person_id])
    factor = session.get(SecondFactor, person_id)
    if factor is None or factor.confirmed_at is not None:
        raise Conflict
    if not _is_number(session, factor, number, at):
        raise Invalid({"number": _("This is not the number. Take the one shown right now.")})
    factor.confirmed_at = at
    session.add(factor)
    return _new_codes(session, person_id)


def renew_codes(session: Session, person_id: int) -> list[str]:
    """New recovery codes, shown once; those there were work no more.

    Raises Conflict for one who has no second factor.
    """
    wait_for_people(session, [person_id])
    if not has_factor(session, person_id):
        raise Conflict(_("There is no second step to have codes for."))
    return _new_codes(session, person_id)


def _new_codes(session: Session, person_id: int) -> list[str]:
    """Codes in the place of all there are, for whoever has the turn."""
    codes = [_new_code() for _number in range(CODES)]
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    session.add_all(RecoveryCode(person_id=person_id, digest=_digest(one)) for one in codes)
    session.flush()
    return codes


def codes_left(session: Session, person_id: int) -> int:
    """How many recovery codes still work."""
    own = select(func.count()).where(
        col(RecoveryCode.person_id) == person_id, col(RecoveryCode.used_at).is_(None)
    )
    return session.exec(own).one()


def end(session: Session, person_id: int) -> None:
    """Sign in without a second factor from now on."""
    wait_for_people(session, [person_id])
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    session.exec(delete(SecondFactor).where(col(SecondFactor.person_id) == person_id))


def accepts(session: Session, person_id: int, given: str, at: datetime) -> bool:
    """Whether this is the person's number now, or one of their recovery codes; neither again."""
    factor = session.get(SecondFactor, person_id)
    if factor is None or factor.confirmed_at is None:
        return False
    return _is_number(session, factor, given, at) or _is_code(session, person_id, given, at)


def is_code(given: str) -> bool:
    """Whether this looks like a recovery code, and not like a number."""
    return len(_bare(given)) == CODE_LENGTH


def half_way(session: Session, one: HalfWay, at: datetime) -> str:
    """The secret by which somebody half-way in is known until their number comes."""
    secret = new_secret()
    kept = json.dumps(asdict(one))
    session.add(Passing(key=_half(secret), value=kept, ends_at=at + HALF_WAY))
    session.flush()
    return secret


def who_is_half_way(session: Session, secret: str | None, at: datetime) -> HalfWay | None:
    """Who is behind such a secret; None once it is too old or was used."""
    passing = select(Passing.value).where(
        Passing.key == _half(secret or ""), col(Passing.ends_at) > at
    )
    kept = session.exec(passing).first() if secret else None
    return HalfWay(**json.loads(kept)) if kept is not None else None


def arrived(session: Session, secret: str) -> bool:
    """Have the secret work no more; False where another was first."""
    gone = session.connection().execute(delete(Passing).where(col(Passing.key) == _half(secret)))
    return gone.rowcount == 1


def proof_of(password_hash: str) -> str:
    """What is kept of a password's hash while somebody is half-way in."""
    return digest(password_hash)


def _is_number(session: Session, factor: SecondFactor, given: str, at: datetime) -> bool:
    """Whether it is a number of now, give or take a step, later than the last that was taken."""
    secret, number = unsealed(_SEALED, factor.secret), _bare(given)
    if secret is None or not number.isascii():
        return False
    totp, now = TOTP(secret, interval=STEP), int(at.timestamp()) // STEP
    steps = range(max(factor.last_step + 1, now - DRIFT), now + DRIFT + 1)
    step = next((one for one in steps if hmac.compare_digest(totp.at(one * STEP), number)), None)
    if step is None:
        return False
    # In the database, so that of two who send the same number one comes second.
    taken = session.connection().execute(
        update(SecondFactor)
        .where(col(SecondFactor.person_id) == factor.person_id, col(SecondFactor.last_step) < step)
        .values(last_step=step)
    )
    session.refresh(factor)
    return taken.rowcount == 1


def _is_code(session: Session, person_id: int, given: str, at: datetime) -> bool:
    """Whether it is a recovery code not used yet; from now on it is."""
    taken = session.connection().execute(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.person_id) == person_id,
            col(RecoveryCode.digest) == _digest(given),
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=at)
    )
    return taken.rowcount == 1


def _new_code() -> str:
    code = "".join(secrets.choice(_LETTERS) for _place in range(CODE_LENGTH))
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


def _bare(given: str) -> str:
    """What was typed, without what people put between."""
    return "".join(given.split()).replace("-", "").lower()[:64]


def _digest(code: str) -> str:
    """What is kept of a code: without our key nobody finds it by trying all there are."""
    return hmac.digest(key("recovery-code"), _bare(code).encode(errors="replace"), "sha256").hex()


def _half(secret: str) -> str:
    return f"half-way:{digest(secret)}"
