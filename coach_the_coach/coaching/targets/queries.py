"""What mix of talks is wanted."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import KIND_TARGETS, Kind, KindTarget, kind_meaning, kind_word
from coach_the_coach.coaching.tables import KindAim
from coach_the_coach.coaching.targets.rows import AimLine, AimsRow
from coach_the_coach.coaching.targets.rules import (
    AIMED,
    Bounds,
    bounds_of,
    bounds_words,
    target_of,
)
from coach_the_coach.foundation.when import moment
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of


def targets_of(session: Session, actor: Actor) -> dict[Kind, KindTarget]:
    """What is wanted of each kind: the organisation's own, or what is proposed; one statement."""
    actor.require(Permission.SELF)
    own = session.exec(select(KindAim)).all()
    return KIND_TARGETS | {one.kind: target_of(_bounds(one)) for one in own}


def aims(session: Session, actor: Actor, *, at: datetime) -> AimsRow:
    """The wanted mix for whoever may set it, every kind named. Raises NotPermitted for others."""
    actor.require(Permission.TARGET_WRITE)
    own = session.exec(select(KindAim).order_by(col(KindAim.set_at))).all()
    bounds = {one.kind: _bounds(one) for one in own}
    last = own[-1] if own else None
    names = names_of(session, [last.set_by_id] if last else [])
    return AimsRow(
        lines=[_line(kind, bounds.get(kind, bounds_of(KIND_TARGETS[kind]))) for kind in AIMED],
        is_own=last is not None,
        by=names[last.set_by_id] if last else "",
        since=moment(last.set_at if last else None, actor.time_zone, at),
    )


def _bounds(aim: KindAim) -> Bounds:
    return Bounds(at_least=aim.at_least, at_most=aim.at_most)


def _line(kind: Kind, bounds: Bounds) -> AimLine:
    return AimLine(
        kind=str(kind),
        word=kind_word(kind),
        meaning=kind_meaning(kind),
        at_least=_typed(bounds.at_least),
        at_most=_typed(bounds.at_most),
        proposed=bounds_words(bounds_of(KIND_TARGETS[kind])),
    )


def _typed(per_cent: int | None) -> str:
    return "" if per_cent is None else str(per_cent)
