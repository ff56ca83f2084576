"""Who here could take which part for whom, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.certification.able.rows import AbleRow, PartRow, PathOption, SmallRow
from coach_the_coach.certification.able.rules import (
    MOST,
    Candidate,
    House,
    answers,
    enough_mark,
    enough_word,
    part_word,
    verdict_words,
)
from coach_the_coach.certification.paths.rules import Path, stored_path
from coach_the_coach.certification.queries import newest_version, newest_versions
from coach_the_coach.certification.tables import Enrolment, SmallHouse
from coach_the_coach.foundation.errors import NotPermitted
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import day, local_day
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import PERMISSIONS, Actor, Permission, Role
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import is_held, reaches
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Grant, Person, Reach
from coach_the_coach.observations.watching.needs.rules import PER_MONTH
from coach_the_coach.observations.watching.tables import ObserverPlaces

ASKS: Final = (Permission.PATH_ASSIGN, Permission.PATH_WRITE)
"""Who may ask whether a path can be finished."""

_TAKES: Final = (Role.CERTIFIER, Role.SPECIALIST, Role.LEADER, Role.MANAGER, Role.GUEST)


def can_finish(session: Session, path: Path, people: Collection[int], *, at: datetime) -> AbleRow:
    """Whether these people could finish a path here, of at most `MOST` of them.

    Six statements for one and for many. As the program: who may do what is said of no candidate's
    evidence, and its caller found the people.
    """
    chosen = sorted(people)[:MOST]
    if not chosen:
        return AbleRow()
    with as_program(session):
        house = house_of(session, at=at)
        candidates = _candidates(session, chosen, house)
    found = answers(path, candidates, house)
    about = _n("Said of {n} person.", "Said of {n} people.", len(chosen)).format(n=len(chosen))
    return AbleRow(
        verdict=verdict_words(found),
        about=about,
        parts=[
            PartRow(
                part_word(one.part), enough_word(one.enough), enough_mark(one.enough), one.words
            )
            for one in found
        ],
    )


def house_of(session: Session, *, at: datetime) -> House:
    """Who may do what here, in their own right; three statements."""
    found = session.exec(
        select(Grant.person_id, Grant.role, Grant.root_id)
        .join(Person, col(Person.id) == col(Grant.person_id))
        .where(
            col(Grant.role).in_(_TAKES),
            col(Grant.stands_in_for_id).is_(None),
            is_held(at, at.date()),
            in_employment(at),
        )
        .order_by(col(Grant.person_id))
    ).all()
    certifiers: dict[int, set[int | None]] = defaultdict(set)
    signers: dict[int, set[int | None]] = defaultdict(set)
    specialists: dict[int, set[int | None]] = defaultdict(set)
    others = []
    for who, role, root in found:
        for permission, over in (
            (Permission.OBSERVATION_CERTIFY, certifiers),
            (Permission.CERTIFICATION_SIGN, signers),
            (Permission.CERTIFICATION_ATTEST, specialists),
        ):
            if permission in PERMISSIONS[Role(role)]:
                over[who].add(root)
        if role in (Role.MANAGER, Role.LEADER, Role.GUEST):
            others.append(who)
    said = dict(
        session.exec(
            select(ObserverPlaces.person_id, ObserverPlaces.per_month).where(
                col(ObserverPlaces.person_id).in_(certifiers)
            )
        ).all()
    )
    return House(
        certifiers={who: frozenset(roots) for who, roots in certifiers.items()},
        signers={who: frozenset(roots) for who, roots in signers.items()},
        specialists={who: frozenset(roots) for who, roots in specialists.items()},
        others=tuple(dict.fromkeys(others)),
        places={who: said.get(who, PER_MONTH) for who in certifiers},
        is_small=is_small_house(session),
    )


def is_small_house(session: Session) -> bool:
    """Whether a manager of another team or somebody from outside may take each part here."""
    return session.exec(select(SmallHouse.is_on)).first() or False


def small_row(session: Session, actor: Actor, *, at: datetime) -> SmallRow:
    """Whether the small-company way is on, and since when. Raises NotPermitted."""
    _require(actor)
    one = session.exec(select(SmallHouse)).first()
    if one is None:
        return SmallRow(may_set=actor.can(Permission.PATH_WRITE))
    name = names_of(session, [one.set_by_id]).get(one.set_by_id, "")
    on = day(local_day(one.set_at, actor.time_zone), local_day(at, actor.time_zone)).exact
    return SmallRow(
        is_on=one.is_on,
        set_words=_("Set by {name}, {day}.").format(name=name, day=on),
        may_set=actor.can(Permission.PATH_WRITE),
    )


def path_options(session: Session, actor: Actor) -> list[PathOption]:
    """The paths there are, by level. Raises NotPermitted."""
    _require(actor)
    return [
        PathOption(one.key, one.title, stored_path(one.content).about)
        for one in newest_versions(session)
    ]


def finishing(session: Session, actor: Actor, *, path_key: str, at: datetime) -> AbleRow:
    """Whether those in reach who are on a path could finish it. Raises NotPermitted, NotFound."""
    _require(actor)
    path = stored_path(newest_version(session, path_key).content)
    covering = next(one for one in ASKS if actor.can(one))
    people = session.exec(
        select(Enrolment.person_id)
        .join(Person, col(Person.id) == col(Enrolment.person_id))
        .where(
            Enrolment.path_key == path_key,
            col(Enrolment.withdrawn_at).is_(None),
            reaches(col(Enrolment.person_id), actor, covering),
            in_employment(at),
        )
        .order_by(col(Enrolment.person_id))
        .limit(MOST)
    ).all()
    return can_finish(session, path, people, at=at)


def _require(actor: Actor) -> None:
    if not any(actor.can(one) for one in ASKS):
        raise NotPermitted


def _candidates(session: Session, people: Collection[int], house: House) -> list[Candidate]:
    """These people by name with those above them, and whom of the house they lead."""
    names = names_of(session, people)
    above: dict[int, list[int]] = defaultdict(list)
    for who, leader in session.exec(
        select(Reach.descendant_id, Reach.ancestor_id)
        .where(col(Reach.descendant_id).in_(people), Reach.depth > 0)
        .order_by(col(Reach.depth))
    ):
        above[who].append(leader)
    doers = {*house.certifiers, *house.signers, *house.specialists}
    doers |= {*house.others} if house.is_small else set()
    led: dict[int, set[int]] = defaultdict(set)
    below = select(Reach.ancestor_id, Reach.descendant_id).where(
        col(Reach.ancestor_id).in_(people), col(Reach.descendant_id).in_(doers), Reach.depth > 0
    )
    for leader, who in session.exec(below):
        led[leader].add(who)
    return [
        Candidate(who, names.get(who, ""), tuple(above[who]), frozenset(led[who])) for who in people
    ]
