"""Whoever acts, in whatever order: nobody is certified without evidence, or by one person alone.

Everybody tries everything, at any moment and often twice: the candidate, their coach, who scored
them, who stands in for another, strangers, somebody from outside. Each act is the program's own;
what it refuses leaves nothing behind. After each step the rows are judged by `duties.py` and
`standing.py`, which ask no rule of the program, and at the end of each walk somebody else to whom
the same happened in order comes to the same.

Mo is on both paths of `scene.py`, and Lena, who leads him and signs for him, on the first of them.

To add something that is done, add a rule to `Deciding`; to add what must hold, add it to `Duties`.
"""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import Engine
from sqlmodel import col, select

from coach_the_coach.calibration.adjudication.actions import decline_third
from coach_the_coach.calibration.pairing.actions import call_off_double
from coach_the_coach.certification.able.actions import switch_small_house
from coach_the_coach.certification.assigning import actions as assigning
from coach_the_coach.certification.credential.rules import Shown
from coach_the_coach.certification.credential.sharing.actions import share
from coach_the_coach.certification.credential.status.queries import places_set
from coach_the_coach.certification.credential.tables import Award, CredentialShare
from coach_the_coach.certification.deciding.appeal.actions import (
    decide_appeal,
    make_appeal,
    name_hearing,
)
from coach_the_coach.certification.deciding.appeal.rules import AppealDraft, HearingDraft
from coach_the_coach.certification.deciding.asking.actions import ask, take_back
from coach_the_coach.certification.deciding.attesting import actions as attesting
from coach_the_coach.certification.deciding.rules import Said, VerdictDraft
from coach_the_coach.certification.deciding.seats.actions import name
from coach_the_coach.certification.deciding.signing.actions import sign
from coach_the_coach.certification.deciding.suspension.actions import (
    do_act,
    drop,
    open_suspension,
)
from coach_the_coach.certification.deciding.tables import Appeal, ReviewSeat, Suspension
from coach_the_coach.certification.learning.rules import EXAM
from coach_the_coach.certification.progress.making.actions import make_now, make_progress
from coach_the_coach.certification.tables import (
    Attestation,
    Enrolment,
    EnrolmentStep,
    Progress,
    Review,
)
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import Refusal
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.actions import discard_draft
from coach_the_coach.observations.tables import BlindScoring, Status
from tests.cast import Cast
from tests.certification import kept
from tests.certification.machine import rows, scene, twin, work
from tests.certification.machine.duties import Duties
from tests.certification.machine.house import OnOneDatabase, run
from tests.certification.machine.rows import day
from tests.certification.machine.scene import Scene
from tests.certification.machine.standing import standing

EXAMPLES, STEPS = 40, 50

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


class Deciding(OnOneDatabase):
    """Everybody does what they may and what they may not."""

    scene: Scene
    duties: Duties
    reached: Counter[str]
    """Set by the test: what was done and refused, in all examples."""

    def teardown(self) -> None:
        """Everybody once more, and somebody else in order."""
        with suppress(AttributeError):
            self.everybody_stands_as_the_evidence_says()
            self._comes_to_the_same_in_order()
            self._the_lists_say_what_is_so()
            self.duties.reached()
            self.reached.update(self.scene.done)
        super().teardown()

    @initialize(ready=st.integers(0, 3))
    def begin(self, ready: int) -> None:
        """Everybody is on their paths, some with what is asked first."""
        self.scene = scene.begin(self.session)
        self.duties = Duties(self.scene)
        for who, keys in ((self._cast.mo, ("ground", "whole")), (self._cast.lena, ("ground",))):
            for key in keys:
                kept.enrol(self.session, who, self.scene.versions[key])
        if ready:
            self._brings_ground(self._cast.mo)
        if ready > 1:
            self._is_certified(self._cast.mo, "ground", self._cast.cleo, self._cast.spec)
        if ready > 2:
            self._brings_whole(*self._two(0))

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

    @rule(place=which, by=anybody, who=somebody)
    def a_third_is_asked(self, place: int, by: int, who: int) -> None:
        """By anybody, and by who leads."""
        scoring = self._scoring(place)
        if scoring is None:
            return
        for asks in (self._whoever(by), self._cast.lena):
            work.third(self.scene, scoring, asks, self._observer(who))

    @rule(place=which, by=anybody)
    def a_third_declines(self, place: int, by: int) -> None:
        """Whoever was asked, or another."""
        scoring = self._scoring(place)
        if scoring is not None:
            self.scene.do(self._whoever(by), decline_third, public_id=scoring.public_id)

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
        self._brings_ground(self._cast.mo)
        self._brings_whole(*self._two(first))

    # What deciding does ----------------------------------------------------------------------

    @rule(place=which, by=somebody)
    def asks(self, place: int, by: int) -> None:
        """For the decision, as the candidate or for another."""
        one = self._enrolment(place)
        if one is None:
            return
        candidate = self.session.get_one(Person, one.person_id)
        who = self._whoever(by, candidate)
        made = self.scene.do(who, ask, twice=True, enrolment=one.public_id)
        assert who is candidate or isinstance(made, Refusal)

    @rule(place=which, by=somebody)
    def takes_back(self, place: int, by: int) -> None:
        """That it was asked for."""
        one = self._review(place)
        if one is not None:
            who = self._whoever(by, self.session.get_one(Person, one.person_id))
            self.scene.do(who, take_back, public_id=one.public_id)

    @rule(
        place=which,
        by=somebody,
        seat=st.sampled_from(["line", "second", "second"]),
        whom=anybody,
    )
    def names(self, place: int, by: int, seat: str, whom: int) -> None:
        """Anybody for any seat, by anybody."""
        one = self._review(place)
        if one is not None:
            self._name(one, self._whoever(by, self._names_for(one)), seat, self._whoever(whom))

    @rule(place=which, by=somebody, yes=mostly, fresh=mostly, days=st.integers(-1, 40))
    def signs(self, place: int, by: int, yes: bool, fresh: bool, days: int) -> None:
        """Yes or not yet, as one who sits there or as anybody."""
        one = self._review(place)
        if one is None:
            return
        seats = self.session.exec(select(ReviewSeat).where(ReviewSeat.review_id == one.id)).all()
        seated = [self.session.get_one(Person, seat.by_id) for seat in seats]
        who = self._whoever(by, *seated)
        made = self._sign(one, who, yes=yes, days=days, fresh=fresh)
        assert who.id in {seat.by_id for seat in seats} or isinstance(made, Refusal)

    @rule(place=which, first=which, yes=mostly)
    def is_asked_named_and_signed(self, place: int, first: int, yes: bool) -> None:
        """All of it by people who might."""
        one = self._enrolment(place)
        if one is not None:
            cast = self._cast
            candidate = self.session.get_one(Person, one.person_id)
            line = (cast.cleo, cast.lena)[first % 2]
            second = (cast.spec, cast.odd, *self.scene.people[9:11])[first % 4]
            self._is_certified(candidate, one.path_key, line, second, yes=yes)

    @rule(place=which, by=somebody, again=st.booleans())
    def appeals(self, place: int, by: int, again: bool) -> None:
        """Against any decision, with a session to be scored again or none."""
        one = self._review(place, is_open=False)
        if one is None:
            return
        who = self._whoever(by, self.session.get_one(Person, one.person_id))
        held = self.session.exec(select(CoachingSession.public_id)).first()
        draft = AppealDraft(WHY, coaching_session=held or "" if again else "")
        made = self.scene.do(who, make_appeal, twice=True, public_id=one.public_id, draft=draft)
        assert who.id == one.person_id or isinstance(made, Refusal)

    @rule(place=which, by=somebody, whom=anybody, first=anybody, second=anybody)
    def a_hearing_is_named(self, place: int, by: int, whom: int, first: int, second: int) -> None:
        """Anybody to hear it, by anybody."""
        one = self._appeal(place)
        if one is None:
            return
        review = self.session.get_one(Review, one.review_id)
        draft = HearingDraft(
            decider=self._whoever(whom).public_id,
            first=self._whoever(first).public_id,
            second=self._whoever(second).public_id,
        )
        who = self._whoever(by, self._names_for(review), self._cast.ada)
        given: dict[str, Any] = {"public_id": review.public_id, "draft": draft}
        self.scene.do(who, name_hearing, twice=True, **given)

    @rule(place=which, by=somebody, outcome=st.sampled_from(["allowed", "upheld", ""]), f=mostly)
    def an_appeal_is_decided(self, place: int, by: int, outcome: str, f: bool) -> None:
        """By whoever hears it, or another; after those who score again have done so."""
        one = self._appeal(place)
        if one is None:
            return
        review = self.session.get_one(Review, one.review_id)
        hears = [self.session.get_one(Person, one.decider_id)] if one.decider_id else []
        who = self._whoever(by, *hears)
        given: dict[str, Any] = {"public_id": review.public_id, "outcome": outcome, "reason": WHY}
        made = self.scene.do(who, decide_appeal, fresh=f, twice=True, **given)
        assert (f and who.id == one.decider_id) or isinstance(made, Refusal)

    @rule(place=which)
    def those_who_score_again_do_so(self, place: int) -> None:
        """Each by a new session."""
        one = self._appeal(place)
        for who in (one.first_scorer_id, one.second_scorer_id) if one else ():
            if who is not None:
                made = work.watched(self.scene, self.session.get_one(Person, who))
                work.rate(self.session, made, 3)
                work.sign(self.scene, self.session.get_one(Person, who), made)

    # What becomes of a certificate ------------------------------------------------------------

    @rule(
        place=which,
        by=somebody,
        ground=st.sampled_from(["false-evidence", "confidentiality", "stop-sign", "a-hunch"]),
    )
    def grounds_are_named(self, place: int, by: int, ground: str) -> None:
        """For a certificate to rest, by anybody."""
        one = self._award(place)
        if one is not None:
            who = self._whoever(by, self._cast.cleo, self._cast.spec)
            given: dict[str, Any] = {"award": one.public_id, "ground": ground, "words": WHY}
            made = self.scene.do(who, open_suspension, twice=True, **given)
            assert ground != "a-hunch" or isinstance(made, Refusal)

    @rule(place=which, by=anybody)
    def grounds_are_dropped(self, place: int, by: int) -> None:
        """By anybody."""
        one = self._award(place, rests=True)
        if one is not None:
            self.scene.do(self._whoever(by), drop, award=one.public_id)

    @rule(
        place=which,
        by=st.lists(somebody, min_size=1, max_size=3),
        act=st.sampled_from(["confirm", "confirm", "reinstate", "revoke"]),
        fresh=mostly,
    )
    def is_acted_on(self, place: int, by: list[int], act: str, fresh: bool) -> None:
        """By one or some, the same one among them."""
        one = self._award(place, rests=True)
        for who in by if one else ():
            given: dict[str, Any] = {
                "award": one.public_id if one else "",
                "act": act,
                "reason": WHY,
            }
            does = self._whoever(who, self._cast.cleo, self._cast.spec, self._cast.odd)
            self.scene.do(does, do_act, fresh=fresh, twice=True, **given)

    @rule(place=which, by=somebody)
    def is_shared(self, place: int, by: int) -> None:
        """By its holder, and by nobody else."""
        one = self._award(place)
        if one is not None:
            who = self._whoever(by, self.session.get_one(Person, one.person_id))
            given: dict[str, Any] = {"public_id": one.public_id, "shown": frozenset({Shown.NAME})}
            made = self.scene.do(who, share, **given)
            assert who.id == one.person_id or isinstance(made, Refusal)

    # What goes on around it -------------------------------------------------------------------

    @rule(by=somebody, is_on=st.booleans())
    def the_house_is_small(self, by: int, is_on: bool) -> None:
        """Or is not any more."""
        who = self._whoever(by, self._cast.ada)
        self.scene.do(who, switch_small_house, twice=True, is_on=is_on)

    @rule(place=which, by=somebody)
    def is_taken_off_a_path(self, place: int, by: int) -> None:
        """And is on it again another day."""
        one = self._enrolment(place)
        if one is not None:
            who = self._whoever(by, self._cast.cleo)
            given: dict[str, Any] = {"enrolment_id": one.public_id, "reason": WHY}
            self.scene.do(who, assigning.withdraw, **given)

    @rule(who=which, key=st.sampled_from(["ground", "whole"]))
    def is_enrolled(self, who: int, key: str) -> None:
        """Where they are not; once more, where they were."""
        person = self._candidate(who)
        due = {person.id or 0: day(self.scene.at, person) + timedelta(days=90)}
        version = self.scene.versions[key]
        assigning.enrol(self.session, version, due, by_id=None, at=self.scene.at)

    @rule()
    def the_job_runs(self) -> None:
        """Those who are behind and those whose day has begun."""
        make_progress(self.session, {}, self.scene.at)
        self._follow()

    # What holds -------------------------------------------------------------------------------

    @invariant()
    def everybody_does_what_they_may_and_no_more(self) -> None:
        """By the rows, after each step."""
        self.duties.look()

    @invariant()
    def everybody_stands_as_the_evidence_says(self) -> None:
        """Made at any moment."""
        make_now(self.session, [self._cast.mo.id or 0, self._cast.lena.id or 0], at=self.scene.at)
        self._follow()

    def _follow(self) -> None:
        """What was made a moment ago is what the rows say."""
        self.session.expire_all()
        for one in self._enrolments():
            person = self.session.get_one(Person, one.person_id)
            found = standing(
                self.session,
                person,
                self.scene.versions[one.path_key],
                day(self.scene.at, person),
                in_review=self._is_asked(one),
            )
            made = self.session.get_one(Progress, one.id)
            assert (made.state, made.asking, made.missing, made.met, made.asked) == (
                found.state,
                found.asking,
                found.missing,
                len(found.found) - len(found.missing),
                len(found.found),
            )
            steps = self.session.exec(
                select(EnrolmentStep)
                .where(EnrolmentStep.enrolment_id == one.id)
                .order_by(col(EnrolmentStep.place))
            ).all()
            assert (steps[-1].to if steps else "not-started") == made.state
            for step in steps:
                certified_themself = step.move == "certify" and step.by_id == one.person_id
                assert not certified_themself

    def _comes_to_the_same_in_order(self) -> None:
        """Made anew from nothing, and for somebody else to whom it all happened in order."""
        for one in self._enrolments():
            before = twin.said(self.session, one)
            with self.session.begin_nested() as point:
                other = twin.of(self.scene, one)
                assert twin.said(self.session, other) == before
                point.rollback()
            self.session.expire_all()
            with self.session.begin_nested() as point:
                self.session.delete(self.session.get_one(Progress, one.id))
                self.session.flush()
                make_now(self.session, [one.person_id], at=self.scene.at)
                assert twin.said(self.session, one) == before
                point.rollback()
            self.session.expire_all()

    def _the_lists_say_what_is_so(self) -> None:
        """Which certificates rest and which are revoked, and each share of them."""
        awards = {one.id: one for one in self.session.exec(select(Award)).all()}
        shares = self.session.exec(select(CredentialShare)).all()
        places = [(one.status_index, one) for one in awards.values()]
        places += [(one.status_index, awards[one.award_id]) for one in shares]
        for purpose, name_ in (("revocation", "revoked_at"), ("suspension", "suspended_at")):
            wanted = sorted(place for place, one in places if getattr(one, name_) is not None)
            assert places_set(self.session, purpose, 1) == wanted

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

    def _names_for(self, review: Review) -> Person:
        """One who names who takes part."""
        return self._cast.lena if review.person_id == self._cast.mo.id else self._cast.cleo

    def _enrolments(self) -> list[Enrolment]:
        found = self.session.exec(select(Enrolment).order_by(col(Enrolment.id))).all()
        return [one for one in found if one.withdrawn_at is None]

    def _enrolment(self, place: int) -> Enrolment | None:
        there = self._enrolments()
        return there[place % len(there)] if there else None

    def _is_asked(self, one: Enrolment) -> bool:
        found = self.session.exec(select(Review).where(Review.enrolment_id == one.id)).all()
        return any(review.closed_at is None for review in found)

    def _review(self, place: int, *, is_open: bool = True) -> Review | None:
        """An open decision, or any; the newest first."""
        found = self.session.exec(select(Review).order_by(col(Review.id).desc())).all()
        there = [one for one in found if one.closed_at is None] if is_open else found
        return there[place % len(there)] if there else None

    def _appeal(self, place: int) -> Appeal | None:
        there = self.session.exec(select(Appeal).order_by(col(Appeal.id).desc())).all()
        return there[place % len(there)] if there else None

    def _award(self, place: int, *, rests: bool = False) -> Award | None:
        """A certificate, the newest first; of those with grounds named alone."""
        there = self.session.exec(select(Award).order_by(col(Award.id).desc())).all()
        if rests:
            named = set(self.session.exec(select(Suspension.award_id)).all())
            there = [one for one in there if one.id in named]
        return there[place % len(there)] if there else None

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

    def _name(self, review: Review, by: Person, seat: str, whom: Person) -> None:
        given: dict[str, Any] = {
            "public_id": review.public_id,
            "seat": seat,
            "person": whom.public_id,
        }
        made = self.scene.do(by, name, twice=True, **given)
        assert by.id != review.person_id or isinstance(made, Refusal)

    def _sign(
        self, review: Review, who: Person, *, yes: bool, days: int = 9, fresh: bool = True
    ) -> object:
        draft = VerdictDraft(Said.AGREE)
        if not yes:
            asked = twin.asked_of(self.session, review)
            on = day(self.scene.at, who) + timedelta(days=days)
            draft = VerdictDraft(Said.NOT_YET, asked[days % len(asked)], WHY, WHY, on)
        return self.scene.do(
            who, sign, fresh=fresh, twice=True, public_id=review.public_id, draft=draft
        )

    def _brings_ground(self, who: Person) -> None:
        """What the first path asks."""
        work.log(self.scene, who)
        self._attest(self._cast.cleo, who, "ground", "word")

    def _brings_whole(self, first: Person, second: Person) -> None:
        """What the second path asks besides."""
        mo = self._cast.mo
        work.answer(self.scene, mo, EXAM)
        work.answer(self.scene, mo, work.UNIT)
        work.use(self.scene, mo, work.log(self.scene, mo)[0])
        self._attest(self._cast.spec, mo, "whole", "gate")
        work.is_observed_twice(self.scene, first, second)

    def _is_certified(
        self, who: Person, key: str, line: Person, second: Person, *, yes: bool = True
    ) -> None:
        """Asks, has two named, and both sign."""
        [one] = [it for it in self._enrolments() if (it.person_id, it.path_key) == (who.id, key)]
        made = self.scene.do(who, ask, twice=True, enrolment=one.public_id)
        if isinstance(made, Refusal):
            return
        review = self.session.exec(select(Review).where(Review.public_id == made)).one()
        for seat, whom in (("line", line), ("second", second)):
            self._name(review, self._names_for(review), seat, whom)
        for whom in (line, second):
            self._sign(review, whom, yes=yes or whom is line)


REACHED = (
    *("award ground first", "award ground recertified", "award whole first"),
    *("award whole recertified", "award renewed by another"),
    *("review first not-yet", "review recertify not-yet", "review first taken-back"),
    *("appeal allowed", "appeal upheld"),
    *("suspension in force reinstate", "suspension in force revoke", "suspension open None"),
)
"""What the examples come to at least once: a machine that certifies nobody shows nothing."""


def test_whoever_acts_nobody_is_certified_without_evidence_or_by_one_alone(sqlite: Engine):
    reached: Counter[str] = Counter()
    machine = type("Deciding", (Deciding,), {"reached": reached})

    run(machine, sqlite, examples=EXAMPLES, steps=STEPS)

    assert {name_ for name_ in REACHED if not reached[name_]} == set()
