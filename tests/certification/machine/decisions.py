"""What deciding does: asking, naming, signing, appealing; by anybody, and by who may."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import col, select

from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.deciding.appeal.actions import (
    decide_appeal,
    make_appeal,
    name_hearing,
)
from coach_the_coach.certification.deciding.appeal.rules import AppealDraft, HearingDraft
from coach_the_coach.certification.deciding.asking.actions import ask, take_back
from coach_the_coach.certification.deciding.rules import Said, VerdictDraft
from coach_the_coach.certification.deciding.seats.actions import name
from coach_the_coach.certification.deciding.signing.actions import sign
from coach_the_coach.certification.deciding.tables import Appeal, ReviewSeat, Suspension
from coach_the_coach.certification.tables import Enrolment, Review
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import Refusal
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.tables import BlindScoring
from tests.certification.machine import rows, work
from tests.certification.machine.evidence import (
    WHY,
    Evidence,
    anybody,
    mostly,
    somebody,
    which,
)
from tests.certification.machine.rows import day


class Decisions(Evidence):
    """Decisions about those on the two paths."""

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

    @rule(place=which, first=which, yes=st.booleans())
    def is_asked_named_and_signed(self, place: int, first: int, yes: bool) -> None:
        """All of it by people who might."""
        one = self._enrolment(place)
        if one is not None:
            candidate = self.session.get_one(Person, one.person_id)
            self._is_certified(candidate, one.path_key, *self._signers(first), yes=yes)

    @rule(place=which, first=which, brings=st.booleans())
    def has_it_all_and_is_certified(self, place: int, first: int, brings: bool) -> None:
        """On the first path, then on the second; with all that lacks, or with what is there."""
        mo = self._cast.mo
        for key in ("ground", "whole"):
            if brings:
                self._brings(mo, key, place)
            self._is_certified(mo, key, *self._signers(first))

    @rule(place=which, early=st.integers(-12, 25), first=which, yes=mostly)
    def is_renewed(self, place: int, early: int, first: int, yes: bool) -> None:
        """So many days before a certificate ends, or after that; the first time, where none is."""
        one = self._ready(place, early)
        if one is not None:
            candidate = self.session.get_one(Person, one.person_id)
            self._is_certified(candidate, one.path_key, *self._signers(first), yes=yes)

    @rule(place=which, first=which, days=st.integers(0, 16), whom=anybody, f=mostly)
    def is_refused_and_appeals(self, place: int, first: int, days: int, whom: int, f: bool) -> None:
        """Some days later, heard by anybody, who allows it or not."""
        one = self._ready(place, days)
        if one is None:
            return
        candidate = self.session.get_one(Person, one.person_id)
        self._is_certified(candidate, one.path_key, *self._signers(first), yes=False)
        self.scene.later(days=days)
        refused = self._review(0, is_open=False)
        if refused is None:
            return
        public_id = refused.public_id
        made = AppealDraft(WHY)
        self.scene.do(candidate, make_appeal, twice=True, public_id=public_id, draft=made)
        sam, ina, _vic, max_, _gus = self.scene.people[9:]
        others = (sam, ina, self._cast.spec, self._cast.odd, self._cast.cleo, max_)
        hears = self._named_to_hear(public_id, [self._whoever(whom), *others])
        given: dict[str, Any] = {"outcome": "allowed" if days % 2 else "upheld", "reason": WHY}
        self.scene.do(hears, decide_appeal, fresh=f, twice=True, public_id=public_id, **given)

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
        """Each from the words of the session that was named."""
        one = self._appeal(place)
        asked = select(BlindScoring).where(BlindScoring.again_for == (one.public_id if one else ""))
        scoring = self.session.exec(asked).first()
        if one is None or scoring is None:
            return
        for who in (one.first_scorer_id, one.second_scorer_id):
            if who is not None:
                work.scores_too(self.scene, scoring, self.session.get_one(Person, who), 3)

    # Ways -------------------------------------------------------------------------------------

    def _signers(self, first: int) -> tuple[Person, Person]:
        """Two who might sign; or one in both seats, or one and who is in their or Mo's place."""
        cast = self._cast
        sam, ina, vic, max_, _gus = self.scene.people[9:]
        pairs = (
            *((cast.cleo, cast.spec), (cast.lena, sam), (cast.cleo, cast.odd), (cast.lena, ina)),
            *((cast.cleo, sam), (cast.cleo, cast.cleo), (cast.lena, vic), (cast.cleo, max_)),
        )
        return pairs[first % len(pairs)]

    def _named_to_hear(self, public_id: str, those: list[Person]) -> Person:
        """The first of these who may hear an appeal, named; the last where nobody may."""
        for one in those:
            draft = HearingDraft(decider=one.public_id)
            made = self.scene.do(self._cast.ada, name_hearing, public_id=public_id, draft=draft)
            if not isinstance(made, Refusal):
                return one
        return those[-1]

    def _ready(self, place: int, early: int) -> Enrolment | None:
        """Somebody on a path who has all that is asked, so many days before a certificate ends."""
        one = self._enrolment(place)
        if one is None:
            return None
        candidate = self.session.get_one(Person, one.person_id)
        held = rows.awards(self.session, one.person_id, one.path_key)
        if held and held[-1].valid_until is not None:
            left = (held[-1].valid_until - day(self.scene.at, candidate)).days - early
            self.scene.later(days=max(left, 0), minutes=5)
        self._brings(candidate, one.path_key, place)
        return one

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
            asked = [line["requirement"] for line in review.counted]
            on = day(self.scene.at, who) + timedelta(days=days)
            draft = VerdictDraft(Said.NOT_YET, asked[days % len(asked)], WHY, WHY, on)
        return self.scene.do(
            who, sign, fresh=fresh, twice=True, public_id=review.public_id, draft=draft
        )

    def _is_certified(
        self, who: Person, key: str, line: Person, second: Person, *, yes: bool = True
    ) -> None:
        """Asks, has two named, and both sign."""
        there = [it for it in self._enrolments() if (it.person_id, it.path_key) == (who.id, key)]
        if not there:
            return
        [one] = there
        made = self.scene.do(who, ask, twice=True, enrolment=one.public_id)
        if isinstance(made, Refusal):
            return
        review = self.session.exec(select(Review).where(Review.public_id == made)).one()
        self._all_sign(review, line, second, yes=yes)

    def _all_sign(self, review: Review, line: Person, second: Person, *, yes: bool = True) -> None:
        """Both are named, and both sign."""
        for seat, whom in (("line", line), ("second", second)):
            self._name(review, self._names_for(review), seat, whom)
        for whom in (line, second):
            self._sign(review, whom, yes=yes or whom is line)

    def _award(self, place: int, *, rests: bool = False) -> Award | None:
        """A certificate, the newest first; of those with grounds named alone."""
        there = self.session.exec(select(Award).order_by(col(Award.id).desc())).all()
        if rests:
            named = set(self.session.exec(select(Suspension.award_id)).all())
            there = [one for one in there if one.id in named]
        return there[place % len(there)] if there else None
