"""Everything that is kept of one person and that they may know, class by class."""

from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import AuditEntry, Result, Told, told_to
from coach_the_coach.identity.access import Actor, Permission, Role
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.tables import (
    Account,
    ExternalIdentity,
    Grant,
    Invitation,
    Person,
    ReportingLine,
    SecondFactor,
    SignIn,
)
from coach_the_coach.imports.tables import Import
from coach_the_coach.notices.mail.tables import MailChoice
from coach_the_coach.notices.tables import Notice
from coach_the_coach.records.export.aside.queries import (
    looks_of,
    plans_of,
    practice_of,
    tallies_of,
)
from coach_the_coach.records.export.certified.queries import certificates_of
from coach_the_coach.records.export.coached.queries import (
    cadence_of,
    calls_of,
    coaching_of,
    evidence_of,
    hours_of,
    learning_of,
    self_audits_of,
    team_practice_of,
)
from coach_the_coach.records.export.decided.queries import certification_of
from coach_the_coach.records.export.observed.queries import (
    observations_by,
    observations_of,
    scorings_of,
    sessions_of,
    talks_of,
)
from coach_the_coach.records.export.rules import files

COVERS_NOBODY: Final = frozenset({Role.REP, Role.GUEST})
"""Roles that say what their holder may do, over nobody else. Source: docs/access.md."""


def own_files(session: Session, actor: Actor, *, at: datetime) -> dict[str, bytes]:
    """The files about the actor themself. Raises NotFresh for who has not just shown who it is."""
    actor.require(Permission.SELF)
    actor.require_fresh(at)
    return files(all_of(session, actor, at=at), name=actor.name, day=f"{at:%Y-%m-%d}")


def all_of(session: Session, actor: Actor, *, at: datetime) -> dict[str, Any]:
    """Everything about the actor, by class; what others may not be told of is not in it."""
    return {
        "made_at": at.isoformat(),
        "person": person_of(session, actor),
        "account": account_of(session, actor),
        "notices": notices_of(session, actor),
        "sessions": sessions_of(session, actor),
        "observations_of_you": observations_of(session, actor),
        "observations_by_you": observations_by(session, actor),
        "talks": talks_of(session, actor),
        "looks": looks_of(session, actor),
        "self_tallies": tallies_of(session, actor),
        "practice": practice_of(session, actor),
        "watching": plans_of(session, actor),
        "double": scorings_of(session, actor),
        "coaching": coaching_of(session, actor),
        "calls": calls_of(session, actor),
        "team_practice": team_practice_of(session, actor),
        "cadence": cadence_of(session, actor),
        "hours": hours_of(session, actor),
        "self_audits": self_audits_of(session, actor),
        "learning": learning_of(session, actor),
        "evidence": evidence_of(session, actor),
        "certificates": certificates_of(session, actor),
        "certification": certification_of(session, actor),
        "imports": imports_of(session, actor),
        "log": log_of(session, actor),
    }


def person_of(session: Session, actor: Actor) -> dict[str, Any]:
    """Who the actor is here, who led them and whom they led, and their roles."""
    person = session.exec(select(Person).where(Person.id == actor.person_id)).one()
    lines = session.exec(
        select(ReportingLine)
        .where(
            or_(
                ReportingLine.person_id == actor.person_id,
                ReportingLine.manager_id == actor.person_id,
            )
        )
        .order_by(col(ReportingLine.starts_on))
    ).all()
    grants = session.exec(select(Grant).where(Grant.person_id == actor.person_id)).all()
    people = [id for one in lines for id in (one.person_id, one.manager_id)]
    people += [id for one in grants for id in (one.root_id, one.stands_in_for_id) if id]
    names = names_of(session, people)
    return {
        **person.model_dump(mode="json", exclude={"id"}),
        "led_by": [
            {"name": names[one.manager_id], **_days(one)}
            for one in lines
            if one.person_id == actor.person_id
        ],
        "led": [
            {"name": names[one.person_id], **_days(one)}
            for one in lines
            if one.manager_id == actor.person_id
        ],
        "roles": [
            {
                "role": one.role,
                "over": _over(one, names),
                "stands_in_for": names.get(one.stands_in_for_id or 0),
                "starts_at": _at(one.starts_at),
                "ends_at": _at(one.ends_at),
                "reason": one.reason,
            }
            for one in grants
        ],
    }


def account_of(session: Session, actor: Actor) -> dict[str, Any]:
    """How the actor gets in, and what they chose about letters; no secret and no digest."""
    secret = {"id", "person_id", "secret_digest", "identity_id", "provider_session"}
    account, factor, mail = (
        session.exec(select(table).where(table.person_id == actor.person_id)).first()
        for table in (Account, SecondFactor, MailChoice)
    )
    sign_ins = session.exec(select(SignIn).where(SignIn.person_id == actor.person_id)).all()
    invited = session.exec(select(Invitation).where(Invitation.person_id == actor.person_id)).all()
    linked = session.exec(
        select(ExternalIdentity).where(ExternalIdentity.person_id == actor.person_id)
    ).all()
    return {
        "password_since": _at(account.created_at) if isinstance(account, Account) else None,
        "second_factor_since": _at(factor.confirmed_at)
        if isinstance(factor, SecondFactor)
        else None,
        "e_mails": mail.model_dump(exclude={"person_id", "off_token"})
        if isinstance(mail, MailChoice)
        else None,
        "sign_ins": [one.model_dump(mode="json", exclude=secret) for one in sign_ins],
        "invitations": [one.model_dump(mode="json", exclude=secret) for one in invited],
        "providers": [one.model_dump(mode="json", exclude={"id", "person_id"}) for one in linked],
    }


def notices_of(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """What the program told the actor."""
    found = session.exec(
        select(Notice)
        .where(Notice.person_id == actor.person_id)
        .order_by(col(Notice.at), col(Notice.id))
    ).all()
    return [one.model_dump(mode="json", exclude={"id", "public_id", "person_id"}) for one in found]


def imports_of(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Files that the actor brought in; not whom they held."""
    found = session.exec(select(Import).where(Import.actor_id == actor.person_id)).all()
    kept = {"file_name", "sha256", "checked_at", "brought_in_at"}
    return [one.model_dump(mode="json", include=kept) for one in found]


def log_of(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """What the actor did, and what others did that concerns them, as far as they are told."""
    found = session.exec(
        select(AuditEntry)
        .where(
            or_(
                AuditEntry.actor_id == actor.person_id,
                and_(
                    col(AuditEntry.about_id) == actor.person_id,
                    col(AuditEntry.result) != Result.REFUSED,
                    col(AuditEntry.action).in_(told_to(Told.SUBJECT)),
                ),
            )
        )
        .order_by(col(AuditEntry.id))
    ).all()
    names = names_of(session, (one.actor_id for one in found if one.actor_id))
    return [
        {
            "at": _at(one.at),
            "who": names.get(one.actor_id or 0),
            "action": one.action,
            "words": audit.WORDS.get(one.action, one.action),
            "result": one.result,
        }
        for one in found
    ]


def _over(grant: Grant, names: dict[int, str]) -> str | None:
    """Over whom a role is: nobody for one that says only what its holder may do themself."""
    if grant.role in COVERS_NOBODY:
        return None
    return names[grant.root_id] if grant.root_id else "everybody"


def _days(line: ReportingLine) -> dict[str, str | None]:
    return {
        "from": line.starts_on.isoformat(),
        "until": line.ends_on.isoformat() if line.ends_on else None,
    }


def _at(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
