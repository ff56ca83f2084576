"""One's own certificates, and where each is shared."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.certification.credential.queries import (
    mark_of,
    out_of_date,
    own_award,
    own_awards,
    said_of,
    standing_of,
    stands_words,
)
from coach_the_coach.certification.credential.rules import (
    Format,
    Issuer,
    Shown,
    credential_of,
    level_words,
)
from coach_the_coach.certification.credential.sharing.rows import CertificateRow, ShareRow
from coach_the_coach.certification.credential.sharing.rules import (
    MOST,
    anew_words,
    linkedin_address,
    shown_words,
)
from coach_the_coach.certification.credential.tables import Award, CredentialShare
from coach_the_coach.certification.credential.verify.rows import ShownRow
from coach_the_coach.certification.credential.verify.rules import shown as shown_by
from coach_the_coach.foundation.when import day, local_day, moment, past_day
from coach_the_coach.identity.access import Actor
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes


def own_certificates(session: Session, actor: Actor, *, at: datetime) -> list[CertificateRow]:
    """The actor's own certificates, newest first; in four statements."""
    awards = own_awards(session, actor)
    shares = session.exec(
        select(CredentialShare)
        .where(
            col(CredentialShare.award_id).in_([one.id for one in awards]),
            col(CredentialShare.ended_at).is_(None),
        )
        .order_by(col(CredentialShare.id).desc())
    ).all()
    anew = out_of_date(session, actor, [one for one in awards if one.revoked_at is None])
    return [
        _row(
            actor,
            one,
            [share for share in shares if share.award_id == one.id],
            anew_words(anew.get(one.id or 0)),
            at,
        )
        for one in awards
    ]


def as_a_stranger(
    session: Session, actor: Actor, *, public_id: str, shown: frozenset[Shown], at: datetime
) -> ShownRow:
    """What a stranger would see of one's own certificate. Nothing is kept. Raises NotFound."""
    award = own_award(session, actor, public_id)
    look = CredentialShare(award_id=award.id or 0, status_index=0, made_at=at)
    said = said_of(session, award, look, shown, at)
    issuer = Issuer(settings().public_url)
    document = credential_of(said, issuer, Format.DATA_INTEGRITY, shown)
    return shown_by(document, standing_of(award, at))


def _row(
    actor: Actor, award: Award, shares: list[CredentialShare], anew: str, at: datetime
) -> CertificateRow:
    today, own = local_day(at, actor.time_zone), award.public_id
    return CertificateRow(
        public_id=own,
        path=award.path_title,
        level=level_words(award.level),
        stands=stands_words(award, at),
        mark=mark_of(award, at),
        awarded=past_day(local_day(award.awarded_at, actor.time_zone), today),
        until=day(award.valid_until, today),
        pdf="" if award.revoked_at else routes.certificate(own, "certificate.pdf"),
        document=routes.certificate(own, "credential.json"),
        token=routes.certificate(own, "credential.jwt"),
        anew=anew,
        share_action=routes.certificate(own, "share"),
        may_share=award.revoked_at is None and len(shares) < MOST,
        shares=[_share(actor, award, share, at) for share in shares],
    )


def _share(actor: Actor, award: Award, share: CredentialShare, at: datetime) -> ShareRow:
    issuer = Issuer(settings().public_url)
    page = f"{issuer.public_url}{routes.verify(share.link_id)}"
    has_dates = Shown.DATES in share.shown
    return ShareRow(
        link_id=share.link_id,
        address=page,
        shows=shown_words(share.shown),
        made=moment(share.made_at, actor.time_zone, at),
        linkedin=linkedin_address(
            title=award.path_title,
            issuer=issuer.name,
            page=page,
            awarded=award.valid_from if has_dates else None,
            until=award.valid_until,
        ),
    )
