"""Which account of the provider somebody has linked."""

from datetime import datetime

from sqlmodel import Session, select

from coach_the_coach.account.provider.rows import LinkRow
from coach_the_coach.foundation.when import moment
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import Account, ExternalIdentity
from coach_the_coach.settings import settings


def own_link(session: Session, actor: Actor, *, at: datetime) -> LinkRow:
    """Whether the actor can come in by the provider, and when they last did."""
    actor.require(Permission.SELF)
    provider = settings().provider
    if provider is None:
        return LinkRow()
    found = session.exec(
        select(ExternalIdentity.used_at)
        .where(
            ExternalIdentity.person_id == actor.person_id,
            ExternalIdentity.issuer == provider.issuer,
        )
        .order_by(ExternalIdentity.used_at.desc())  # pyright: ignore[reportAttributeAccessIssue] - a column, to SQLAlchemy
    ).first()
    used = moment(found, actor.time_zone, at) if found else None
    return LinkRow(
        is_on=True,
        is_linked=used is not None,
        used=used.words if used else "",
        can_unlink=has_another_way(session, actor),
    )


def has_another_way(session: Session, actor: Actor) -> bool:
    """Whether the actor comes in without the provider as well."""
    return sign_in.passwords_are_on(session) and session.get(Account, actor.person_id) is not None


def linking(session: Session, actor: Actor, *, at: datetime) -> int:
    """The sign-in within which the actor may link an account. Raises NotFresh."""
    actor.require(Permission.SELF)
    actor.require_fresh(at)
    return actor.sign_in_id


def confirming(session: Session, actor: Actor) -> int:
    """The sign-in within which the actor may confirm that it is them."""
    actor.require(Permission.SELF)
    return actor.sign_in_id
