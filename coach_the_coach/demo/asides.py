"""What stands beside the observations: short looks, own tallies, and rounds of practice."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.demo import cast
from coach_the_coach.demo.cast import Habit, Part
from coach_the_coach.demo.chance import chance, device_id, public_id
from coach_the_coach.demo.coached import put_evidence
from coach_the_coach.demo.hiring import certifies
from coach_the_coach.demo.people import Member, Roster
from coach_the_coach.demo.shelf import Shelf, ids_of
from coach_the_coach.demo.sights import ALIKE, in_four, sight
from coach_the_coach.demo.wording import LOOKS
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.observations.looks.tables import Look, LookBody, LookLevel
from coach_the_coach.observations.practice.queries import conversations
from coach_the_coach.observations.practice.rules import agreement
from coach_the_coach.observations.practice.tables import PracticeRound
from coach_the_coach.observations.rating.outcome.rules import strip_of
from coach_the_coach.observations.readiness.rules import NEEDED
from coach_the_coach.observations.rubric.rules import LEVELS
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.selftally.tables import SelfTally, SelfTap
from coach_the_coach.observations.tally.rules import Buttons, Code, tally_of


@dataclass(frozen=True)
class Glance:
    """A short look that is told: when, by whom at whom, which levels, and whether it was read."""

    days_ago: int
    observer: Part
    coach: Part
    levels: dict[int, int]
    is_read: bool = True


@dataclass(frozen=True)
class Own:
    """A tally of one's own session that is told, and with whom it is shared."""

    days_ago: int
    coach: Part
    about: str
    shared_with: Part | None = None


GLANCES: Final = (
    Glance(24, cast.CRO, cast.NEUTRAL, {3: 3}),
    Glance(15, cast.SEVERE, cast.RESCUER, {2: 1, 7: 2}),
    Glance(10, cast.NEUTRAL, cast.IMPROVING, {2: 3}),
    Glance(1, cast.NEUTRAL, cast.SMALL, {7: 2}, is_read=False),
)
"""The short looks, each with its words in `words/observers.toml`, in this order."""

OWN: Final = (
    Own(30, cast.IMPROVING, "Monday, pipeline"),
    Own(12, cast.IMPROVING, "Thursday, price talk", shared_with=cast.NEUTRAL),
    Own(4, cast.CHECK, "Thursday, own doubts"),
)
"""The tallies of own sessions."""


PRACTISED: Final = ((cast.IMPROVING, (4, 3, 2)), (cast.CANDIDATE, (3, 3, 2)))
"""Who else has practised, and in how many turns of each conversation they differed."""

BEFORE: Final = timedelta(days=125)
"""How long ago those who score for certification have practised: before the history begins."""

HABITS: Final = (-1, 0, 0, 0, 1)
"""How far the levels of somebody who practises lie from the reference's, as often as they stand."""


def add_asides(
    session: Session,
    roster: Roster,
    people: dict[str, int],
    *,
    rubric_id: int,
    seed: int,
    at: datetime,
) -> None:
    """Write the short looks, the tallies of own sessions, and rounds of practice."""
    _add_looks(session, roster, people, rubric_id, seed, at)
    _add_own(session, roster, people, seed, at)
    _add_practice(session, roster, people, seed, at)


def _add_looks(
    session: Session,
    roster: Roster,
    people: dict[str, int],
    rubric_id: int,
    seed: int,
    at: datetime,
) -> None:
    shelf, luck = Shelf(), chance(seed, "looks")
    names = [public_id(luck) for _glance in GLANCES]
    for name, glance in zip(names, GLANCES, strict=True):
        given = at - timedelta(days=glance.days_ago, hours=2)
        shelf.add(
            Look,
            public_id=name,
            observer_id=people[roster.named(glance.observer).public_id],
            observed_id=people[roster.named(glance.coach).public_id],
            coached_id=None,
            rubric_id=rubric_id,
            opened_at=given - timedelta(minutes=3),
            given_at=given,
            read_at=given + timedelta(hours=1) if glance.is_read else None,
        )
    shelf.write(session, Look)
    ids = ids_of(session, Look)
    for name, glance, words in zip(names, GLANCES, LOOKS, strict=True):
        shelf.add(LookBody, look_id=ids[name], moment=words["moment"], to_try=words["to_try"])
        for dimension, level in glance.levels.items():
            shelf.add(LookLevel, look_id=ids[name], dimension=dimension, level=level)
    # A look that is given takes no level once its words are there.
    shelf.write(session, LookLevel, LookBody)


def _add_own(
    session: Session, roster: Roster, people: dict[str, int], seed: int, at: datetime
) -> None:
    shelf = Shelf()
    names = [public_id(chance(seed, "own", place)) for place in range(len(OWN))]
    sights = [
        sight(one.coach.habit or Habit(0.6, 0.6), 0.7, chance(seed, "own sight", name))
        for name, one in zip(names, OWN, strict=True)
    ]
    for name, one, seen in zip(names, OWN, sights, strict=True):
        started = at - timedelta(days=one.days_ago, hours=3)
        stopped = started + timedelta(seconds=seen.seconds)
        tally = tally_of(code for _second, code in in_four(seen.moments))
        other = one.shared_with and people[roster.named(one.shared_with).public_id]
        shelf.add(
            SelfTally,
            public_id=name,
            coach_id=people[roster.named(one.coach).public_id],
            source=Source.LIVE,
            buttons=Buttons.FOUR,
            purpose=Purpose.COACH,
            about=one.about,
            opened_at=started - timedelta(minutes=1),
            started_at=started,
            stopped_at=stopped,
            tally=asdict(tally),
            strip=strip_of(in_four(seen.moments), seconds=seen.seconds),
            shared_with_id=other,
            shared_at=stopped + timedelta(hours=1) if other else None,
        )
    shelf.write(session, SelfTally)
    ids = ids_of(session, SelfTally)
    for name, one, seen in zip(names, OWN, sights, strict=True):
        luck = chance(seed, "own taps", name)
        device, started = device_id(luck), at - timedelta(days=one.days_ago, hours=3)
        for seq, (second, code) in enumerate(in_four(seen.moments), 1):
            shelf.add(
                SelfTap,
                id=device_id(luck),
                self_tally_id=ids[name],
                device_id=device,
                seq=seq,
                at=started + timedelta(seconds=second),
                code=code,
                undoes=None,
            )
    shelf.write(session, SelfTap)


def _add_practice(
    session: Session, roster: Roster, people: dict[str, int], seed: int, at: datetime
) -> None:
    shelf = Shelf()

    def put(member: Member, luck: Random, differing: int, from_: datetime, place: int) -> None:
        values = round_values(luck, differing, from_, place=place)
        shelf.add(PracticeRound, person_id=people[member.public_id], **values)
        whose, seen = values["public_id"], values["compared_at"]
        put_evidence(shelf, people, member, EvidenceKind.CLIP, whose, seen)

    for part, differing in PRACTISED:
        luck = chance(seed, "practice", part.name)
        for place, turns in enumerate(differing):
            from_ = at - timedelta(days=110 - 20 * place)
            put(roster.named(part), luck, turns, from_, place)
    for member in roster.members:
        if certifies(member):
            luck = chance(seed, "practice", member.public_id)
            for place in range(NEEDED):
                put(member, luck, luck.randint(1, 4), at - BEFORE + timedelta(days=place), place)
    shelf.write(session, PracticeRound, Evidence)


def round_values(
    luck: Random, differing: int, from_: datetime, *, place: int = 0
) -> dict[str, Any]:
    """A round within some hours, to the end, with so many turns coded differently.

    `place` says of which conversation, in the order in which they are offered.
    """
    talk = conversations()[place]
    reference = [turn.code for turn in talk.turns if turn.code]
    places = set(luck.sample(range(len(reference)), differing))
    given = [
        ALIKE.get(code, Code.EXPLAIN) if place in places else code
        for place, code in enumerate(reference)
    ]
    started = from_ - timedelta(hours=luck.randrange(6))
    return {
        "public_id": public_id(luck),
        "conversation": talk.key,
        "started_at": started,
        "finished_at": started + timedelta(minutes=9),
        "codes": {str(number): str(code) for number, code in enumerate(given, 1)},
        "agreed": agreement(reference, given).agreed,
        "turns": len(reference),
        "levels": {
            str(one.dimension): one.level and min(max(one.level + luck.choice(HABITS), 1), LEVELS)
            for one in talk.ratings
        },
        "rated_at": started + timedelta(minutes=9),
        "compared_at": started + timedelta(minutes=9),
    }
