"""Certificates, the files that say so, and what is shared of them."""

from typing import Any

from sqlmodel import Session, col, select

from coach_the_coach.certification.credential.tables import Award, Credential, CredentialShare
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import visible

INSIDE = {"id", "person_id", "signed_by", "superseded_by_id", "status_index"}
"""Columns of an award that name others by number, or say nothing."""


def certificates_of(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Everything the actor was ever certified for, in order, in five statements at most."""
    awards = session.exec(visible(Award, actor).order_by(col(Award.id))).all()
    ids = [one.id for one in awards]
    credentials = session.exec(
        select(Credential).where(col(Credential.award_id).in_(ids)).order_by(col(Credential.id))
    ).all()
    shares = session.exec(
        select(CredentialShare)
        .where(col(CredentialShare.award_id).in_(ids))
        .order_by(col(CredentialShare.id))
    ).all()
    names = names_of(session, [who for one in awards for who in one.signed_by])
    return [
        {
            **award.model_dump(mode="json", exclude=INSIDE),
            "signed_by": [names.get(who, "") for who in award.signed_by],
            "is_followed": award.superseded_by_id is not None,
            "files": [
                one.model_dump(mode="json", include={"format", "content", "issued_at"})
                for one in credentials
                if one.award_id == award.id
            ],
            "shares": [
                one.model_dump(mode="json", include={"link_id", "shown", "made_at", "ended_at"})
                for one in shares
                if one.award_id == award.id
            ],
        }
        for award in awards
    ]
