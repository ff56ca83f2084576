"""Signing for one thing that a path asks and no room measures, and taking that back."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.certification.deciding.attesting.queries import (
    asked_for,
    attests_for,
    leads_above,
)
from coach_the_coach.certification.deciding.attesting.rules import (
    LONGEST_WHY,
    is_specialists,
    problem_in_reason,
    who_signs,
)
from coach_the_coach.certification.progress.making.actions import make_now
from coach_the_coach.certification.tables import Attestation
from coach_the_coach.evidence import actions as evidence
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible_person
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.shell import routes


@logged("attestation:sign", _("signed for something that a path asks"), Told.SUBJECT)
def attest(
    session: Session,
    actor: Actor,
    *,
    person: str,
    path_key: str,
    key: str,
    reason: str,
    at: datetime,
) -> None:
    """Sign for one thing that a path asks of somebody, with a reason; they are told.

    Signed again by the same it is signed once. Raises NotFound for somebody the actor cannot see
    and for what is not asked, NotPermitted for who does not sign for that, Invalid without a
    reason, Conflict where somebody else has signed.
    """
    actor.require(Permission.CERTIFICATION_SIGN)
    found = visible_person(session, actor, person, Permission.CERTIFICATION_SIGN)
    wait_for_people(session, [found.id or 0])
    one, requirement, is_met = asked_for(session, found, path_key=path_key, key=key, at=at)
    able = attests_for if is_specialists(requirement) else leads_above
    if not able(session, actor, found):
        raise NotPermitted(who_signs(requirement))
    if is_met:
        if not _signed_by(session, actor, found.id or 0, path_key, key):
            raise Conflict(_("Somebody has signed for this already."))
        nothing_done(session)
        return
    if said := problem_in_reason(reason):
        raise Invalid({f"reason-{path_key}-{key}": said})
    with as_program(session):
        made = Attestation(
            person_id=found.id or 0,
            by_id=actor.person_id,
            path_key=path_key,
            requirement_key=key,
            on=one.today,
            at=at,
            reason=reason.replace("\0", "").strip(),
        )
        session.add(made)
        session.flush()
        evidence.keep(session, made.person_id, EvidenceKind.ATTESTED, made.public_id, at=at, now=at)
    make_now(session, [found.id or 0], at=at)
    about(session, person_id=found.id, thing=made.public_id)
    told = _("{name} has signed for something that {path} asks.")
    tell(
        session,
        found.id or 0,
        told.format(name=actor.name, path=one.path.title),
        link=routes.attest(found.public_id),
        at=at,
    )


@logged("attestation:withdraw", _("took a signature under a path back"), Told.SUBJECT)
def withdraw(session: Session, actor: Actor, *, public_id: str, reason: str, at: datetime) -> None:
    """Take one's own signature back with a reason; what it counted for counts no longer.

    Raises NotFound for what the actor did not sign, Invalid without a reason.
    """
    actor.require(Permission.CERTIFICATION_SIGN)
    with as_program(session):
        one = session.exec(
            select(Attestation).where(
                Attestation.public_id == public_id, Attestation.by_id == actor.person_id
            )
        ).first()
    if one is None:
        raise NotFound
    wait_for_people(session, [one.person_id])
    with as_program(session):
        session.refresh(one)
        if one.withdrawn_at is not None:
            nothing_done(session)
            return
        if said := problem_in_reason(reason, LONGEST_WHY):
            raise Invalid({f"why-{public_id}": said})
        one.withdrawn_at, one.why_withdrawn = at, reason.replace("\0", "").strip()
        session.add(one)
        session.flush()
        evidence.withdraw(session, one.public_id, at=at, reason=_("The signature was taken back."))
    make_now(session, [one.person_id], at=at)
    about(session, person_id=one.person_id, thing=one.public_id)
    told = _("{name} has taken a signature under your path back.").format(name=actor.name)
    tell(session, one.person_id, told, link=routes.HOME, at=at)


def _signed_by(session: Session, actor: Actor, person_id: int, path_key: str, key: str) -> bool:
    """Whether the actor's own signature under this stands."""
    with as_program(session):
        found = session.exec(
            select(Attestation.id).where(
                Attestation.person_id == person_id,
                Attestation.by_id == actor.person_id,
                Attestation.path_key == path_key,
                Attestation.requirement_key == key,
                col(Attestation.withdrawn_at).is_(None),
            )
        )
        return found.first() is not None
