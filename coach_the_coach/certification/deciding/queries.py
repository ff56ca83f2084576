"""Decisions as they are kept, who may take part in them, and as whom somebody reads one.

What is read here of a decision is read as the program, once `sight_of` or a part that the actor
takes has said that they may; what of it they are shown is for the row classes of each page.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.certification.deciding.rules import Around, Heard, Said, Sight, Sitter
from coach_the_coach.certification.deciding.tables import Appeal, CoSignature, ReviewSeat
from coach_the_coach.certification.facts.rules import Known
from coach_the_coach.certification.paths.rules import Path, Seat
from coach_the_coach.certification.progress.queries import Stood, stood_on
from coach_the_coach.certification.progress.rules import Came, Circumstances, came_to
from coach_the_coach.certification.queries import paths_by_version
from coach_the_coach.certification.rules import Verdict
from coach_the_coach.certification.tables import Enrolment, Review, SmallHouse
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.access import PERMISSIONS, Actor, Permission, Role
from coach_the_coach.identity.scope import is_held, leads_directly, reaches
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Grant, Person, Reach

_later = aliased(ReviewSeat)


def is_current() -> ColumnElement[bool]:
    """The condition that nobody was asked instead of whoever has this seat."""
    return ~exists().where(
        col(_later.review_id) == col(ReviewSeat.review_id),
        col(_later.seat) == col(ReviewSeat.seat),
        col(_later.place) > col(ReviewSeat.place),
    )


def is_small(session: Session) -> bool:
    """Whether a manager of another team or an external coach may take each part."""
    found = session.exec(select(SmallHouse.is_on)).first()
    return bool(found)


class Seated(NamedTuple):
    """Who sits in one decision, and what they said so far."""

    seats: dict[Seat, ReviewSeat]
    signed: dict[Seat, CoSignature]
    """By whoever sits there now."""


def seated_in(session: Session, review: Review) -> Seated:
    """Who sits in a decision, as the program."""
    with as_program(session):
        seats = session.exec(
            select(ReviewSeat).where(ReviewSeat.review_id == review.id, is_current())
        ).all()
        said = session.exec(select(CoSignature).where(CoSignature.review_id == review.id)).all()
    now = {one.seat: one for one in seats}
    places = {(one.seat, one.place) for one in seats}
    return Seated(now, {one.seat: one for one in said if (one.seat, one.place) in places})


def review_named(session: Session, public_id: str, *, held: bool = False) -> Review:
    """A decision by its public id, as the program. Raises NotFound.

    `held` has others wait for it until the transaction ends.
    """
    with as_program(session):
        found = select(Review).where(Review.public_id == public_id)
        if held:
            found = found.with_for_update().execution_options(populate_existing=True)
        review = session.exec(found).first()
    if review is None:
        raise NotFound
    return review


def own_seat(session: Session, actor: Actor, review: Review, *, at: datetime) -> ReviewSeat | None:
    """The seat that is the actor's in a decision now; None for none, and once it has expired."""
    with as_program(session):
        return session.exec(
            select(ReviewSeat).where(
                ReviewSeat.review_id == review.id,
                ReviewSeat.by_id == actor.person_id,
                ReviewSeat.expires_at > at,
                is_current(),
            )
        ).first()


def sight_of(session: Session, actor: Actor, review: Review, *, at: datetime) -> Sight:
    """As whom the actor reads a decision. Raises NotFound for whoever reads nothing of it."""
    if review.person_id == actor.person_id:
        return Sight.CANDIDATE
    if own_seat(session, actor, review, at=at) is not None:
        return Sight.SIGNER
    with as_program(session):
        decides = session.exec(
            select(Appeal.id).where(
                Appeal.review_id == review.id,
                Appeal.decider_id == actor.person_id,
                col(Appeal.decided_at).is_(None),
            )
        ).first()
    if decides is not None:
        return Sight.DECIDER
    reads = reaches(col(Person.id), actor, Permission.CERTIFICATION_READ)
    candidate = Person.id == review.person_id
    if session.exec(select(Person.id).where(candidate, reads)).first() is None:
        raise NotFound
    directly = leads_directly(col(Person.id), actor, Permission.CERTIFICATION_SIGN)
    if session.exec(select(Person.id).where(candidate, directly)).first() is not None:
        return Sight.DIRECT
    above = session.exec(
        select(Reach.ancestor_id).where(
            Reach.descendant_id == review.person_id,
            col(Reach.ancestor_id).in_(in_places(actor, Permission.CERTIFICATION_SIGN)),
            Reach.depth > 0,
        )
    ).first()
    return Sight.COUNTS if above is None else Sight.ABOVE


def in_places(actor: Actor, permission: Permission) -> set[int]:
    """The actor, and those in whose place they are with a permission."""
    return {one.stands_in_for_id or actor.person_id for one in actor.covering(permission)}


def may_name(session: Session, actor: Actor, person_id: int) -> bool:
    """Whether the actor names who takes part in deciding about somebody: never about themself."""
    covered = reaches(col(Person.id), actor, Permission.PATH_ASSIGN)
    return (
        session.exec(select(Person.id).where(Person.id == person_id, covered)).first() is not None
    )


class Weighed(NamedTuple):
    """What was asked to be decided, measured as of the day it was asked for."""

    path: Path
    came: Came
    known: Known
    stood: Stood
    """How it stands today."""

    @property
    def scorers(self) -> frozenset[int]:
        """Who scored a session that counts."""
        return scorers_of(self.came, self.known)


def weighed(session: Session, review: Review, *, at: datetime) -> Weighed:
    """A decision with what counts by now of what there was on the day it was asked for."""
    with as_program(session):
        enrolment = session.get_one(Enrolment, review.enrolment_id)
        if enrolment.withdrawn_at is not None:
            raise NotFound
        now = stood_on(session, enrolment, at=at)
        path = paths_by_version(session, [review.path_version_id])[review.path_version_id]
    came = came_to(
        path,
        now.known,
        awards=tuple(one for one in now.awards if one.on <= review.asked_on),
        around=Circumstances(in_review=True),
        today=review.asked_on,
    )
    return Weighed(path, came, now.known, now)


def scorers_of(came: Came, known: Known) -> frozenset[int]:
    """Who scored one of the sessions that count, first or again."""
    counted = {
        item.subject
        for line in came.lines
        if line.requirement.is_observed
        for item in line.measured.counted
    }
    return frozenset(
        who
        for one in known.facts.observed
        if one.subject in counted
        for who in (*one.observers, *one.before)
    )


def around_of(session: Session, review: Review, found: Weighed) -> Around:
    """What a decision is about, for who may take part in it."""
    return Around(review.person_id, found.scorers, is_small(session))


def sitters(
    session: Session, candidate_id: int, *, at: datetime, people: Collection[int] | None = None
) -> dict[int, Sitter]:
    """Who might take a part in deciding about somebody, by id; `people` are looked at alone.

    Of everybody those who sign somewhere, and in a small house whoever coaches and guests. In
    three statements.
    """
    above = {
        one.ancestor_id: one.depth
        for one in session.exec(
            select(Reach).where(Reach.descendant_id == candidate_id, Reach.depth > 0)
        )
    }
    below = set(
        session.exec(
            select(Reach.descendant_id).where(Reach.ancestor_id == candidate_id, Reach.depth > 0)
        )
    )
    wanted = {Permission.CERTIFICATION_SIGN}
    if people is not None or is_small(session):
        wanted |= {Permission.COACHING_HOLD, Permission.OBSERVATION_WRITE}
    bearing = [role for role, may in PERMISSIONS.items() if may & wanted]
    asked = select(Grant).join(Person, col(Person.id) == col(Grant.person_id))
    held = asked.where(col(Grant.role).in_(bearing), is_held(at, at.date()), in_employment(at))
    if people is not None:
        held = held.where(col(Grant.person_id).in_(people))
    grants: dict[int, list[Grant]] = defaultdict(list)
    for one in session.exec(held):
        grants[one.person_id].append(one)
    return {
        who: _sitter(who, theirs, candidate_id, above, who in below)
        for who, theirs in grants.items()
    }


def everywhere_of(known: Mapping[int, Sitter], people: Iterable[int]) -> set[int]:
    """These people, and everybody in whose place one of them is."""
    return {place for who in people for place in known.get(who, Sitter(who)).everywhere}


def _sitter(
    who: int, grants: Iterable[Grant], candidate: int, above: dict[int, int], is_below: bool
) -> Sitter:
    """What somebody's roles make of them for deciding about a candidate."""
    theirs = list(grants)
    signing = [one for one in theirs if Permission.CERTIFICATION_SIGN in PERMISSIONS[one.role]]
    covering = [
        one
        for one in signing
        if (one.root_id is None or one.root_id in above)
        and candidate not in (who, one.stands_in_for_id)
    ]
    places = {one.stands_in_for_id for one in theirs if one.stands_in_for_id is not None}
    depths = [above[one] for one in {who, *places} if one in above]
    return Sitter(
        who,
        depth=min(depths, default=None),
        signs=bool(covering),
        signs_somewhere=bool(signing),
        coaches=any(Permission.COACHING_HOLD in PERMISSIONS[one.role] for one in theirs),
        is_guest=any(one.role is Role.GUEST for one in theirs),
        is_below=is_below,
        places=frozenset(places),
    )


def people_named(session: Session, people: Collection[int]) -> dict[int, Person]:
    """These people by id, for rows that the reader may see already; one statement."""
    found = session.exec(select(Person).where(col(Person.id).in_(set(people))))
    return {one.id or 0: one for one in found}


def day_of(session: Session, person_id: int, at: datetime) -> date:
    """The day where somebody is."""
    return local_day(at, session.get_one(Person, person_id).time_zone)


def direct_leaders(session: Session, person_id: int) -> list[int]:
    """Whom somebody reports to."""
    found = select(Reach.ancestor_id).where(Reach.descendant_id == person_id, Reach.depth == 1)
    return list(session.exec(found))


def last_refusal(
    session: Session, person_id: int, path_key: str
) -> tuple[Review, CoSignature] | None:
    """The newest refusal of somebody on a path that no appeal has set aside; None for none.

    Also from before they were taken off the path and put on it again.
    """
    set_aside = exists().where(
        col(Appeal.review_id) == col(Review.id), col(Appeal.outcome) == Heard.ALLOWED
    )
    with as_program(session):
        return session.exec(
            select(Review, CoSignature)
            .join(CoSignature, col(CoSignature.review_id) == col(Review.id))
            .join(Enrolment, col(Enrolment.id) == col(Review.enrolment_id))
            .where(
                Enrolment.person_id == person_id,
                Enrolment.path_key == path_key,
                Review.outcome == Verdict.NOT_YET,
                CoSignature.said == Said.NOT_YET,
                ~set_aside,
            )
            .order_by(col(Review.closed_at).desc(), col(Review.id).desc())
            .limit(1)
        ).first()


def certifies(session: Session, person_id: int, candidate_id: int, *, at: datetime) -> bool:
    """Whether somebody may observe a candidate for certification now."""
    return person_id in certifiers(session, candidate_id, at=at, people=[person_id])


def certifiers(
    session: Session, candidate_id: int, *, at: datetime, people: Collection[int] | None = None
) -> set[int]:
    """Who may observe a candidate for certification; `people` are looked at alone."""
    bearing = [role for role, may in PERMISSIONS.items() if Permission.OBSERVATION_CERTIFY in may]
    above = select(Reach.ancestor_id).where(Reach.descendant_id == candidate_id, Reach.depth > 0)
    below = select(Reach.descendant_id).where(Reach.ancestor_id == candidate_id)
    covers = col(Grant.root_id).is_(None) | col(Grant.root_id).in_(above)
    found = (
        select(Grant.person_id)
        .join(Person, col(Person.id) == col(Grant.person_id))
        .where(
            col(Grant.role).in_(bearing),
            is_held(at, at.date()),
            in_employment(at),
            covers,
            # Neither themself nor who reports to them.
            col(Grant.person_id).not_in(below),
            Grant.person_id != candidate_id,
        )
    )
    if people is not None:
        found = found.where(col(Grant.person_id).in_(people))
    return set(session.exec(found))
