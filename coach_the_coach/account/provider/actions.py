"""Coming in by the provider: who that is here, and what they may do because of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlmodel import Session, col, or_, select

from coach_the_coach.account.provider.rules import (
    EVERYBODY,
    MARK,
    Journey,
    directory_roles,
    employee_id,
)
from coach_the_coach.foundation import audit, keys
from coach_the_coach.foundation.audit import About, Result, Told, logged
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.ids import digest
from coach_the_coach.foundation.words import _
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.access import Actor, Permission, Way
from coach_the_coach.identity.oidc import LEEWAY, Proof, Refused
from coach_the_coach.identity.tables import (
    ExternalIdentity,
    Grant,
    Invitation,
    Passing,
    Person,
    SignIn,
)
from coach_the_coach.servers import Provider

JOURNEY: Final = timedelta(minutes=10)
"""How long somebody may be at the provider. Source: docs/method.md#sign-on."""

SEALED: Final = "oidc"
"""The key that what passes is encrypted with: a copy of the database gives no verifier away."""

LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When somebody last showed who they are of whom the provider does not say it."""

CAME_IN: Final = audit.known(
    "sign_in:provider", _("signed in with the organisation's account"), Told.ADMIN
)
LINKED: Final = audit.known(
    "identity:accept",
    _("came in with an account of the organisation for the first time"),
    Told.BOTH,
)
ROLES: Final = audit.known("grant:directory", _("got or lost roles by the directory"), Told.BOTH)
"""What the log calls what happens when somebody comes in."""


@dataclass(frozen=True)
class Entered:
    """A new sign-in: the secret for its cookie, and the open pages of the one it replaces."""

    secret: str
    closed: list[str]


def keep(session: Session, key: str, text: str, *, at: datetime, until: datetime) -> None:
    """Keep a text for minutes, encrypted, and let go of what is older than it was to be."""
    session.exec(delete(Passing).where(col(Passing.ends_at) <= at))
    session.add(Passing(key=key, value=keys.sealed(SEALED, text), ends_at=until))
    session.flush()


def take(session: Session, key: str, *, at: datetime) -> str | None:
    """What was kept under this key, once; None for what is not there, or too old."""
    gone = session.exec(
        delete(Passing)
        .where(col(Passing.key) == key, col(Passing.ends_at) > at)
        .returning(col(Passing.value))
    ).first()
    return keys.unsealed(SEALED, gone[0]) if gone else None


def set_out(session: Session, *, state: str, journey: Journey, at: datetime) -> None:
    """Note what a browser goes to the provider for."""
    keep(session, f"journey:{digest(state)}", journey.written(), at=at, until=at + JOURNEY)


def come_back(session: Session, *, state: str, browser: str, at: datetime) -> Journey:
    """What the browser that comes back had set out for, once.

    Raises Refused for a state that is none of ours, too old or used, and for another browser's.
    """
    text = take(session, f"journey:{digest(state)}", at=at)
    if text is None:
        raise Refused("unknown_state")
    journey = Journey.read(text)
    if not browser or journey.browser != digest(browser):
        raise Refused("other_browser")
    return journey


def note_refusal(session: Session, *, case: str, at: datetime) -> None:
    """Write down that somebody who had set out from here was not let in."""
    of = About(detail={"why": case})
    audit.note(session, CAME_IN, actor_id=None, at=at, result=Result.REFUSED, of=of)


def enter(
    session: Session,
    *,
    provider: Provider,
    proof: Proof,
    journey: Journey,
    device: str,
    earlier: str | None,
    at: datetime,
) -> Entered:
    """The sign-in of whoever the provider proved, in place of an earlier one of this browser.

    Raises Refused for somebody who has no business here.
    """
    identity = _identity_of(session, proof)
    if journey.invitation:
        identity = _accepted(session, proof, identity, journey.invitation, at)
    elif identity is None:
        identity = _recognised(session, provider, proof, at)
    person_id = _present(session, identity, at)
    identity.used_at = at
    session.add(identity)
    _keep_roles(session, provider, proof, person_id, at)
    closed = _end(session, earlier, at)
    secret = sign_in.start_sign_in(
        session,
        person_id,
        device=device,
        at=at,
        way=Way.PROVIDER,
        identity_id=identity.id,
        provider_session=proof.session,
    )
    begun = session.exec(select(SignIn).where(SignIn.secret_digest == digest(secret))).one()
    # Who is let through there because they came this morning has shown nothing now.
    begun.proved_at = min(proof.shown_at or LONG_AGO, at)
    session.add(begun)
    keep(session, f"id_token:{begun.id}", proof.id_token, at=at, until=at + sign_in.ABSOLUTE)
    audit.note(session, CAME_IN, actor_id=person_id, at=at)
    return Entered(secret, closed)


@logged("identity:link", _("linked their account of the organisation"), Told.ADMIN)
def link_identity(
    session: Session, actor: Actor, *, proof: Proof, within: int, at: datetime
) -> None:
    """Let the actor come in by the account they have just shown to be theirs.

    Raises NotFresh, and Refused for an account that is somebody else's or another sign-in's.
    """
    actor.require(Permission.SELF)
    actor.require_fresh(at)
    if actor.sign_in_id != within:
        raise Refused("other_sign_in")
    identity = _identity_of(session, proof)
    if identity is None:
        _linked(session, proof, actor.person_id, at)
    elif identity.person_id != actor.person_id:
        raise Refused("account_of_another")


@logged("identity:unlink", _("unlinked their accounts of the organisation"), Told.ADMIN)
def unlink_identities(session: Session, actor: Actor, *, at: datetime) -> list[str]:
    """Let the actor come in by no account of the provider any more, and end what came by one.

    Returns the tokens of the pages that were open with it. Raises NotFresh.
    """
    actor.require(Permission.SELF)
    actor.require_fresh(at)
    own = select(ExternalIdentity.id).where(ExternalIdentity.person_id == actor.person_id)
    came_by = session.exec(select(SignIn).where(col(SignIn.identity_id).in_(own))).all()
    tokens = sign_in.end_sign_ins(session, [one.id or 0 for one in came_by], at)
    for one in came_by:
        one.identity_id = None
        session.add(one)
    session.flush()
    session.exec(delete(ExternalIdentity).where(col(ExternalIdentity.person_id) == actor.person_id))
    return tokens


@logged("sign_in:confirm_provider", _("confirmed by the organisation that it is them"), Told.ADMIN)
def confirm(
    session: Session, actor: Actor, *, proof: Proof, journey: Journey, held: str, at: datetime
) -> str:
    """Note that the actor has just shown anew who they are.

    Returns the new secret of their sign-in, whose old one the browser held.

    Raises Refused for another person or sign-in, and for a proof older than the question.
    """
    actor.require(Permission.SELF)
    identity = _identity_of(session, proof)
    if identity is None or identity.person_id != actor.person_id:
        raise Refused("other_person")
    if actor.sign_in_id != journey.sign_in_id:
        raise Refused("other_sign_in")
    # They were asked to sign in anew; a provider that says when they did must say that.
    if proof.shown_at is not None and proof.shown_at < journey.since - timedelta(seconds=LEEWAY):
        raise Refused("not_anew")
    return sign_in.prove(session, held, at)


def _identity_of(session: Session, proof: Proof) -> ExternalIdentity | None:
    """The account by its issuer and subject, which alone name it."""
    return session.exec(
        select(ExternalIdentity).where(
            ExternalIdentity.issuer == proof.issuer, ExternalIdentity.subject == proof.subject
        )
    ).first()


def _linked(session: Session, proof: Proof, person_id: int, at: datetime) -> ExternalIdentity:
    """A new account of this person."""
    identity = ExternalIdentity(
        person_id=person_id,
        issuer=proof.issuer,
        subject=proof.subject,
        created_at=at,
        used_at=at,
    )
    session.add(identity)
    session.flush()
    return identity


def _accepted(
    session: Session,
    proof: Proof,
    identity: ExternalIdentity | None,
    invitation: str,
    at: datetime,
) -> ExternalIdentity:
    """The account of whoever an invitation is for, which is used up by it."""
    try:
        person = sign_in.invited(session, invitation, at)
    except NotFound as gone:
        raise Refused("invitation") from gone
    if identity is not None and identity.person_id != person.id:
        raise Refused("account_of_another")
    used = session.exec(
        select(Invitation).where(Invitation.secret_digest == digest(invitation))
    ).one()
    used.used_at = at
    session.add(used)
    if identity is not None:
        return identity
    audit.note(session, LINKED, actor_id=person.id, at=at, of=About(detail={"by": "invitation"}))
    return _linked(session, proof, person.id or 0, at)


def _recognised(
    session: Session, provider: Provider, proof: Proof, at: datetime
) -> ExternalIdentity:
    """The account of whoever has the employee id that the directory says; never by e-mail."""
    number = employee_id(proof.claims, provider.employee_claim or "")
    person = session.exec(
        select(Person).where(col(Person.employee_id) == number, col(Person.employee_id) != "")
    ).first()
    if number is None or person is None:
        raise Refused("unknown_person")
    known = select(ExternalIdentity).where(
        ExternalIdentity.person_id == person.id, ExternalIdentity.issuer == proof.issuer
    )
    # Somebody who got a number that was another's comes in by an invitation, or not at all.
    if session.exec(known).first() is not None:
        raise Refused("other_account")
    audit.note(session, LINKED, actor_id=person.id, at=at, of=About(detail={"by": "directory"}))
    return _linked(session, proof, person.id or 0, at)


def _present(session: Session, identity: ExternalIdentity, at: datetime) -> int:
    """The person behind an account, if they have not left."""
    here = select(Person.id).where(Person.id == identity.person_id, sign_in.in_employment(at))
    if session.exec(here).first() is None:
        raise Refused("has_left")
    return identity.person_id


def _keep_roles(
    session: Session, provider: Provider, proof: Proof, person_id: int, at: datetime
) -> None:
    """Give the roles that the directory says, and end those it gave and says no more."""
    wanted = directory_roles(proof.claims, provider.roles)
    held = session.exec(
        select(Grant).where(
            Grant.person_id == person_id,
            col(Grant.reason).startswith(MARK, autoescape=True),
            or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > at),
        )
    ).all()
    lost = [grant for grant in held if grant.role not in wanted]
    new = sorted(set(wanted) - {grant.role for grant in held})
    for grant in lost:
        grant.ends_at = at
        session.add(grant)
    for role in new:
        rule = wanted[role]
        session.add(
            Grant(
                person_id=person_id,
                role=role,
                root_id=None if role in EVERYBODY else person_id,
                starts_at=at,
                reason=f"{MARK}{rule.claim}={rule.value}"[:200],
            )
        )
    if lost or new:
        detail = {"given": new, "taken": sorted(grant.role for grant in lost)}
        of = About(person_id=person_id, detail=detail)
        audit.note(session, ROLES, actor_id=None, at=at, of=of)


def _end(session: Session, secret: str | None, at: datetime) -> list[str]:
    """End the sign-in behind a cookie, if there is one; returns the tokens of its open pages."""
    ended = sign_in.sign_in_of(session, secret, at)
    return sign_in.end_sign_ins(session, [ended.id], at) if ended and ended.id else []
