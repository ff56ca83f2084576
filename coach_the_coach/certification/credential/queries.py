"""Awards: one's own, their files, and how they stand."""

import json
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.certification.credential.keys.queries import published
from coach_the_coach.certification.credential.rules import (
    EXPIRING,
    MARKS,
    WORDS,
    Anew,
    Counted,
    Format,
    Issuer,
    Said,
    Shown,
    Standing,
    Subject,
    begins_at,
    ends_at,
    hash_for,
    hashed,
    standing,
    urn,
)
from coach_the_coach.certification.credential.status.rules import list_of
from coach_the_coach.certification.credential.tables import Award, Credential, CredentialShare
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import Person
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes


def own_awards(session: Session, actor: Actor) -> list[Award]:
    """The actor's own, newest first."""
    return [
        *session.exec(
            visible(Award, actor).order_by(col(Award.awarded_at).desc(), col(Award.id).desc())
        ).all()
    ]


def own_award(session: Session, actor: Actor, public_id: str) -> Award:
    """One of the actor's own. Raises NotFound for anybody else's."""
    found = session.exec(visible(Award, actor).where(Award.public_id == public_id)).first()
    if found is None:
        raise NotFound
    return found


def own_file(session: Session, actor: Actor, *, public_id: str, form: Format) -> str:
    """The actor's own credential, as it is handed out. Raises NotFound."""
    award = own_award(session, actor, public_id)
    found = session.exec(
        select(Credential)
        .where(
            Credential.award_id == award.id,
            col(Credential.share_id).is_(None),
            Credential.format == form,
        )
        .order_by(col(Credential.id).desc())
    ).first()
    if found is None:
        raise NotFound
    return found.content


def standing_of(award: Award, at: datetime) -> Standing:
    """How an award stands."""
    return standing(
        begins=begins_at(award.valid_from, award.awarded_at),
        ends=ends_at(award.valid_until),
        revoked=award.revoked_at is not None,
        suspended=award.suspended_at is not None,
        at=at,
    )


def stands_words(award: Award, at: datetime) -> str:
    """How it stands, in a word or two, for its holder and whoever may know of it."""
    stands = standing_of(award, at)
    if stands is Standing.VALID and award.superseded_by_id is not None:
        return _("Followed by a newer one")
    return _("Expiring") if _is_expiring(award, at) else WORDS[stands]


def mark_of(award: Award, at: datetime) -> str:
    """The mark beside those words."""
    return "attention" if _is_expiring(award, at) else MARKS[standing_of(award, at)]


def _is_expiring(award: Award, at: datetime) -> bool:
    """Whether it ends soon and nothing has followed it yet."""
    ends = ends_at(award.valid_until)
    is_soon = ends is not None and ends - at <= EXPIRING
    is_last = award.superseded_by_id is None and standing_of(award, at) is Standing.VALID
    return is_soon and is_last


def out_of_date(session: Session, actor: Actor, awards: Collection[Award]) -> dict[int, Anew]:
    """Which of the actor's own awards have files of keys or an address that are used no more.

    By inner id, and why; in two statements.
    """
    files = session.exec(
        select(Credential)
        .where(
            col(Credential.award_id).in_(
                [one.id for one in awards if one.person_id == actor.person_id]
            ),
            col(Credential.share_id).is_(None),
            Credential.format == Format.DATA_INTEGRITY,
        )
        .order_by(col(Credential.id))
    ).all()
    in_use = {one.kid for one in published(session) if one.retired_at is None}
    did = Issuer(settings().public_url).did
    newest = {one.award_id: one for one in files}
    found = {}
    for award_id, one in newest.items():
        if json.loads(one.content)["issuer"]["id"] != did:
            found[award_id] = Anew.ADDRESS
        elif one.kid not in in_use:
            found[award_id] = Anew.KEYS
    return found


def said_of(
    session: Session,
    award: Award,
    share: CredentialShare | None,
    shown: Collection[Shown],
    at: datetime,
) -> Said:
    """What a credential of this award says, for its holder or for a share.

    The holder's own says no name: a file that goes astray names nobody. A share that is not kept
    yet, which has no id, is a look at what it would be.
    """
    issuer = Issuer(settings().public_url)
    person = session.get_one(Person, award.person_id)
    if share is None:
        salt = new_id()
        subject = Subject(urn(new_id()), email_hash=hashed(person.email, salt), salt=salt)
        named, place = urn(award.public_id), award.status_index
    else:
        subject = Subject(urn(new_id()), name=person.name if Shown.NAME in shown else "")
        named, place = f"{issuer.public_url}{routes.verify(share.link_id)}", share.status_index
    number, index = list_of(place)
    return Said(
        id=named,
        subject=subject,
        path_key=award.path_key,
        path_title=award.path_title,
        level=award.level,
        version=award.version,
        awarded_at=award.awarded_at,
        valid_from=award.valid_from,
        valid_until=award.valid_until,
        made_at=at,
        criteria=tuple(award.criteria),
        evidence=tuple(
            Counted(
                one["what"],
                one["count"],
                hash_for(share.link_id, one["sha256"]) if share else one["sha256"],
            )
            for one in award.evidence
        ),
        status_list=number,
        status_index=index,
    )
