"""A shared certificate, for whoever has its link: nobody is signed in."""

import json
from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.certification.credential.keys.queries import jwks
from coach_the_coach.certification.credential.queries import standing_of
from coach_the_coach.certification.credential.rules import Format
from coach_the_coach.certification.credential.tables import Award, Credential, CredentialShare
from coach_the_coach.certification.credential.verify.rows import ShownRow
from coach_the_coach.certification.credential.verify.rules import both_hold, shown
from coach_the_coach.foundation.viewer import as_program


def shared(session: Session, *, link_id: str, at: datetime) -> ShownRow | None:
    """What is shown under a link; None for nobody's, for an ended one, and after an erasure."""
    files = _files(session, link_id)
    if files is None:
        return None
    award, texts = files
    document = json.loads(texts[Format.DATA_INTEGRITY].content)
    keys = json.dumps(jwks(session, document["issuer"]["id"]), sort_keys=True)
    holds = both_hold(texts[Format.DATA_INTEGRITY].content, texts[Format.JWT].content, keys)
    named = tuple(texts[form].kid for form in (Format.DATA_INTEGRITY, Format.JWT))
    return shown(document, standing_of(award, at), holds=holds, keys=named)


def shared_file(session: Session, *, link_id: str, form: Format) -> str | None:
    """A file under a link; None where `shared` is."""
    files = _files(session, link_id)
    return None if files is None else files[1][form].content


def _files(session: Session, link_id: str) -> tuple[Award, dict[Format, Credential]] | None:
    """The award under a link, and its files as they were signed for that share."""
    with as_program(session):
        found = session.exec(
            select(Award, Credential)
            .join(CredentialShare, col(CredentialShare.award_id) == col(Award.id))
            .join(Credential, col(Credential.share_id) == col(CredentialShare.id))
            .where(CredentialShare.link_id == link_id, col(CredentialShare.ended_at).is_(None))
            .order_by(col(Credential.id))
        ).all()
    texts = {Format(one.format): one for _award, one in found}
    return (found[0][0], texts) if len(texts) == len(Format) else None
