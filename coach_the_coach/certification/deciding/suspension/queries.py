"""A certificate that may rest, for its holder, and for whoever takes part in deciding that."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.deciding.queries import (
    certifiers,
    everywhere_of,
    people_named,
    sitters,
)
from coach_the_coach.certification.deciding.rules import (
    Act,
    Sitter,
    act_word,
    ground_word,
    why_not_act,
)
from coach_the_coach.certification.deciding.suspension.rows import ActRow, SuspensionRow
from coach_the_coach.certification.deciding.suspension.rules import (
    allowed_acts,
    is_late,
    stands_words,
)
from coach_the_coach.certification.deciding.tables import (
    Suspension,
    SuspensionAct,
    SuspensionBody,
)
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import moment
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import must_confirm
from coach_the_coach.identity.scope import reaches
from coach_the_coach.identity.tables import Person


def award_to_open(session: Session, actor: Actor, public_id: str) -> Award:
    """A certificate of somebody for whom the actor may sign. Raises NotFound for any other."""
    held = _award(session, public_id)
    if not _covers(session, actor, held.person_id, Permission.CERTIFICATION_SIGN):
        raise NotFound
    return held


def suspension_for(
    session: Session, actor: Actor, public_id: str, *, at: datetime
) -> tuple[Suspension | None, Award]:
    """The newest about a certificate, for its holder and whoever observes or signs for them.

    Raises NotFound for everybody else.
    """
    held = _award(session, public_id)
    is_near = held.person_id == actor.person_id or any(
        _covers(session, actor, held.person_id, wanted)
        for wanted in (
            Permission.CERTIFICATION_SIGN,
            Permission.OBSERVATION_WRITE,
            Permission.OBSERVATION_CERTIFY,
        )
    )
    if not is_near:
        raise NotFound
    with as_program(session):
        newest = (
            select(Suspension)
            .where(Suspension.award_id == held.id)
            .order_by(col(Suspension.opened_at).desc(), col(Suspension.id).desc())
            .limit(1)
        )
        return session.exec(newest).first(), held


def under_way(session: Session, award: Award) -> Suspension | None:
    """The one about a certificate that has not ended, as the program; None for none."""
    return session.exec(
        select(Suspension).where(
            Suspension.award_id == award.id, col(Suspension.ended_at).is_(None)
        )
    ).first()


def did(session: Session, one: Suspension, act: Act) -> list[int]:
    """Who did this about it, first to last, as the program."""
    with as_program(session):
        return list(
            session.exec(
                select(SuspensionAct.by_id)
                .where(SuspensionAct.suspension_id == one.id, SuspensionAct.act == act)
                .order_by(col(SuspensionAct.at), col(SuspensionAct.by_id))
            )
        )


def why_not_do(
    session: Session, one: Suspension, person_id: int, before: list[int], *, at: datetime
) -> str:
    """Why somebody cannot be one of the two; empty where they can."""
    known = sitters(session, one.person_id, at=at, people=[person_id, *before])
    who = known.get(person_id, Sitter(person_id))
    able = who.signs or bool(certifiers(session, one.person_id, at=at, people=[person_id]))
    did = everywhere_of(known, before)
    return why_not_act(who, one.person_id, observes=able, did=did)


def suspension_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> SuspensionRow:
    """What is said about letting a certificate rest. Raises NotFound as `suspension_for`.

    The holder reads all of it; so does whoever may confirm it, and once it is over whoever took
    part: what came to nothing is not held against anybody.
    """
    one, held = suspension_for(session, actor, public_id, at=at)
    is_own = held.person_id == actor.person_id
    signs = not is_own and _covers(session, actor, held.person_id, Permission.CERTIFICATION_SIGN)
    goes_on = one is not None and one.ended_at is None
    late = one is not None and one.in_force_at is None and is_late(one.opened_at, at)
    with as_program(session):
        names = people_named(session, [held.person_id])
        row = {
            "award_id": held.public_id,
            "holder": names[held.person_id].name,
            "path": held.path_title,
            "is_own": is_own,
            "may_open": signs and _is_newest(held) and (not goes_on or late),
            "must_confirm_first": must_confirm(session, actor, at=at),
        }
        if one is None:
            return SuspensionRow(**row)
        body = session.get_one(SuspensionBody, one.id)
        acts = session.exec(
            select(SuspensionAct)
            .where(SuspensionAct.suspension_id == one.id)
            .order_by(col(SuspensionAct.at), col(SuspensionAct.by_id))
        ).all()
        took_part = {one.opened_by_id, *(act.by_id for act in acts)}
        is_over = late or not goes_on
        if is_over and not is_own and actor.person_id not in took_part:
            return SuspensionRow(**row)
        said = {
            person_id: who.name
            for person_id, who in people_named(
                session, [one.opened_by_id, *(act.by_id for act in acts)]
            ).items()
        }
    open_ = allowed_acts(in_force=one.in_force_at is not None, ended=not goes_on, late=late)
    why_not = ""
    if open_ and not is_own:
        mine = {act for act in open_ if actor.person_id in did(session, one, act)}
        before = did(session, one, Act.CONFIRM) if Act.CONFIRM in open_ else []
        why_not = why_not_do(session, one, actor.person_id, before, at=at)
        open_ = () if why_not or mine else open_
    return SuspensionRow(
        **row,
        is_there=True,
        stands=stands_words(
            in_force=one.in_force_at is not None,
            ended=one.ended_by,
            is_over=one.ended_at is not None,
            late=late,
        ),
        ground=ground_word(one.ground),
        words=body.words,
        opened_by=said[one.opened_by_id],
        opened=moment(one.opened_at, actor.time_zone, at),
        ended=body.end_reason or "",
        acts=[
            ActRow(said[act.by_id], act_word(act.act), moment(act.at, actor.time_zone, at))
            for act in acts
        ],
        may_drop=goes_on and one.in_force_at is None and one.opened_by_id == actor.person_id,
        may_confirm=not is_own and Act.CONFIRM in open_,
        may_end=not is_own and Act.REVOKE in open_,
        why_not=why_not,
    )


def _award(session: Session, public_id: str) -> Award:
    with as_program(session):
        held = session.exec(select(Award).where(Award.public_id == public_id)).first()
    if held is None:
        raise NotFound
    return held


def _is_newest(held: Award) -> bool:
    """Whether it may be named: not one that was taken back, or that a newer one has followed."""
    return held.revoked_at is None and held.superseded_by_id is None


def _covers(session: Session, actor: Actor, person_id: int, permission: Permission) -> bool:
    covered = reaches(col(Person.id), actor, permission)
    found = session.exec(select(Person.id).where(Person.id == person_id, covered))
    return found.first() is not None
