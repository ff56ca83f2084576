"""Who is there and on which paths, and doing something as the door would have it done."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, SQLModel, func, select

from coach_the_coach.certification.credential.tables import Award, Credential
from coach_the_coach.certification.deciding.tables import (
    Appeal,
    CoSignature,
    ReviewSeat,
    Suspension,
    SuspensionAct,
)
from coach_the_coach.certification.tables import Attestation, Enrolment, PathVersion, Review
from coach_the_coach.foundation.errors import Refusal
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.tables import Grant, Person
from coach_the_coach.observations.tables import BlindScoring, Observation
from tests import build
from tests.calibration import scene as calibration
from tests.cast import JUST_NOW, NOW, Cast, people
from tests.certification import kept

GROUND: Final[dict[str, Any]] = {
    "key": "ground",
    "title": "Ground",
    "evidence_days": 60,
    "valid_days": 60,
    "window_days": 25,
    "grace_days": 10,
    "renewed_by": "whole",
    "requirements": [
        {"type": "logged-sessions", "key": "log", "count": 2, "days": 30, "reps": 2},
        {"type": "sign-off", "key": "word", "text": "A leader stands for it"},
    ],
    "recertify": [{"type": "logged-sessions", "key": "log", "count": 1, "days": 60, "reps": 1}],
}
"""A path of two things, which the other renews."""

WHOLE: Final[dict[str, Any]] = {
    "key": "whole",
    "title": "Whole",
    "level": 2,
    "evidence_days": 90,
    "valid_days": 90,
    "window_days": 40,
    "grace_days": 10,
    "requirements": [
        {"type": "path-held", "key": "ground", "path": "ground"},
        {"type": "knowledge-check", "key": "exam"},
        {"type": "learning-units", "key": "unit", "count": 1},
        {
            "type": "observed-sessions",
            "key": "seen",
            "count": 2,
            "observers": 2,
            "outside": 1,
            "double": 1,
        },
        {"type": "attested", "key": "gate", "text": "The first gate is closed"},
    ],
    "recertify": [
        {"type": "observed-sessions", "key": "seen", "count": 1, "observers": 1},
        {"type": "logged-sessions", "key": "log", "count": 1, "days": 60, "reps": 1},
    ],
}
"""A path with something of each room."""

TOLD: Final[tuple[type[SQLModel], ...]] = (
    *(Review, ReviewSeat, CoSignature, Appeal, Suspension, SuspensionAct, Attestation),
    *(Award, Credential, Enrolment, Observation, BlindScoring),
)
"""What is there once, however often somebody presses."""


@dataclass
class Scene:
    """Everybody, the time, and what was done and refused so far."""

    session: Session
    cast: Cast
    people: list[Person]
    versions: dict[str, PathVersion]
    at: datetime = NOW
    done: Counter[str] = field(default_factory=Counter)
    look: Callable[[], None] = lambda: None
    """What judges each act of deciding."""

    def do(
        self,
        who: Person,
        action: Callable[..., Any],
        *,
        fresh: bool = True,
        twice: bool = False,
        **given: Any,
    ) -> Any:
        """What somebody's act comes to; a refusal leaves nothing behind, as with the door.

        What is done `twice` is done once: the second press is refused, or changes nothing. No two
        acts have one instant.
        """
        self.at += timedelta(seconds=1)
        made = self._once(who, action, fresh, given)
        if ".deciding." in action.__module__ and not isinstance(made, Refusal):
            self.look()
        if twice and not isinstance(made, Refusal):
            before = self._there()
            self._once(who, action, fresh, given)
            assert self._there() == before, f"{action.__name__} twice"
        name = f"{action.__module__.rpartition('.')[0].rpartition('.')[2]}: {action.__name__}"
        self.done[f"{name} {type(made).__name__ if isinstance(made, Refusal) else 'done'}"] += 1
        return made

    def later(self, **given: int) -> None:
        """Time passes."""
        self.at += timedelta(**given)

    def _once(
        self, who: Person, action: Callable[..., Any], fresh: bool, given: dict[str, Any]
    ) -> Any:
        self.session.flush()
        self.session.expire_all()
        point = self.session.begin_nested()
        proved_at = JUST_NOW if fresh else self.at - timedelta(hours=1)
        actor = replace(actor_named(self.session, who.id or 0, self.at), proved_at=proved_at)
        try:
            made = action(self.session, actor, at=self.at, **given)
        except Refusal as refused:
            point.rollback()
            self.session.expire_all()
            return refused
        point.commit()
        return made

    def _there(self) -> list[int]:
        """How many rows there are of each."""
        return [self.session.exec(select(func.count()).select_from(one)).one() for one in TOLD]


def begin(session: Session) -> Scene:
    """The cast, those from outside it, and both paths; nobody is on one yet."""
    cast = people(session)
    calibration.let_certify(session, cast)
    others = [calibration.outsider(session, "sam")]
    others += [_person(session, name) for name in ("ina", "vic", "max", "gus")]
    _sam, ina, vic, max_, gus = others
    _grant(session, ina, Role.LEADER, ina)
    _grant(session, ina, Role.CERTIFIER, None)
    build.practised(session, ina, at=NOW - timedelta(days=30))
    # Each in the place of another: of a leader who signs, and of a candidate.
    _grant(session, vic, Role.LEADER, cast.lena, in_place_of=cast.lena)
    _grant(session, max_, Role.LEADER, max_)
    _grant(session, max_, Role.MANAGER, cast.mo, in_place_of=cast.mo)
    _grant(session, gus, Role.GUEST, None)
    versions = {one["key"]: kept.path(session, **one) for one in (GROUND, WHOLE)}
    there = (cast.cleo, cast.lena, cast.spec, cast.odd, cast.mo, cast.mia, cast.sol, cast.rae)
    return Scene(session, cast, [*there, cast.ada, *others], versions)


def _person(session: Session, name: str) -> Person:
    """Somebody who reports to nobody."""
    made = Person(
        email=f"{name}@example.com",
        given_name=name.title(),
        family_name="Beside",
        time_zone="Europe/Paris",
    )
    session.add(made)
    session.flush()
    return made


def _grant(
    session: Session,
    who: Person,
    role: Role,
    root: Person | None,
    *,
    in_place_of: Person | None = None,
) -> None:
    """A role for as long as anything here lasts."""
    session.add(
        Grant(
            person_id=who.id or 0,
            role=role,
            root_id=root.id if root else None,
            starts_at=NOW - timedelta(days=300),
            stands_in_for_id=in_place_of.id if in_place_of else None,
        )
    )
    session.flush()
