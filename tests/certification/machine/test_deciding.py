"""Whoever acts, in whatever order: nobody is certified without evidence, or by one person alone.

Everybody tries everything, at any moment and often twice: the candidate, their coach, who scored
them, who stands in for another, strangers, somebody from outside. Each act is the program's own;
what it refuses leaves nothing behind. After each act of deciding the rows are judged by
`duties.py` and `standing.py`, which ask no rule of the program; at the end of each walk somebody
else to whom the same happened in order comes to the same.

Mo is on both paths of `scene.py`, and Lena, who leads him and signs for him, on the first of them.

To add something that is done, add a rule to `Deciding`; to add what must hold, add it to `Duties`.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from sqlalchemy import Engine
from sqlmodel import col, select

from coach_the_coach.certification.able.actions import switch_small_house
from coach_the_coach.certification.assigning import actions as assigning
from coach_the_coach.certification.credential.rules import Shown
from coach_the_coach.certification.credential.sharing.actions import share
from coach_the_coach.certification.credential.status.queries import places_set
from coach_the_coach.certification.credential.tables import Award, CredentialShare
from coach_the_coach.certification.deciding.asking.actions import ask
from coach_the_coach.certification.deciding.suspension.actions import (
    do_act,
    drop,
    open_suspension,
)
from coach_the_coach.certification.progress.making.actions import make_now, make_progress
from coach_the_coach.certification.tables import (
    EnrolmentStep,
    Progress,
)
from coach_the_coach.foundation.errors import Refusal
from coach_the_coach.identity.tables import Person
from tests.certification import kept
from tests.certification.machine import rows, scene, twin
from tests.certification.machine.decisions import Decisions
from tests.certification.machine.duties import Duties
from tests.certification.machine.evidence import WHY, anybody, mostly, somebody, which
from tests.certification.machine.house import run
from tests.certification.machine.rows import day
from tests.certification.machine.standing import standing

EXAMPLES, STEPS = 20, 30


class Deciding(Decisions):
    """Everybody does what they may and what they may not."""

    duties: Duties
    reached: Counter[str]
    """Set by the test: what was done and refused, in all examples."""

    def teardown(self) -> None:
        """Everybody once more, and somebody else in order."""
        try:
            # Not begun where Hypothesis gave up drawing the first values.
            if hasattr(self, "scene"):
                self.duties.look()
                self.everybody_stands_as_the_evidence_says()
                self._comes_to_the_same_in_order()
                self._the_lists_say_what_is_so()
                self.duties.reached()
                self.reached.update(self.scene.done)
        finally:
            super().teardown()

    @initialize(ready=st.sampled_from([0, 1, 2, 3, 4, 4]))
    def begin(self, ready: int) -> None:
        """Everybody is on their paths, some with what is asked first."""
        self.scene = scene.begin(self.session)
        self.duties = Duties(self.scene)
        for who, keys in ((self._cast.mo, ("ground", "whole")), (self._cast.lena, ("ground",))):
            for key in keys:
                kept.enrol(self.session, who, self.scene.versions[key])
        if ready:
            self._brings(self._cast.mo, "ground")
        if ready > 1:
            self._is_certified(self._cast.mo, "ground", self._cast.cleo, self._cast.spec)
        if ready > 2:
            self._brings(self._cast.mo, "whole")
        if ready > 3:
            self._is_certified(self._cast.mo, "whole", self._cast.cleo, self._cast.spec)

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
        if one is not None:
            self._act(one, by, act, fresh=fresh)

    @rule(
        place=which,
        by=st.lists(somebody, min_size=4, max_size=5),
        ends=st.booleans(),
        asks=st.booleans(),
    )
    def rests_for_a_while(self, place: int, by: list[int], ends: bool, asks: bool) -> None:
        """On a ground that some confirm; others revoke it or put it in force again.

        Meanwhile its renewal is decided, where it was asked for before.
        """
        one = self._award(place)
        on_path = self._ready(place, early=9) if asks else None
        if on_path is not None:
            who = self.session.get_one(Person, on_path.person_id)
            self.scene.do(who, ask, enrolment=on_path.public_id)
            held = rows.awards(self.session, on_path.person_id, on_path.path_key)
            one = held[-1] if held else one
        if one is None:
            return
        words: dict[str, Any] = {"ground": "stop-sign", "words": WHY}
        self.scene.do(self._cast.cleo, open_suspension, award=one.public_id, **words)
        self._act(one, [-1, -2] if asks else by[:3], "confirm")
        open_ = self._review(0)
        if asks and open_ is not None:
            self._all_sign(open_, *self._signers(place))
        self._act(one, by[1:], "revoke" if ends else "reinstate")
        if asks and open_ is not None and ends:
            self._all_sign(open_, *self._signers(place))

    @rule(place=which, by=somebody)
    def is_shared(self, place: int, by: int) -> None:
        """By its holder, and by nobody else."""
        one = self._award(place)
        if one is not None:
            who = self._whoever(by, self.session.get_one(Person, one.person_id))
            given: dict[str, Any] = {"public_id": one.public_id, "shown": frozenset({Shown.NAME})}
            made = self.scene.do(who, share, **given)
            assert who.id == one.person_id or isinstance(made, Refusal)

    def _act(self, one: Award, by: list[int], act: str, *, fresh: bool = True) -> None:
        """Each of these does it."""
        for who in by:
            given: dict[str, Any] = {"award": one.public_id, "act": act, "reason": WHY}
            does = self._whoever(who, self._cast.cleo, self._cast.spec, self._cast.odd)
            self.scene.do(does, do_act, fresh=fresh, twice=True, **given)

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

    @rule()
    def everybody_stands_as_the_evidence_says(self) -> None:
        """Made at any moment, once more by whoever looks."""
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
        for one in self._enrolments()[:2]:
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


REACHED = {
    *("award ground first", "award ground recertified", "award whole first"),
    *("award whole recertified", "award renewed by another"),
    *("review recertify not-yet", "appeal allowed"),
    *("suspension in force reinstate", "suspension in force revoke"),
}
"""What the examples come to at least once: a machine that certifies nobody shows nothing."""


def test_whoever_acts_nobody_is_certified_without_evidence_or_by_one_alone(sqlite: Engine):
    reached: Counter[str] = Counter()
    machine = type("Deciding", (Deciding,), {"reached": reached})

    run(machine, sqlite, examples=EXAMPLES, steps=STEPS)

    assert {one for one in REACHED if not reached[one]} == set()
