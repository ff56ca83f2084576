"""What stands on a certificate of one's own."""

from sqlmodel import Session, col, select

from coach_the_coach.certification.credential.certificate.rules import Certificate, Signed
from coach_the_coach.certification.credential.queries import own_award
from coach_the_coach.certification.credential.rules import Issuer
from coach_the_coach.certification.credential.tables import CredentialShare
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes


def own_certificate(session: Session, actor: Actor, *, public_id: str) -> Certificate:
    """One's own certificate, with a code to the newest page it is shared on.

    Raises NotFound, Conflict for one that was revoked: on paper it would look as if it stood.
    """
    award = own_award(session, actor, public_id)
    if award.revoked_at is not None:
        raise Conflict(_("This certificate was revoked, so there is nothing to print."))
    shared = session.exec(
        select(CredentialShare.link_id)
        .where(CredentialShare.award_id == award.id, col(CredentialShare.ended_at).is_(None))
        .order_by(col(CredentialShare.id).desc())
    ).first()
    found = session.exec(select(Person).where(col(Person.id).in_(award.signed_by))).all()
    people = {one.id: one for one in found}
    issuer = Issuer(settings().public_url)
    return Certificate(
        name=actor.name,
        path=award.path_title,
        level=award.level,
        awarded_on=award.valid_from,
        valid_until=award.valid_until,
        signed=[
            Signed(people[who].name, people[who].title) for who in award.signed_by if who in people
        ],
        public_id=award.public_id,
        issuer=issuer.name,
        address=f"{issuer.public_url}{routes.verify(shared)}" if shared else "",
    )
