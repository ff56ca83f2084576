"""Sharing one's own certificate as far as one wants, and stopping."""

from datetime import datetime

from sqlmodel import Session, col, func, select, update

from coach_the_coach.certification.credential.actions import free_place, reissue, sign
from coach_the_coach.certification.credential.queries import out_of_date, own_award
from coach_the_coach.certification.credential.rules import Shown
from coach_the_coach.certification.credential.sharing.rules import MOST
from coach_the_coach.certification.credential.tables import Award, CredentialShare
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, NotFound
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible


@logged("certificate:share", _("shared a certificate by a link"), Told.SUBJECT)
def share(
    session: Session, actor: Actor, *, public_id: str, shown: frozenset[Shown], at: datetime
) -> str:
    """Share one's own certificate with what is `shown`; returns the id in its link.

    It is signed anew, so that the file holds no more than that. Raises NotFound for somebody
    else's, Conflict for one that is revoked or shared in too many places.
    """
    actor.require(Permission.SELF)
    award = own_award(session, actor, public_id)
    if award.revoked_at is not None:
        raise Conflict(_("This certificate is revoked and cannot be shared."))
    with as_program(session):
        shared = session.exec(
            select(func.count())
            .select_from(CredentialShare)
            .where(CredentialShare.award_id == award.id, col(CredentialShare.ended_at).is_(None))
        ).one()
        if shared >= MOST:
            raise Conflict(_("It is shared in {n} places. Stop one first.").format(n=MOST))
        made = CredentialShare(
            award_id=award.id or 0,
            shown=sorted(shown),
            status_index=free_place(session, CredentialShare),
            made_at=at,
        )
        session.add(made)
        session.flush()
        sign(session, award, made, shown=shown, at=at)
    about(session, person_id=actor.person_id, thing=award.public_id)
    return made.link_id


@logged("certificate:sign-anew", _("had a certificate signed anew"), Told.SUBJECT)
def sign_anew(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Have one's own files signed with the keys in use, under the address of today.

    What is shared stays as it was signed, and so does everything where the files are as new.
    Raises NotFound for somebody else's, Conflict for one that is revoked or without the keys.
    """
    actor.require(Permission.SELF)
    award = own_award(session, actor, public_id)
    if award.revoked_at is not None:
        raise Conflict(_("This certificate is revoked, which is for good."))
    about(session, person_id=actor.person_id, thing=award.public_id)
    if not out_of_date(session, actor, [award]):
        nothing_done(session)
        return
    reissue(session, award, at=at)


@logged("certificate:stop-sharing", _("stopped sharing a certificate"), Told.SUBJECT)
def stop_sharing(session: Session, actor: Actor, *, link_id: str, at: datetime) -> None:
    """Have nothing under a link any more; what was saved from it cannot be taken back.

    Ended twice it is ended once. Raises NotFound for somebody else's.
    """
    actor.require(Permission.SELF)
    award = session.exec(
        visible(Award, actor)
        .join(CredentialShare, col(CredentialShare.award_id) == col(Award.id))
        .where(CredentialShare.link_id == link_id)
    ).first()
    if award is None:
        raise NotFound
    with as_program(session):
        session.exec(
            update(CredentialShare)
            .where(col(CredentialShare.link_id) == link_id, col(CredentialShare.ended_at).is_(None))
            .values(ended_at=at)
        )
    about(session, person_id=actor.person_id, thing=award.public_id)
