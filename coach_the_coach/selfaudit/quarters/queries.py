"""How far the actor is with the ten points about people, and how far the other of the two is."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import and_
from sqlmodel import Session, col, or_, select

from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.selfaudit.rules import open_quarter
from coach_the_coach.selfaudit.tables import SelfAudit


@dataclass(frozen=True)
class Standing:
    """What the actor has answered about somebody, and what the other of the two has sent."""

    quarter: date
    """The quarter whose ten points the actor answers today, or has sent."""

    now: SelfAudit | None = None
    """The actor's of that quarter: sent, or still open; None before they are begun."""

    past: SelfAudit | None = None
    """The newest that the actor sent before, until those of `quarter` are sent."""

    theirs: Mapping[date, SelfAudit] = field(default_factory=dict)
    """What the other sent, by quarter: the manager's own, or the newest of a leader."""

    @property
    def sent(self) -> SelfAudit | None:
        """The newest that the actor has sent."""
        return self.now if self.now and self.now.sent_at else self.past


def standing(
    session: Session, actor: Actor, about: Person, at: datetime, *, held: bool = False
) -> Standing:
    """How far the actor and the other are with one person.

    `held` keeps others from changing it until the transaction ends.
    """
    zones = {about.id or 0: about.time_zone}
    return standings(session, actor, zones, at=at, held=held)[about.id or 0]


def standings(
    session: Session, actor: Actor, zones: Mapping[int, str], *, at: datetime, held: bool = False
) -> dict[int, Standing]:
    """The same of several people by id, given with their time zones; in one statement."""
    is_theirs = or_(
        SelfAudit.about_id == actor.person_id, col(SelfAudit.by_id) == col(SelfAudit.about_id)
    )
    audits = (
        select(SelfAudit)
        .where(
            col(SelfAudit.about_id).in_(zones),
            or_(
                SelfAudit.by_id == actor.person_id,
                and_(is_theirs, col(SelfAudit.sent_at).is_not(None)),
            ),
        )
        .order_by(col(SelfAudit.id))
    )
    found: dict[int, list[SelfAudit]] = defaultdict(list)
    for one in session.exec(audits.with_for_update() if held else audits):
        found[one.about_id].append(one)
    return {who: _standing(actor, found[who], local_day(at, zone)) for who, zone in zones.items()}


def _standing(actor: Actor, audits: list[SelfAudit], today: date) -> Standing:
    mine = sorted((one for one in audits if one.by_id == actor.person_id), key=_quarter)
    sent = {one.quarter: one for one in mine if one.sent_at}
    draft = next((one for one in reversed(mine) if one.sent_at is None), None)
    others = [one for one in audits if one.by_id != actor.person_id and one.sent_at]
    theirs = {one.quarter: one for one in sorted(others, key=_sent_at)}
    quarter = open_quarter(today, sent=sent, others=theirs, begun=draft.quarter if draft else None)
    return Standing(
        quarter=quarter,
        now=sent.get(quarter) or draft,
        past=None if quarter in sent else next(reversed(sent.values()), None),
        theirs=theirs,
    )


def _quarter(one: SelfAudit) -> date:
    return one.quarter


def _sent_at(one: SelfAudit) -> tuple[datetime | None, int]:
    return one.sent_at, one.id or 0
