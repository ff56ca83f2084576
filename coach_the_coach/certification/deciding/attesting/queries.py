"""What is to be signed for one person, and by whom."""

from datetime import datetime

from babel.dates import format_date
from sqlmodel import Session, col, select

from coach_the_coach.certification.deciding.attesting.rows import (
    AskedRow,
    AttestRow,
    SignedRow,
)
from coach_the_coach.certification.deciding.attesting.rules import is_specialists, who_signs
from coach_the_coach.certification.deciding.queries import in_places, people_named
from coach_the_coach.certification.progress.queries import Stood, stood
from coach_the_coach.certification.progress.rules import Stand
from coach_the_coach.certification.requirements.base import Requirement
from coach_the_coach.certification.tables import Attestation
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly, reaches, visible_person
from coach_the_coach.identity.tables import Person, Reach


def to_sign_for(session: Session, actor: Actor, *, public_id: str, at: datetime) -> AttestRow:
    """What one person's paths ask somebody to sign for, each with what was signed.

    Raises NotFound for somebody of whom the actor may not know how they stand.
    """
    if public_id == actor.public_id:
        person = session.exec(select(Person).where(Person.id == actor.person_id)).one()
    else:
        person = visible_person(session, actor, public_id)
        if not _covers(session, actor, person, Permission.CERTIFICATION_READ):
            raise NotFound
    reads_all = person.id == actor.person_id or is_direct(session, actor, person)
    leads, attests = leads_above(session, actor, person), attests_for(session, actor, person)
    paths = stood(session, [person.id or 0], at=at)
    with as_program(session):
        signed = session.exec(
            select(Attestation)
            .where(Attestation.person_id == person.id, col(Attestation.withdrawn_at).is_(None))
            .order_by(col(Attestation.at).desc(), col(Attestation.id).desc())
        ).all()
        names = people_named(session, [one.by_id for one in signed])
    asked = []
    for one in paths:
        for line in one.came.lines:
            if not line.requirement.is_attested:
                continue
            able = attests if is_specialists(line.requirement) else leads
            is_met = line.stand is Stand.MET
            asked.append(
                AskedRow(
                    path_key=one.path.key,
                    path=one.path.title,
                    key=line.requirement.key,
                    text=line.requirement.sentence(),
                    who=who_signs(line.requirement),
                    is_signed=is_met,
                    may_sign=able and not is_met,
                    signed=[
                        SignedRow(
                            public_id=sign.public_id,
                            by=names[sign.by_id].name,
                            reason=sign.reason
                            if reads_all or sign.by_id == actor.person_id
                            else "",
                            on=format_date(sign.on, "d MMMM y", locale="en_GB"),
                            is_mine=sign.by_id == actor.person_id,
                        )
                        for sign in signed
                        if (sign.path_key, sign.requirement_key)
                        == (one.path.key, line.requirement.key)
                    ],
                )
            )
    return AttestRow(person.public_id, person.name, asked)


def asked_for(
    session: Session, person: Person, *, path_key: str, key: str, at: datetime
) -> tuple[Stood, Requirement, bool]:
    """One thing that a path asks to be signed for now, and whether it is met.

    For an action that has asked who may. Raises NotFound for what is not asked.
    """
    for one in stood(session, [person.id or 0], at=at):
        for line in one.came.lines:
            is_it = (one.path.key, line.requirement.key) == (path_key, key)
            if is_it and line.requirement.is_attested:
                return one, line.requirement, line.stand is Stand.MET
    raise NotFound


def leads_above(session: Session, actor: Actor, about: Person) -> bool:
    """Whether the actor leads somebody, directly or further up, and may sign for them."""
    covers = _covers(session, actor, about, Permission.CERTIFICATION_SIGN)
    if not covers or _reports_to(session, actor, about):
        return False
    found = session.exec(
        select(Reach.ancestor_id).where(
            Reach.descendant_id == about.id,
            col(Reach.ancestor_id).in_(in_places(actor, Permission.CERTIFICATION_SIGN)),
            Reach.depth > 0,
        )
    )
    return found.first() is not None


def attests_for(session: Session, actor: Actor, about: Person) -> bool:
    """Whether the actor may attest for somebody; never who reports to them."""
    covers = _covers(session, actor, about, Permission.CERTIFICATION_ATTEST)
    return covers and not _reports_to(session, actor, about)


def is_direct(session: Session, actor: Actor, about: Person) -> bool:
    """Whether the actor leads somebody without anybody between."""
    directly = leads_directly(col(Person.id), actor, Permission.CERTIFICATION_SIGN)
    found = session.exec(select(Person.id).where(Person.id == about.id, directly))
    return found.first() is not None


def _reports_to(session: Session, actor: Actor, leader: Person) -> bool:
    """Whether the actor reports to somebody, directly or further down."""
    found = session.exec(
        select(Reach.descendant_id).where(
            Reach.ancestor_id == leader.id,
            Reach.descendant_id == actor.person_id,
            Reach.depth > 0,
        )
    )
    return found.first() is not None


def _covers(session: Session, actor: Actor, person: Person, permission: Permission) -> bool:
    covered = reaches(col(Person.id), actor, permission)
    found = session.exec(select(Person.id).where(Person.id == person.id, covered))
    return found.first() is not None
