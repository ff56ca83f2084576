"""What waits for somebody: to sign, to name, to hear, to score again, to confirm, to ask for."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import exists, or_
from sqlmodel import Session, col, select

from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.deciding.appeal.queries import is_refuser
from coach_the_coach.certification.deciding.asking.queries import why_not_now
from coach_the_coach.certification.deciding.queries import is_current
from coach_the_coach.certification.deciding.review.rules import stands
from coach_the_coach.certification.deciding.suspension.rules import is_late
from coach_the_coach.certification.deciding.tables import (
    Appeal,
    CoSignature,
    ReviewSeat,
    Suspension,
    SuspensionAct,
)
from coach_the_coach.certification.deciding.waiting.rows import OwnRow
from coach_the_coach.certification.progress.queries import stood
from coach_the_coach.certification.queries import paths_by_version
from coach_the_coach.certification.rules import State, state_mark, state_word
from coach_the_coach.certification.tables import Enrolment, Progress, Review
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import reaches
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

MOST: Final = 50
"""Most of each sort that are listed. Source: docs/method.md#lists."""


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """Everything about decisions that waits for the actor; what others wait for first."""
    with as_program(session):
        return [
            *_to_sign(session, actor, at),
            *_to_name(session, actor, at),
            *_appeals(session, actor, at),
            *_to_confirm(session, actor, at),
            *_to_ask(session, actor, at),
        ]


def own_paths(session: Session, actor: Actor, *, at: datetime) -> list[OwnRow]:
    """The actor's own paths, with the decision that is asked for or was made last."""
    found = stood(session, [actor.person_id], at=at)
    with as_program(session):
        reviews = session.exec(
            select(Review)
            .where(Review.person_id == actor.person_id)
            .order_by(col(Review.asked_at), col(Review.id))
        ).all()
        last = {one.enrolment_id: one for one in reviews}
        rows = []
        for one in found:
            review = last.get(one.enrolment.id or 0)
            reason = why_not_now(session, one)
            told = stands(review.outcome, signed=0, seats=0)[0] if review and review.outcome else ""
            rows.append(
                OwnRow(
                    enrolment_id=one.enrolment.public_id,
                    path=one.path.title,
                    stands=state_word(one.came.state),
                    mark=state_mark(one.came.state),
                    may_ask=not reason,
                    why_not=reason,
                    link=routes.decision(review.public_id) if review else "",
                    told=told,
                )
            )
    return rows


def _to_sign(session: Session, actor: Actor, at: datetime) -> list[NextLine]:
    """Decisions in which the actor has a seat and has not signed."""
    signed = exists().where(
        col(CoSignature.review_id) == col(ReviewSeat.review_id),
        col(CoSignature.seat) == col(ReviewSeat.seat),
        col(CoSignature.place) == col(ReviewSeat.place),
    )
    found = session.exec(
        select(Review, Person, ReviewSeat)
        .join(ReviewSeat, col(ReviewSeat.review_id) == col(Review.id))
        .join(Person, col(Person.id) == col(Review.person_id))
        .join(Enrolment, col(Enrolment.id) == col(Review.enrolment_id))
        .where(
            ReviewSeat.by_id == actor.person_id,
            ReviewSeat.expires_at > at,
            is_current(),
            ~signed,
            col(Review.closed_at).is_(None),
            col(Enrolment.withdrawn_at).is_(None),
            in_employment(at),
        )
        .order_by(col(ReviewSeat.named_at), col(ReviewSeat.id))
        .limit(MOST)
    )
    said = _("{name} asks for a decision. You sign it.")
    return [
        NextLine(
            said.format(name=person.name),
            _("Look at it"),
            routes.decision(review.public_id),
            0,
            seat.named_at.isoformat(),
        )
        for review, person, seat in found
    ]


def _to_name(session: Session, actor: Actor, at: datetime) -> list[NextLine]:
    """Decisions with a seat that nobody has, or whoever has it let it run out."""
    found = session.exec(
        select(Review, Person)
        .join(Person, col(Person.id) == col(Review.person_id))
        .join(Enrolment, col(Enrolment.id) == col(Review.enrolment_id))
        .where(
            reaches(col(Review.person_id), actor, Permission.PATH_ASSIGN),
            col(Review.closed_at).is_(None),
            col(Enrolment.withdrawn_at).is_(None),
            in_employment(at),
        )
        .order_by(col(Review.asked_at), col(Review.id))
        .limit(MOST)
    ).all()
    taken = _taken(session, [review.id or 0 for review, _person in found], at)
    paths = paths_by_version(session, {review.path_version_id for review, _person in found})
    said = _("{name} asks for a decision. Name who signs it.")
    return [
        NextLine(
            said.format(name=person.name),
            _("Name somebody"),
            routes.decision(review.public_id),
            0,
            review.asked_at.isoformat(),
        )
        for review, person in found
        if {(review.id, seat) for seat in paths[review.path_version_id].seats} - taken
    ]


def _taken(session: Session, reviews: Sequence[int], at: datetime) -> set[tuple]:
    """The seats of these decisions that somebody has, or has signed."""
    signed = session.exec(
        select(CoSignature.review_id, CoSignature.seat).where(
            col(CoSignature.review_id).in_(reviews)
        )
    ).all()
    held = session.exec(
        select(ReviewSeat.review_id, ReviewSeat.seat).where(
            col(ReviewSeat.review_id).in_(reviews), ReviewSeat.expires_at > at, is_current()
        )
    ).all()
    return {(review, seat) for review, seat in (*signed, *held)}


def _appeals(session: Session, actor: Actor, at: datetime) -> list[NextLine]:
    """Appeals to decide, and to name somebody for; what is scored again for one is at /double."""
    names = reaches(col(Appeal.person_id), actor, Permission.PATH_ASSIGN)
    found = session.exec(
        select(Appeal, Review, Person)
        .join(Review, col(Review.id) == col(Appeal.review_id))
        .join(Enrolment, col(Enrolment.id) == col(Review.enrolment_id))
        .join(Person, col(Person.id) == col(Appeal.person_id))
        .where(
            col(Appeal.decided_at).is_(None),
            col(Enrolment.withdrawn_at).is_(None),
            in_employment(at),
            or_(names, col(Appeal.decider_id) == actor.person_id),
        )
        .order_by(col(Appeal.asked_at), col(Appeal.id))
        .limit(MOST)
    ).all()
    return [line for each in found for line in _appeal_lines(session, actor, *each)]


def _appeal_lines(
    session: Session, actor: Actor, appeal: Appeal, review: Review, person: Person
) -> Iterable[NextLine]:
    """What one appeal waits for, of the actor."""
    link, since = routes.appeal(review.public_id), appeal.asked_at.isoformat()
    name = person.name
    if appeal.decider_id == actor.person_id:
        said = _("{name} appeals against a decision. You decide.")
        yield NextLine(said.format(name=name), _("Look at it"), link, 0, since)
    elif appeal.decider_id is None and not is_refuser(session, actor, review):
        said = _("{name} appeals against a decision. Name who decides.")
        yield NextLine(said.format(name=name), _("Name somebody"), link, 0, since)


def _to_confirm(session: Session, actor: Actor, at: datetime) -> list[NextLine]:
    """Certificates that may rest, which the actor has neither named nor confirmed."""
    mine = exists().where(
        col(SuspensionAct.suspension_id) == col(Suspension.id),
        col(SuspensionAct.by_id) == actor.person_id,
    )
    found = session.exec(
        select(Suspension, Award, Person)
        .join(Award, col(Award.id) == col(Suspension.award_id))
        .join(Person, col(Person.id) == col(Suspension.person_id))
        .where(
            reaches(col(Suspension.person_id), actor, Permission.CERTIFICATION_SIGN),
            col(Suspension.ended_at).is_(None),
            col(Suspension.in_force_at).is_(None),
            ~mine,
            in_employment(at),
        )
        .order_by(col(Suspension.opened_at), col(Suspension.id))
        .limit(MOST)
    )
    said = _("Grounds are named on which the certificate of {name} may rest. Look at them.")
    return [
        NextLine(
            said.format(name=person.name),
            _("Look at it"),
            routes.suspension(award.public_id),
            0,
            one.opened_at.isoformat(),
        )
        for one, award, person in found
        if not is_late(one.opened_at, at)
    ]


def _to_ask(session: Session, actor: Actor, at: datetime) -> list[NextLine]:
    """One's own paths on which all is there and nothing is asked for yet."""
    asks = (State.COMPLETE, State.WINDOW, State.GRACE)
    complete = session.exec(
        select(Progress.enrolment_id).where(
            Progress.person_id == actor.person_id,
            Progress.met == Progress.asked,
            col(Progress.state).in_(asks),
        )
    ).all()
    if not complete:
        return []
    return [
        NextLine(
            _("All that {path} asks is there.").format(path=one.path.title),
            _("Ask for the decision"),
            routes.DECISIONS,
            1,
            at.isoformat(),
        )
        for one in stood(session, [actor.person_id], at=at)
        if one.enrolment.id in complete and not why_not_now(session, one)
    ]
