"""Whatever happens on paths, in whatever order: the state follows from what is there.

Covered: being enrolled, leaving and coming back; sessions, practices, cycles and signatures that
come in order, late, twice, and are withdrawn; days that pass; progress made at any moment, by hand
and by the job; a decision that is asked for, taken back, not yet and certified; a certificate that
is renewed, rests, comes back into force, is revoked, and ends.

Who decides is left to `test_deciding.py`, where the real actions are called: here `asks`,
`is_decided` and `on_certificate` write what those who decide write, by the actions of the base.

To add something that happens, add a rule to `Paths` that ends in `_made` where its room does.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import Engine
from sqlmodel import col, select

from coach_the_coach.certification.credential import actions as awards
from coach_the_coach.certification.credential.rules import Reason
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.facts.rules import Known
from coach_the_coach.certification.paths.rules import Path, stored_path
from coach_the_coach.certification.progress.making.actions import make_now, make_progress, move
from coach_the_coach.certification.progress.rules import (
    Came,
    Circumstances,
    came_to,
    next_validity,
)
from coach_the_coach.certification.requirements.facts import (
    Closed,
    Facts,
    Held,
    Led,
    Logged,
    Signed,
)
from coach_the_coach.certification.rules import HOLDS, Move, State, Verdict, after
from coach_the_coach.certification.tables import (
    Enrolment,
    EnrolmentStep,
    PathVersion,
    Progress,
    Review,
)
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.evidence import actions as evidence
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Behind
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.tables import Person
from tests.cast import NOW, Cast, people
from tests.certification import kept
from tests.certification.machine.house import OnOneDatabase, run

EXAMPLES, STEPS = 12, 40

SECOND: dict[str, Any] = {
    "key": "for-good",
    "valid_days": 0,
    "window_days": 0,
    "requirements": [
        {"type": "logged-sessions", "key": "log", "count": 1, "days": 30, "reps": 0},
        {"type": "cycles-closed", "key": "cycle", "count": 1},
    ],
    "recertify": [],
}
"""A path whose certificate does not end."""

backs = st.integers(0, 70)
which = st.integers(0, 5)
"""Which of those there are: the remainder counts."""


@dataclass
class Note:
    """One piece of evidence as this test knows it."""

    kind: str
    on: date
    row: Any
    is_withdrawn: bool = False
    is_complete: bool = True


@dataclass
class Walk:
    """One person on one path, and what this test knows of them."""

    enrolment: Enrolment
    person: Person
    path: Path
    review: Review | None = None


@dataclass
class Certificate:
    """One certificate as this test knows it."""

    row: Award
    person: Person
    held: Held
    is_revoked: bool = False
    is_resting: bool = False


@dataclass
class Model:
    """All that happened, beside the database."""

    at: datetime = NOW
    notes: dict[int, list[Note]] = field(default_factory=dict)
    walks: list[Walk] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)


class Paths(OnOneDatabase):
    """People are on paths; evidence, days, decisions and certificates come as they will."""

    cast: Cast
    versions: list[PathVersion]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()

    def teardown(self) -> None:
        """Make everybody's once more, and leave nothing behind."""
        with suppress(AttributeError):
            self.everything_follows()
        super().teardown()

    @initialize()
    def begin(self) -> None:
        """Two managers, each on one path to begin with."""
        self.cast = people(self.session)
        self.versions = [kept.path(self.session), kept.path(self.session, **SECOND)]
        self.model.notes = {who.id or 0: [] for who in (self.cast.mo, self.cast.mia)}
        for who, version in zip((self.cast.mo, self.cast.mia), self.versions, strict=True):
            self._enrol(who, version)

    # What happens ---------------------------------------------------------------------------

    @rule(days=st.sampled_from([0, 1, 5, 20, 45]), minutes=st.integers(1, 600))
    def time_passes(self, days: int, minutes: int) -> None:
        """Nothing else."""
        self.model.at += timedelta(days=days, minutes=minutes)

    @rule(who=which, version=which)
    def is_enrolled(self, who: int, version: int) -> None:
        """On a path that they are not on."""
        person, one = self._person(who), self.versions[version % 2]
        if not any(
            walk.person is person and walk.path.key == one.key and self._is_open(walk)
            for walk in self.model.walks
        ):
            self._enrol(person, one)

    @rule(who=which, back=backs, is_complete=st.sampled_from([True, True, False]))
    def logs_a_session(self, who: int, back: int, is_complete: bool) -> None:
        """Of some day before, with all five things said or not."""
        person, on = self._person(who), self._today() - timedelta(days=back)
        row = kept.log(
            self.session, person, self.cast.rae, on, at=self.model.at, complete=is_complete
        )
        self._note(person, Note("log", on, row, is_complete=is_complete))

    @rule(who=which, back=backs)
    def leads_a_practice(self, who: int, back: int) -> None:
        """With one round."""
        person, on = self._person(who), self._today() - timedelta(days=back)
        row = kept.practice(self.session, person, on, self.cast.rae, at=self.model.at)
        self._note(person, Note("practice", on, row))

    @rule(who=which, back=backs, shown=st.booleans())
    def closes_a_cycle(self, who: int, back: int, shown: bool) -> None:
        """With its result or honestly without."""
        person, on = self._person(who), self._today() - timedelta(days=back)
        row = kept.cycle(self.session, person, self.cast.rae, on, shown=shown, at=self.model.at)
        self._note(person, Note("cycle", on, row))

    @rule(who=which, back=backs)
    def is_signed_for(self, who: int, back: int) -> None:
        """By a specialist."""
        person, on = self._person(who), self._today() - timedelta(days=back)
        row = kept.attest(self.session, person, self.cast.spec, on, at=self.model.at)
        self._note(person, Note("gate", on, row))

    @rule(who=which, note=which)
    def is_withdrawn(self, who: int, note: int) -> None:
        """Something that counted so far; a closed cycle stays closed."""
        there = [
            one
            for one in self.model.notes[self._person(who).id or 0]
            if not one.is_withdrawn and one.kind != "cycle"
        ]
        if not there:
            return
        one = there[note % len(there)]
        one.is_withdrawn = True
        if isinstance(one.row, LogEntry):
            kept.take_back(self.session, one.row, at=self.model.at)
            return
        one.row.withdrawn_at, one.row.why_withdrawn = self.model.at, "A slip."
        self.session.add(one.row)
        evidence.withdraw(self.session, one.row.public_id, at=self.model.at, reason="A slip.")

    @rule(who=which, note=which)
    def is_entered_twice(self, who: int, note: int) -> None:
        """By a press that was repeated: the ledger has it once."""
        person = self._person(who)
        logs = [
            one
            for one in self.model.notes[person.id or 0]
            if one.kind == "log" and not one.is_withdrawn
        ]
        if logs:
            subject, at = logs[note % len(logs)].row.public_id, self.model.at
            evidence.keep(self.session, person.id or 0, EvidenceKind.LOG, subject, at=at, now=at)

    @rule(who=which)
    def is_made(self, who: int) -> None:
        """Somebody looks."""
        person = self._person(who)
        make_now(self.session, [person.id or 0], at=self.model.at)
        self._follows([walk for walk in self.model.walks if walk.person is person])

    @rule()
    def the_job_runs(self) -> None:
        """Those who are behind and those whose day has begun."""
        make_progress(self.session, {}, self.model.at)
        assert self.session.exec(select(Behind.person_id)).all() == []
        self._follows(self.model.walks)

    @rule(walk=which)
    def leaves(self, walk: int) -> None:
        """A path, and with it what is asked there."""
        one = self._walk(walk)
        if one is None:
            return
        self._made(one)
        one.enrolment.withdrawn_at, one.enrolment.why_withdrawn = self.model.at, "Later."
        self.session.add(one.enrolment)
        if one.review is not None:
            kept.close(self.session, one.review, Verdict.TAKEN_BACK, at=self.model.at)
            one.review = None
        move(self.session, one.enrolment, Move.WITHDRAW, by_id=None, at=self.model.at)
        self._made(one)

    @rule(walk=which)
    def asks(self, walk: int) -> None:
        """For a decision: only where everything is there."""
        one = self._walk(walk)
        if one is None or one.review is not None:
            return
        self._made(one)
        came = self._came(one)
        if came.state is State.COMPLETE or (came.is_complete and came.state in HOLDS):
            one.review = kept.ask(self.session, one.enrolment, came.asking, at=self.model.at)
        elif came.state not in HOLDS:
            with pytest.raises(ValueError, match="no way from"):
                move(self.session, one.enrolment, Move.ASK, by_id=None, at=self.model.at)

    @rule(walk=which, verdict=st.sampled_from([*Verdict, Verdict.CERTIFIED, Verdict.CERTIFIED]))
    def is_decided(self, walk: int, verdict: Verdict) -> None:
        """What was asked for; nobody is certified whose evidence went meanwhile."""
        one = self._walk(walk)
        if one is None or one.review is None:
            return
        self._made(one)
        came = self._came(one)
        if came.state is State.SUSPENDED:
            return
        if verdict is Verdict.CERTIFIED and not came.is_complete:
            verdict = Verdict.NOT_YET
        kept.close(self.session, one.review, verdict, at=self.model.at)
        one.review = None
        if verdict is Verdict.CERTIFIED:
            self._certify(one, came)
        made = {
            Verdict.CERTIFIED: Move.CERTIFY,
            Verdict.NOT_YET: Move.NOT_YET,
            Verdict.TAKEN_BACK: Move.TAKE_BACK,
        }[verdict]
        # While a certificate stands the open decision alone said that one was asked for.
        is_renewed = verdict is Verdict.CERTIFIED and came.state in (State.WINDOW, State.GRACE)
        if came.state is State.REVIEW or is_renewed:
            move(self.session, one.enrolment, made, by_id=None, at=self.model.at)
        self._made(one)

    @rule(place=which, what=st.sampled_from([Move.SUSPEND, Move.REINSTATE, Move.REVOKE]))
    def on_certificate(self, place: int, what: Move) -> None:
        """Something is done to the newest certificate of somebody on their path."""
        one = self._walk(place)
        newest = self._newest(one) if one else None
        if one is None or newest is None:
            return
        self._made(one)
        state = self._came(one).state
        if after(state, what) is None:
            return
        at = self.model.at
        if what is Move.SUSPEND:
            awards.suspend(self.session, newest.row, at)
            newest.is_resting = True
        elif what is Move.REINSTATE:
            awards.reinstate(self.session, newest.row, at)
            newest.is_resting = False
        else:
            awards.revoke(self.session, newest.row, Reason.MISTAKE, at)
            newest.is_revoked = True
        move(self.session, one.enrolment, what, by_id=self.cast.lena.id, at=at)
        self._made(one)

    @rule(walk=which, chance=st.integers(0, 1000))
    def in_another_order(self, walk: int, chance: int) -> None:
        """The same evidence of somebody else on the same path comes to the same."""
        one = self._walk(walk)
        if one is None:
            return
        self._made(one)
        with self.session.begin_nested() as point:
            other = self._twin(one, Random(chance))
            make_now(self.session, [other.person_id], at=self.model.at)
            said = self._said(kept.made(self.session, other))
            point.rollback()
        assert said == self._said(kept.made(self.session, one.enrolment))

    # What holds -----------------------------------------------------------------------------

    @invariant()
    def every_history_is_a_walk_that_ends_where_they_are(self) -> None:
        """From not started on, by ways that there are, and never back in time."""
        for walk in self.model.walks:
            steps = self.session.exec(
                select(EnrolmentStep)
                .where(EnrolmentStep.enrolment_id == walk.enrolment.id)
                .order_by(col(EnrolmentStep.place))
            ).all()
            state = State.NOT_STARTED
            for place, step in enumerate(steps, start=1):
                assert step.place == place
                assert after(state, step.move) is step.to, f"{state} by {step.move}"
                state = step.to
            days = [step.on for step in steps]
            assert days == sorted(days)
            made = self.session.get(Progress, walk.enrolment.id)
            assert made is None or made.state is state

    def everything_follows(self) -> None:
        """Made anew, everybody stands where what is there says."""
        who = [person.id or 0 for person in (self.cast.mo, self.cast.mia)]
        make_now(self.session, who, at=self.model.at)
        self._follows(self.model.walks)

    def _follows(self, walks: list[Walk]) -> None:
        """What was made a moment ago is what this test makes of its own notes."""
        for walk in walks:
            if not self._is_open(walk):
                continue
            came, made = self._came(walk), kept.made(self.session, walk.enrolment)
            assert (made.state, made.asking, made.missing, made.met, made.last_on) == (
                came.state,
                came.asking,
                [line.requirement.key for line in came.missing],
                len(came.lines) - len(came.missing),
                came.last_on,
            )

    # What this test knows ---------------------------------------------------------------------

    def _came(self, walk: Walk) -> Came:
        """How somebody stands, from scratch, from the notes of this test alone."""
        notes = [one for one in self.model.notes[walk.person.id or 0] if not one.is_withdrawn]
        logged = tuple(
            Logged(str(place), one.on, 1, 30, is_complete=one.is_complete)
            for place, one in enumerate(notes)
            if one.kind in ("log", "practice")
        )
        facts = Facts(
            logged=logged,
            led=tuple(
                Led(str(n), one.on, 1) for n, one in enumerate(notes) if one.kind == "practice"
            ),
            closed=tuple(
                Closed(str(n), one.on) for n, one in enumerate(notes) if one.kind == "cycle"
            ),
        )
        signed = tuple(
            Signed(str(n), one.on, requirement="gate")
            for n, one in enumerate(notes)
            if one.kind == "gate"
        )
        mine = self._standing(walk)
        around = Circumstances(
            in_review=walk.review is not None, is_suspended=bool(mine) and mine[-1].is_resting
        )
        return came_to(
            walk.path,
            Known(facts, {"first-steps": signed}),
            awards=[one.held for one in mine],
            around=around,
            today=self._today(),
        )

    def _standing(self, walk: Walk) -> list[Certificate]:
        """The certificates since the last one that was revoked."""
        mine: list[Certificate] = []
        for one in self.model.certificates:
            if one.person is walk.person and one.held.path == walk.path.key:
                mine = [] if one.is_revoked else [*mine, one]
        return mine

    def _newest(self, walk: Walk) -> Certificate | None:
        mine = self._standing(walk)
        return mine[-1] if mine else None

    def _certify(self, walk: Walk, came: Came) -> None:
        """Grant what is decided: everything that was asked was there."""
        assert came.is_complete
        held = [one.held for one in self._standing(walk)]
        validity = next_validity(walk.path, held, self._today())
        version = self.session.get_one(PathVersion, walk.enrolment.path_version_id)
        row = kept.award(
            self.session,
            walk.person,
            version,
            validity.since,
            validity.until,
            kind=came.asking,
            at=self.model.at,
        )
        one = Held(row.public_id, validity.since, path=version.key, until=validity.until)
        self.model.certificates.append(Certificate(row, walk.person, one))

    def _twin(self, walk: Walk, random: Random) -> Enrolment:
        """Somebody new to whom the same happened in another order."""
        twin = Person(
            email=f"twin{random.random()}@example.com",
            given_name="Twin",
            family_name="Other",
            time_zone=walk.person.time_zone,
        )
        self.session.add(twin)
        self.session.flush()
        version = self.session.get_one(PathVersion, walk.enrolment.path_version_id)
        at = self.model.at
        notes = [*self.model.notes[walk.person.id or 0]]
        random.shuffle(notes)
        is_enrolled_first = random.random() < 0.5
        enrolment = kept.enrol(self.session, twin, version, at=at) if is_enrolled_first else None
        for note in notes:
            self._again(twin, note)
            if enrolment and random.random() < 0.2:
                make_now(self.session, [twin.id or 0], at=at)
        for one in self._standing(walk):
            row = kept.award(self.session, twin, version, one.held.on, one.held.until, at=at)
            row.suspended_at = at if one.is_resting else None
            self.session.add(row)
        made = enrolment or kept.enrol(self.session, twin, version, at=at)
        if walk.review is not None:
            make_now(self.session, [twin.id or 0], at=at)
            was = walk.review
            self.session.add(
                Review(
                    enrolment_id=made.id or 0,
                    person_id=twin.id or 0,
                    path_version_id=was.path_version_id,
                    asking=was.asking,
                    asked_at=was.asked_at,
                    asked_on=was.asked_on,
                )
            )
            self.session.flush()
        return made

    def _again(self, twin: Person, note: Note) -> None:
        """The same evidence of another person, withdrawn where it was."""
        session, at, rae = self.session, self.model.at, self.cast.rae
        if note.kind == "log":
            row = kept.log(session, twin, rae, note.on, at=at, complete=note.is_complete)
        elif note.kind == "practice":
            row = kept.practice(session, twin, note.on, rae, at=at)
        elif note.kind == "cycle":
            kept.cycle(session, twin, rae, note.on, at=at)
            return
        elif note.is_withdrawn:
            return
        else:
            kept.attest(session, twin, self.cast.spec, note.on, at=at)
            return
        if note.is_withdrawn:
            kept.take_back(session, row, at=at)

    def _said(self, made: Progress) -> dict[str, Any]:
        """What does not depend on when it was found."""
        state = made.state
        return made.model_dump(exclude={"enrolment_id", "person_id", "state_since", "made_at"}) | {
            "state": state
        }

    # Ways ------------------------------------------------------------------------------------

    def _enrol(self, person: Person, version: PathVersion) -> None:
        enrolment = kept.enrol(self.session, person, version, at=self.model.at)
        self.model.walks.append(Walk(enrolment, person, stored_path(version.content)))

    def _made(self, walk: Walk) -> None:
        """Made at once, and right."""
        make_now(self.session, [walk.enrolment.person_id], at=self.model.at)
        self._follows([one for one in self.model.walks if one.person is walk.person])

    def _note(self, person: Person, note: Note) -> None:
        self.model.notes[person.id or 0].append(note)

    def _person(self, who: int) -> Person:
        return (self.cast.mo, self.cast.mia)[who % 2]

    def _walk(self, place: int) -> Walk | None:
        there = [walk for walk in self.model.walks if self._is_open(walk)]
        return there[place % len(there)] if there else None

    def _is_open(self, walk: Walk) -> bool:
        return walk.enrolment.withdrawn_at is None

    def _today(self) -> date:
        return local_day(self.model.at, self.cast.mo.time_zone)


def test_whatever_happens_the_state_follows_from_what_is_there(sqlite: Engine):
    run(Paths, sqlite, examples=EXAMPLES, steps=STEPS)
