"""Who may do what about whom: looked at anew after each step, in the rows that came with it.

Every award, signature, appeal and suspension is judged once, at the moment it appears, by what is
there then; afterwards none of them changes but as it may.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlmodel import Session, SQLModel, col, select

from coach_the_coach.certification.credential.tables import Award, Credential
from coach_the_coach.certification.deciding.tables import (
    Appeal,
    AppealBody,
    CoSignature,
    CoSignatureBody,
    ReviewSeat,
    Suspension,
    SuspensionAct,
)
from coach_the_coach.certification.tables import PathVersion, Review, SmallHouse
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.tables import Observation, Transcript
from tests.certification.machine import rows
from tests.certification.machine.rows import day
from tests.certification.machine.scene import Scene
from tests.certification.machine.standing import Stands, standing

SIGNING = {Role.LEADER, Role.SPECIALIST}
CHANGES = {
    Award: {"superseded_by_id", "revoked_at", "revoke_reason", "suspended_at"},
    CoSignature: set(),
    CoSignatureBody: set(),
    SuspensionAct: set(),
}
"""What may change of a row that is there."""

Row = TypeVar("Row", bound=SQLModel)


class Duties:
    """What was judged so far, and judging what is new."""

    def __init__(self, scene: Scene) -> None:
        """Nothing is there yet."""
        self.scene = scene
        scene.look = self.look
        self.known: dict[tuple[type[SQLModel], Any], dict[str, Any]] = {}

    @property
    def session(self) -> Session:
        """The one of the scene."""
        return self.scene.session

    def look(self) -> None:
        """Judge what is new, and see that what was there is as it was."""
        self.session.flush()
        self.session.expire_all()
        for one in self._new(Review):
            self._asked(one)
        for one in self._new(CoSignature):
            self._signed(one)
        for one in self._new(Award):
            self._awarded(one)
        for one in self._new(SuspensionAct):
            self._acted(one)
        self._new(CoSignatureBody)
        self._closed()
        self._heard()
        self._rests()

    # One by one ------------------------------------------------------------------------------

    def _asked(self, review: Review) -> None:
        """Only with everything there, by the candidate or by whoever allowed an appeal."""
        stands = self._stands(review)
        assert not stands.missing, f"asked without {stands.missing}"
        assert stands.asking == review.asking
        person = self._person(review.person_id)
        assert review.asked_on == day(self.scene.at, person)
        held = self._held(review)
        assert not held or held[-1].suspended_at is None

    def _signed(self, one: CoSignature) -> None:
        """By whoever has the seat now, who is nobody of those who may not."""
        review = self.session.get_one(Review, one.review_id)
        seats = self.session.exec(
            select(ReviewSeat)
            .where(ReviewSeat.review_id == one.review_id, ReviewSeat.seat == one.seat)
            .order_by(col(ReviewSeat.place))
        ).all()
        seat = seats[-1]
        assert (seat.place, seat.by_id, seat.person_id) == (one.place, one.by_id, review.person_id)
        decided = self.session.exec(select(Appeal).where(Appeal.new_review_id == review.id)).first()
        by_appeal = decided is not None and decided.decider_id == one.by_id
        assert by_appeal or seat.expires_at > self.scene.at, "the seat has expired"
        assert seat.named_by_id != review.person_id
        self._takes_part(one.by_id, review)
        self._may_sit(one.by_id, review, one.seat)
        mine = self._places(one.by_id)
        for other in self._standing(review):
            if other.id != one.id:
                assert not mine & self._places(other.by_id), "one person in two seats"
        if one.said == "not-yet":
            body = self.session.get_one(CoSignatureBody, one.id)
            assert body.evidence.strip()
            assert body.would_meet.strip()
            assert one.criterion in {it.key for it in self._stands(review).found}
            on = day(self.scene.at, self._person(review.person_id))
            assert one.try_again_on is not None
            assert one.try_again_on > on

    def _awarded(self, award: Award) -> None:
        """By a decision that two others signed on evidence that is there, or with such a one."""
        made = self.session.exec(select(Credential).where(Credential.award_id == award.id)).all()
        assert len({one.format for one in made if one.share_id is None}) == 2
        review = self._decision(award)
        if review is None:
            self._renewed(award)
            return
        stands = self._stands(review, before=award.id)
        assert not stands.missing, f"awarded without {stands.missing}"
        is_first = not self._held(review, before=award.id)
        assert (award.kind == "first") is is_first
        held = self._held(review, before=award.id)
        assert not held or held[-1].suspended_at is None, "the one before it rests"
        path = self._path(review)
        signed = {one.seat: one for one in self._standing(review)}
        assert {*signed} == {*path["seats"]}
        assert {one.said for one in signed.values()} == {"agree"}, "awarded by a refusal"
        signers = [signed[seat].by_id for seat in path["seats"]]
        assert award.signed_by == signers
        assert len(set(signers)) >= 2, "by one alone"
        assert award.person_id not in signers, "by their own hand"
        assert not set(signers) & stands.scorers, "by who scored it"
        above = rows.above(self.session, award.person_id)
        direct = {who for who, depth in above.items() if depth == 1}
        assert any(not self._places(who) & direct for who in signers), "by the direct leader alone"
        seen = [one for one in stands.found if one.scored]
        for one in seen:
            assert any(it.others for it in one.scored), "scored by the direct leader alone"

    def _renewed(self, award: Award) -> None:
        """With one of a path that renews this one, where this one was held."""
        by = self.session.exec(
            select(Award).where(
                Award.person_id == award.person_id, Award.awarded_at == award.awarded_at
            )
        ).all()
        path = self._path_named(award.path_key)
        [other] = [one for one in by if one.path_key == path["renewed_by"]]
        assert self._decision(other) is not None
        assert award.signed_by == other.signed_by
        before = rows.awards(self.session, award.person_id, award.path_key, before=award.id)
        assert before
        assert before[-1].suspended_at is None

    def _acted(self, act: SuspensionAct) -> None:
        """By whoever observes the holder or signs for them, and not for themself."""
        one = self.session.get_one(Suspension, act.suspension_id)
        assert one.person_id == act.person_id
        mine = self._places(act.by_id)
        assert one.person_id not in mine, "about their own certificate"
        assert one.person_id not in rows.above(self.session, act.by_id)
        assert self._signs_for(act.by_id, one.person_id) or self._certifies(
            act.by_id, one.person_id
        )
        for other in self._acts(one, act.act):
            assert other == act.by_id or not mine & self._places(other), "twice by one"
        if act.act == "confirm":
            assert self.scene.at <= one.opened_at + timedelta(days=30)

    # All of them -----------------------------------------------------------------------------

    def _closed(self) -> None:
        """A decision that certified has its award, every other has none; each stays as it is."""
        for one in self.session.exec(select(Review)).all():
            awards = [
                award
                for award in self._awards(one.person_id)
                if (award.awarded_at, award.path_key) == (one.closed_at, self._path(one)["key"])
            ]
            assert len(awards) == (one.outcome == "certified"), one.outcome
            said = {it.said for it in self._signatures(one)}
            assert (one.outcome == "not-yet") is ("not-yet" in said)
            if one.closed_at is not None:
                self._stays(one, one.id, one.model_dump(exclude={"id"}))

    def _heard(self) -> None:
        """An appeal is heard by somebody who took no part, and once decided it stays so."""
        for one in self.session.exec(select(Appeal)).all():
            review = self.session.get_one(Review, one.review_id)
            person = self._person(review.person_id)
            assert review.outcome == "not-yet"
            assert review.closed_at is not None
            last = day(review.closed_at, person) + timedelta(days=14)
            assert day(one.asked_at, person) <= last
            if one.decided_at is None:
                continue
            if (Appeal, one.id) not in self.known:
                self._decided(one, review)
            self._stays(one, one.id, one.model_dump())
            self._stays(one, (one.id, "words"), self._body(one))

    def _decided(self, one: Appeal, review: Review) -> None:
        """By somebody named by neither the candidate nor who refused."""
        decider = one.decider_id or 0
        [refused] = [it for it in self._signatures(review) if it.said == "not-yet"]
        assert one.named_by_id not in (None, review.person_id)
        assert refused.by_id not in self._places(one.named_by_id or 0)
        sat = {seat.by_id for seat in self._seats(review)}
        assert not self._places(decider) & (sat | {it.by_id for it in self._signatures(review)})
        self._takes_part(decider, review)
        above = rows.above(self.session, review.person_id)
        assert all(above.get(who) != 1 for who in self._places(decider))
        if one.coaching_session:
            self._scored_again(one, {decider, review.person_id, *sat})
        if one.outcome == "allowed" and one.new_review_id is not None:
            new = self.session.get_one(Review, one.new_review_id)
            assert new.enrolment_id == review.enrolment_id
            assert [it.by_id for it in self._signatures(new)] == [decider]
            assert new.closed_at is None, "an appeal alone certifies nobody"

    def _scored_again(self, one: Appeal, taking_part: set[int]) -> None:
        """The session that was named, by two others; left only where no words of it are kept."""
        held = select(CoachingSession.id).where(CoachingSession.public_id == one.coaching_session)
        number = self.session.exec(held).one()
        of_it = select(Observation).where(Observation.coaching_session_id == number)
        two = {one.first_scorer_id, one.second_scorer_id}
        if two == {None}:
            ids = [it.id for it in self.session.exec(of_it)]
            words = select(Transcript).where(col(Transcript.observation_id).in_(ids))
            assert self.session.exec(words).first() is None, "there was something to score from"
            return
        assert len(two - {None, *taking_part}) == 2
        assert two <= {
            it.observer_id
            for it in self.session.exec(of_it)
            if it.signed_at is not None and it.signed_at >= one.asked_at
        }

    def _rests(self) -> None:
        """All of a path rest, or end, by two and on a ground; and come back by two."""
        found = self.session.exec(select(Suspension)).all()
        in_force = {
            (one.person_id, self._award(one).path_key): one
            for one in found
            if one.in_force_at and one.ended_at is None
        }
        revoked = {
            (one.person_id, self._award(one).path_key): one
            for one in found
            if one.ended_by == "revoke"
        }
        for award in self.session.exec(select(Award)).all():
            of_the_path = (award.person_id, award.path_key)
            if award.revoked_at is not None:
                one = revoked[of_the_path]
                assert len(set(self._acts(one, "revoke"))) >= 2
                continue
            assert (award.suspended_at is not None) is (of_the_path in in_force)
            if award.suspended_at is not None:
                one = in_force[of_the_path]
                assert len(set(self._acts(one, "confirm"))) >= 2
                assert award.suspended_at == one.in_force_at
        for one in found:
            if one.ended_by is not None:
                assert one.in_force_at is not None
                assert len(set(self._acts(one, one.ended_by))) >= 2

    # What is there ---------------------------------------------------------------------------

    def _takes_part(self, who: int, review: Review) -> None:
        """Whoever decides is not the candidate, not below them, and scored nothing that counts."""
        assert review.person_id not in self._places(who), "about themself"
        assert review.person_id not in rows.above(self.session, who), "about who leads them"
        assert who not in self._stands(review).scorers, "scored what counts"

    def _may_sit(self, who: int, review: Review, seat: str) -> None:
        """Whoever signs in a seat signs for the candidate there, or was named as one who may."""
        above = rows.above(self.session, review.person_id)
        small = self.session.get(SmallHouse, 1)
        roles = {one.role for one in rows.grants(self.session, who, self.scene.at)}
        is_named = bool(roles & SIGNING)
        if small is not None and small.is_on and roles & (SIGNING | {Role.MANAGER, Role.GUEST}):
            return
        in_line = bool(self._places(who) & above.keys())
        assert is_named, "no part of theirs"
        assert seat == "second" or (in_line and self._signs_for(who, review.person_id))

    def _signs_for(self, who: int, candidate: int) -> bool:
        above = rows.above(self.session, candidate)
        return any(
            one.role in SIGNING and (one.root_id is None or one.root_id in above)
            for one in rows.grants(self.session, who, self.scene.at)
        )

    def _certifies(self, who: int, candidate: int) -> bool:
        above = rows.above(self.session, candidate)
        return any(
            one.role is Role.CERTIFIER and (one.root_id is None or one.root_id in above)
            for one in rows.grants(self.session, who, self.scene.at)
        )

    def _stands(self, review: Review, *, before: int | None = None) -> Stands:
        """What counts by now of what there was on the day the decision was asked for."""
        version = self.session.get_one(PathVersion, review.path_version_id)
        person = self._person(review.person_id)
        return standing(
            self.session, person, version, review.asked_on, in_review=True, before=before
        )

    def _held(self, review: Review, *, before: int | None = None) -> list[Award]:
        """Certificates of the path of a decision that were there before it."""
        key = self._path(review)["key"]
        return rows.awards(self.session, review.person_id, key, before=before)

    def _decision(self, award: Award) -> Review | None:
        """The decision by which it was awarded; None for one that was renewed with another."""
        found = self.session.exec(
            select(Review).where(
                Review.person_id == award.person_id, Review.closed_at == award.awarded_at
            )
        ).all()
        by = [
            one
            for one in found
            if one.outcome == "certified" and self._path(one)["key"] == award.path_key
        ]
        return by[0] if by else None

    def _standing(self, review: Review) -> list[CoSignature]:
        """What was said by whoever sits in each seat last."""
        last = {one.seat: one.place for one in self._seats(review)}
        return [one for one in self._signatures(review) if last[one.seat] == one.place]

    def _seats(self, review: Review) -> Sequence[ReviewSeat]:
        found = select(ReviewSeat).where(ReviewSeat.review_id == review.id)
        return self.session.exec(found.order_by(col(ReviewSeat.place))).all()

    def _signatures(self, review: Review) -> Sequence[CoSignature]:
        found = select(CoSignature).where(CoSignature.review_id == review.id)
        return self.session.exec(found.order_by(col(CoSignature.id))).all()

    def _awards(self, who: int) -> Sequence[Award]:
        return self.session.exec(select(Award).where(Award.person_id == who)).all()

    def _acts(self, one: Suspension, act: str) -> list[int]:
        found = select(SuspensionAct).where(SuspensionAct.suspension_id == one.id)
        return [it.by_id for it in self.session.exec(found) if it.act == act]

    def _award(self, one: Suspension) -> Award:
        return self.session.get_one(Award, one.award_id)

    def _places(self, who: int) -> set[int]:
        return rows.places(self.session, who, self.scene.at)

    def _person(self, who: int) -> Person:
        return self.session.get_one(Person, who)

    def _path(self, review: Review) -> dict[str, Any]:
        return json.loads(self.session.get_one(PathVersion, review.path_version_id).content)

    def _path_named(self, key: str) -> dict[str, Any]:
        return json.loads(self.scene.versions[key].content)

    def _body(self, one: Appeal) -> dict[str, Any]:
        return self.session.get_one(AppealBody, one.id).model_dump()

    def _new(self, table: type[Row]) -> list[Row]:
        """Rows that were not there before; those that were are as they were."""
        new = []
        for one in self.session.exec(select(table)).all():
            key = inspect(one).identity
            if (table, str(key)) not in self.known:
                new.append(one)
            if table in CHANGES:
                self._stays(one, str(key), one.model_dump(exclude=CHANGES[table]))
            else:
                self.known[table, str(key)] = {}
        return new

    def _stays(self, one: SQLModel, key: object, as_now: dict[str, Any]) -> None:
        """Once it is there it is as it was."""
        assert self.known.setdefault((type(one), key), as_now) == as_now

    def reached(self) -> None:
        """Note what came of it all, by the rows."""
        done = self.scene.done
        for award in self.session.exec(select(Award)).all():
            done[f"award {award.path_key} {award.kind}"] += 1
            done["award renewed by another"] += self._decision(award) is None
        for one in self.session.exec(select(Review)).all():
            done[f"review {one.asking} {one.outcome}"] += 1
        for one in self.session.exec(select(Appeal)).all():
            done[f"appeal {one.outcome}"] += 1
        for one in self.session.exec(select(Suspension)).all():
            done[f"suspension {'in force' if one.in_force_at else 'open'} {one.ended_by}"] += 1
