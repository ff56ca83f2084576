"""Coming in by the provider: who that is here, and what they may do because of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from coach_the_coach.account.provider.queries import has_another_way
from coach_the_coach.account.provider.roles.actions import end_roles, keep_roles
from coach_the_coach.account.provider.rules import Journey, employee_id
from coach_the_coach.foundation import audit, keys
from coach_the_coach.foundation.audit import About, Result, Told, logged
from coach_the_coach.foundation.errors import Conflict, NotFound
from coach_the_coach.foundation.ids import digest
from coach_the_coach.foundation.words import _
from coach_the_coach.identity import invitations, second_factor, sign_in, throttle
from coach_the_coach.identity.access import Actor, Permission, Way
from coach_the_coach.identity.oidc import LEEWAY, Proof, Refused
from coach_the_coach.identity.tables import (
    ExternalIdentity,
    Invitation,
    Passing,
    Person,
    SignIn,
)
from coach_the_coach.identity.throttle import Bucket, Limit
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.servers import Provider
from coach_the_coach.shell import routes

JOURNEY: Final = timedelta(minutes=10)
"""How long somebody may be at the provider. Source: docs/method.md#sign-on."""

SETTING_OUT: Final = Limit(
    "set-out", 100, timedelta(minutes=1), timedelta(seconds=10), is_shared=True
)
"""Setting out to sign in, from one network, without coming back. Source: docs/method.md#tries."""

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
"""What the log calls what happens when somebody comes in."""


@dataclass(frozen=True)
class Entered:
    """The secret for the cookie, and the open pages whose sockets have one that is nobody's now."""

    secret: str
    tokens: list[str]


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


def counted(network: str) -> Bucket:
    """What setting out from a network is counted in."""
    return throttle.bucket(SETTING_OUT, network)


def count(session: Session, *, network: str, at: datetime) -> None:
    """Count that somebody sets out to sign in. Raises TooMany while one has to wait."""
    throttle.take(session, [counted(network)], at)


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

    With an invitation it takes the place of all there are of the person, as a new password does.
    Raises Refused for somebody who has no business here.
    """
    if journey.invitation:
        identity = _accepted(session, proof, journey.invitation, at)
    else:
        identity = _known(session, proof) or _recognised(session, provider, proof, at)
    person_id = _present(session, identity, at)
    identity.used_at = at
    session.add(identity)
    keep_roles(session, provider, proof, person_id, at)
    before = sign_in.sign_in_of(session, earlier, at)
    over = [before.id or 0] if before else []
    if journey.invitation:
        over += sign_in.sign_ins_of(session, person_id)
    tokens = sign_in.end_sign_ins(session, over, at)
    secret = _begin(session, identity, proof, device, at)
    audit.note(session, CAME_IN, actor_id=person_id, at=at)
    return Entered(secret, tokens)


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
    wait_for_people(session, [actor.person_id])
    identity = _identity_of(session, proof)
    if identity is None:
        _linked(session, proof, actor.person_id, at)
    elif identity.person_id != actor.person_id:
        raise Refused("account_of_another")


@logged("identity:unlink", _("unlinked their accounts of the organisation"), Told.ADMIN)
def unlink_identities(session: Session, actor: Actor, *, at: datetime) -> list[str]:
    """Let the actor come in by no account of the provider any more, and end what came by one.

    Returns the tokens of the pages that were open with it. Raises NotFresh, and Conflict for
    somebody who could not come in again.
    """
    actor.require(Permission.SELF)
    actor.require_fresh(at)
    wait_for_people(session, [actor.person_id])
    if not has_another_way(session, actor):
        raise Conflict(_("You could not come in again: you have no other way to sign in."))
    own = select(ExternalIdentity.id).where(ExternalIdentity.person_id == actor.person_id)
    came_by = session.exec(select(SignIn).where(col(SignIn.identity_id).in_(own))).all()
    tokens = sign_in.end_sign_ins(session, [one.id or 0 for one in came_by], at)
    for one in came_by:
        one.identity_id = None
        session.add(one)
    session.flush()
    session.exec(delete(ExternalIdentity).where(col(ExternalIdentity.person_id) == actor.person_id))
    end_roles(session, actor.person_id, at)
    audit.about(session, person_id=actor.person_id)
    return tokens


@logged("sign_in:confirm_provider", _("confirmed by the organisation that it is them"), Told.ADMIN)
def confirm(
    session: Session,
    actor: Actor,
    *,
    provider: Provider,
    proof: Proof,
    journey: Journey,
    held: str,
    at: datetime,
) -> Entered:
    """Note that the actor has just shown anew who they are.

    Returns the new secret of their sign-in, whose old one the browser held, and all its pages.

    Raises Refused for another person or sign-in, and for a proof that is not of since the question.
    """
    actor.require(Permission.SELF)
    identity = _identity_of(session, proof)
    if identity is None or identity.person_id != actor.person_id:
        raise Refused("other_person")
    if actor.sign_in_id != journey.sign_in_id:
        raise Refused("other_sign_in")
    # They were asked to sign in anew, by an address that whoever holds the browser can change.
    shown_at = proof.shown_at or (LONG_AGO if provider.says_when else journey.since)
    if shown_at < journey.since - timedelta(seconds=LEEWAY):
        raise Refused("not_anew")
    secret = sign_in.prove(session, held, at)
    return Entered(secret, sign_in.tabs_of(session, [actor.sign_in_id]))


def _begin(
    session: Session, identity: ExternalIdentity, proof: Proof, device: str, at: datetime
) -> str:
    """The secret of a new sign-in, as fresh as the provider says."""
    secret = sign_in.start_sign_in(
        session,
        identity.person_id,
        device=device,
        at=at,
        way=Way.PROVIDER,
        identity_id=identity.id,
        provider_session=proof.session,
    )
    begun = session.exec(select(SignIn).where(SignIn.secret_digest == digest(secret))).one()
    # Who is let through there because they came this morning has shown nothing now.
    begun.proved_at = max(LONG_AGO, min(proof.shown_at or LONG_AGO, at))
    session.add(begun)
    keep(session, f"id_token:{begun.id}", proof.id_token, at=at, until=at + sign_in.ABSOLUTE)
    return secret


def _identity_of(session: Session, proof: Proof) -> ExternalIdentity | None:
    """The account by its issuer and subject, which alone name it."""
    return session.exec(
        select(ExternalIdentity).where(
            ExternalIdentity.issuer == proof.issuer, ExternalIdentity.subject == proof.subject
        )
    ).first()


def _known(session: Session, proof: Proof) -> ExternalIdentity | None:
    """The account that somebody has come in by before, and that nobody unlinks meanwhile."""
    found = _identity_of(session, proof)
    if found is None:
        return None
    wait_for_people(session, [found.person_id])
    return _identity_of(session, proof)


def _linked(session: Session, proof: Proof, person_id: int, at: datetime) -> ExternalIdentity:
    """A new account of this person, who is told of it. Raises Refused where it is another's."""
    identity = ExternalIdentity(
        person_id=person_id,
        issuer=proof.issuer,
        subject=proof.subject,
        created_at=at,
        used_at=at,
    )
    try:
        with session.begin_nested():
            session.add(identity)
    except IntegrityError as taken:  # Linked by somebody else at this very moment.
        raise Refused("account_of_another") from taken
    text = _("From now on you come in with an account of your organisation as well.")
    tell(session, person_id, text, link=routes.ACCOUNT, at=at)
    return identity


def _linked_alone(
    session: Session, proof: Proof, person_id: int, at: datetime, *, by: str
) -> ExternalIdentity:
    """The same for somebody who is not signed in. Raises Refused where that is not enough."""
    if second_factor.has_factor(session, person_id):
        # Neither a link nor an employee id is a phone: they come in and link it themselves.
        raise Refused("second_factor")
    audit.note(session, LINKED, actor_id=person_id, at=at, of=About(detail={"by": by}))
    return _linked(session, proof, person_id, at)


def _accepted(session: Session, proof: Proof, invitation: str, at: datetime) -> ExternalIdentity:
    """The account of whoever an invitation is for, which is used up by it."""
    try:
        person = invitations.invited(session, invitation, at)
    except NotFound as gone:
        raise Refused("invitation") from gone
    identity = _identity_of(session, proof)
    if identity is not None and identity.person_id != person.id:
        raise Refused("account_of_another")
    used = session.exec(
        select(Invitation).where(Invitation.secret_digest == digest(invitation))
    ).one()
    used.used_at = at
    session.add(used)
    if identity is not None:
        return identity
    return _linked_alone(session, proof, person.id or 0, at, by="invitation")


def _recognised(
    session: Session, provider: Provider, proof: Proof, at: datetime
) -> ExternalIdentity:
    """The account of whoever has the employee id that the directory says; never by e-mail."""
    number = employee_id(proof.claims, provider.employee_claim or "")
    theirs = select(Person.id).where(
        col(Person.employee_id) == number, col(Person.employee_id) != ""
    )
    wait_for_people(session, [one or 0 for one in session.exec(theirs)])
    person_id = session.exec(theirs).first()
    if number is None or person_id is None:
        raise Refused("unknown_person")
    known = select(ExternalIdentity).where(
        ExternalIdentity.person_id == person_id, ExternalIdentity.issuer == proof.issuer
    )
    linked = session.exec(known).all()
    if not linked:
        return _linked_alone(session, proof, person_id, at, by="directory")
    # Another tab of theirs was first; or somebody who got a number that was another's, and who
    # comes in by an invitation, or not at all.
    own = next((one for one in linked if one.subject == proof.subject), None)
    if own is None:
        raise Refused("other_account")
    return own


def _present(session: Session, identity: ExternalIdentity, at: datetime) -> int:
    """The person behind an account, if they have not left."""
    here = select(Person.id).where(Person.id == identity.person_id, sign_in.in_employment(at))
    if session.exec(here).first() is None:
        raise Refused("has_left")
    return identity.person_id
