"""What evidence does on its own: it comes late, twice and in any order, and is taken back."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import col, select

from coach_the_coach.calibration.adjudication.actions import decline_third
from coach_the_coach.calibration.pairing.actions import call_off_double
from coach_the_coach.certification.deciding.attesting import actions as attesting
from coach_the_coach.certification.learning.rules import EXAM
from coach_the_coach.certification.tables import Attestation
from coach_the_coach.foundation.errors import Refusal
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.actions import discard_draft
from coach_the_coach.observations.tables import BlindScoring, Status
from tests.cast import Cast
from tests.certification import kept
from tests.certification.machine import rows, work
from tests.certification.machine.house import OnOneDatabase
from tests.certification.machine.rows import day
from tests.certification.machine.scene import Scene
from tests.certification.machine.standing import standing

WHY = "Both of us were there and saw it."
PEOPLE = 14

anybody = st.integers(0, PEOPLE - 1)
"""Whoever it is."""

somebody = st.integers(-2 * PEOPLE, PEOPLE - 1)
"""Whoever it is, or most often, below nought, somebody who fits."""

which = st.integers(0, 7)
"""Which of those there are: the remainder counts."""

levels = st.sampled_from([3, 3, 3, 3, 4, 2, 1])
rarely = st.sampled_from([False] * 5 + [True])
mostly = st.sampled_from([True] * 5 + [False])


class Evidence(OnOneDatabase):
    """Sessions, knowledge, observations and signatures about those on the two paths."""

    scene: Scene

    # What evidence does ----------------------------------------------------------------------

    @rule(days=st.sampled_from([0, 1, 3, 8, 20, 35]), minutes=st.integers(1, 600))
    def time_passes(self, days: int, minutes: int) -> None:
        """Nothing else."""
        self.scene.later(days=days, minutes=minutes)

    @rule(who=which, back=st.integers(0, 60), complete=mostly)
    def logs(self, who: int, back: int, complete: bool) -> None:
        """Late by some days, with all five things said or not."""
        work.log(self.scene, self._candidate(who), back=back, complete=complete)

    @rule(who=which, place=which)
    def takes_a_log_back(self, who: int, place: int) -> None:
        """It counts no longer, nor what was used in it."""
        there = rows.logs(self.session, self._candidate(who).id or 0)
        if there:
            kept.take_back(self.session, there[place % len(there)], at=self.scene.at)

    @rule(bank=st.sampled_from([EXAM, work.UNIT]), wrong=st.sampled_from([0, 0, 1, 2, 5]))
    def answers(self, bank: str, wrong: int) -> None:
        """The exam or a unit, well or not."""
        work.answer(self.scene, self._cast.mo, bank, wrong=wrong)

    @rule(place=which)
    def uses_a_unit(self, place: int) -> None:
        """In any session."""
        there = rows.logs(self.session, self._cast.mo.id or 0)
        if there:
            work.use(self.scene, self._cast.mo, there[place % len(there)])

    @rule(
        by=somebody,
        level=levels,
        few=rarely,
        stop=rarely,
        signs=mostly,
        talks=st.booleans(),
    )
    def is_observed(
        self, by: int, level: int, few: bool, stop: bool, signs: bool, talks: bool
    ) -> None:
        """By one of any; signed or left as a draft."""
        who = self._observer(by)
        if who is self._cast.mo:
            return
        made = work.watched(self.scene, who)
        work.rate(self.session, made, level, few=few, stop=stop)
        if signs:
            work.sign(self.scene, who, made)
        if talks:
            work.talk_over(self.scene, made)

    @rule(first=somebody, second=somebody, one=levels, other=levels, both=mostly, talks=mostly)
    def is_observed_by_two(
        self, first: int, second: int, one: int, other: int, both: bool, talks: bool
    ) -> None:
        """Blind, the one after the other; the second may take their time."""
        by, too = self._observer(first), self._observer(second)
        if self._cast.mo in (by, too):
            return
        made = work.watched(self.scene, by)
        work.rate(self.session, made, one)
        scoring = work.pair(self.scene, made, by, too)
        work.sign(self.scene, by, made)
        if scoring is not None:
            work.scores_too(self.scene, scoring, too, other, signs=both)
        if talks:
            for seen in work.newest(self.session, coaching_session_id=made.coaching_session_id):
                work.talk_over(self.scene, seen)

    @rule(place=which, by=anybody, second=somebody)
    def is_to_be_scored_by_two(self, place: int, by: int, second: int) -> None:
        """Something that was observed before, whoever asks."""
        there = work.newest(self.session)
        if there:
            one = there[place % len(there)]
            work.pair(self.scene, one, self._whoever(by), self._observer(second))

    @rule(place=which, by=anybody, level=levels)
    def scores_as_well(self, place: int, by: int, level: int) -> None:
        """The second or the third who was asked, or another."""
        scoring = self._scoring(place)
        if scoring is None:
            return
        asked = scoring.third_observer_id or scoring.second_observer_id
        for who in (self._whoever(by), self.session.get_one(Person, asked)):
            work.scores_too(self.scene, scoring, who, level)

    @rule(place=which, by=anybody, who=somebody, declines=rarely)
    def a_third_is_asked(self, place: int, by: int, who: int, declines: bool) -> None:
        """By anybody, and by who leads; or whoever was asked, or another, declines."""
        scoring = self._scoring(place)
        if scoring is None:
            return
        if declines:
            asked = scoring.third_observer_id or scoring.second_observer_id
            for says in (self._whoever(by), self.session.get_one(Person, asked)):
                self.scene.do(says, decline_third, public_id=scoring.public_id)
            return
        for asks in (self._whoever(by), self._cast.lena):
            work.third(self.scene, scoring, asks, self._observer(who))

    @rule(place=which, by=anybody)
    def is_scored_by_one_after_all(self, place: int, by: int) -> None:
        """As anybody says."""
        scoring = self._scoring(place)
        if scoring is not None:
            self.scene.do(
                self._whoever(by),
                call_off_double,
                twice=True,
                public_id=scoring.public_id,
                reason=WHY,
            )

    @rule(place=which, by=anybody, own=mostly, level=levels, signs=mostly)
    def corrects(self, place: int, by: int, own: bool, level: int, signs: bool) -> None:
        """What was signed, as whoever signed it or another."""
        there = [one for one in work.newest(self.session) if one.status is not Status.DRAFT]
        if there:
            one = there[place % len(there)]
            who = self.session.get_one(Person, one.observer_id) if own else self._whoever(by)
            work.correct(self.scene, one, who, level, signs=signs)

    @rule(place=which, by=anybody, own=mostly, signs=mostly, fresh=mostly)
    def goes_on_with_a_draft(
        self, place: int, by: int, own: bool, signs: bool, fresh: bool
    ) -> None:
        """Signs it, or discards it, as whose it is or another."""
        there = work.newest(self.session, status=Status.DRAFT)
        if not there:
            return
        one = there[place % len(there)]
        who = self.session.get_one(Person, one.observer_id) if own else self._whoever(by)
        if signs:
            made = work.sign(self.scene, who, one, fresh=fresh)
            assert (fresh and who.id == one.observer_id) or isinstance(made, Refusal)
        else:
            self.scene.do(who, discard_draft, public_id=one.public_id)

    @rule(place=which)
    def is_talked_over(self, place: int) -> None:
        """Something that was signed."""
        there = work.newest(self.session, status=Status.SIGNED)
        if there:
            work.talk_over(self.scene, there[place % len(there)])

    @rule(by=somebody, who=which, whole=st.booleans(), withdraws=rarely)
    def is_signed_for(self, by: int, who: int, whole: bool, withdraws: bool) -> None:
        """One thing that a path asks, by anybody; or what they signed is taken back."""
        signer = self._whoever(by, self._cast.spec if whole else self._cast.cleo)
        person = self._candidate(who)
        if withdraws:
            there = self.session.exec(
                select(Attestation).where(Attestation.person_id == person.id)
            ).all()
            for one in there:
                given: dict[str, Any] = {"public_id": one.public_id, "reason": WHY}
                self.scene.do(signer, attesting.withdraw, twice=True, **given)
            return
        path, key = ("whole", "gate") if whole else ("ground", "word")
        self._attest(signer, person, path, key)

    @rule(first=which)
    def brings_what_lacks(self, first: int) -> None:
        """All of it at once, the two observers being any two."""
        for path in ("ground", "whole"):
            self._brings(self._cast.mo, path, first)

    # Ways -------------------------------------------------------------------------------------

    @property
    def _cast(self) -> Cast:
        return self.scene.cast

    def _whoever(self, who: int, *fitting: Person) -> Person:
        """Anybody, or below nought one of those who fit."""
        if who < 0 and fitting:
            return fitting[who % len(fitting)]
        return self.scene.people[who % len(self.scene.people)]

    def _observer(self, who: int) -> Person:
        """Anybody, or below nought one who may certify."""
        sam, ina = self.scene.people[9:11]
        return self._whoever(who, self._cast.odd, ina, sam, self._cast.spec, self._cast.lena)

    def _two(self, first: int) -> tuple[Person, Person]:
        """Two who may certify."""
        return self._observer(-5 + first % 5), self._observer(-5 + (first + 1) % 5)

    def _candidate(self, who: int) -> Person:
        return self._cast.lena if who % 3 == 2 else self._cast.mo

    def _scoring(self, place: int) -> BlindScoring | None:
        there = self.session.exec(select(BlindScoring).order_by(col(BlindScoring.id).desc())).all()
        return there[place % len(there)] if there else None

    def _attest(self, by: Person, person: Person, path: str, key: str) -> None:
        given: dict[str, Any] = {
            "person": person.public_id,
            "path_key": path,
            "key": key,
            "reason": WHY,
        }
        self.scene.do(by, attesting.attest, twice=True, **given)

    def _brings(self, who: Person, path: str, first: int = 0) -> None:
        """All that a path asks of somebody and that lacks; the observers are any two."""
        version, today = self.scene.versions[path], day(self.scene.at, who)
        for key in standing(self.session, who, version, today).missing:
            if key == "log":
                work.log(self.scene, who)
            elif key == "exam":
                work.answer(self.scene, who, EXAM)
            elif key == "unit":
                work.answer(self.scene, who, work.UNIT)
                work.use(self.scene, who, work.log(self.scene, who)[0])
            elif key == "seen":
                work.is_observed_twice(self.scene, *self._two(first))
            elif key != "ground":
                signer = self._cast.cleo if key == "word" else self._cast.spec
                self._attest(signer, who, path, key)
