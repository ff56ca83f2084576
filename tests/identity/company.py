"""A company to which things happen, in the program and in the oracle alike."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from coach_the_coach.account.grants.actions import end_grant, give_role, let_stand_in
from coach_the_coach.account.grants.rules import EVERYBODY as OVER_ALL
from coach_the_coach.account.grants.rules import GrantDraft, Span, StandInDraft
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.actions import compare_reach
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import Grant, Person
from coach_the_coach.imports.formats.people import read_people
from coach_the_coach.imports.people.actions import keep_people
from coach_the_coach.observations.queries import header, may_certify, people_to_observe
from coach_the_coach.observations.results.queries import counts, result, standing
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import ObservationBody
from coach_the_coach.observations.waiting.queries import long_unseen
from coach_the_coach.observations.watching.needs.queries import people_to_watch
from coach_the_coach.people.kinds.queries import month_of_people
from coach_the_coach.people.person.queries import person_head
from coach_the_coach.people.queries import coaching_people
from tests import build
from tests.cast import NOW
from tests.identity import oracle, reads
from tests.identity.oracle import CERTIFY, EVERYBODY, NOTICE, OBSERVE, SEE, Held, Watched, World
from tests.people import seen

BEGINNING = (
    ("ada", "admin", ""),
    ("sage", "specialist", ""),
    ("cleo", "leader", ""),
    ("lena", "leader", "cleo"),
    ("odd", "leader", "cleo"),
    ("mo", "manager", "lena"),
    ("mia", "manager", "lena"),
    ("sol", "manager", "odd"),
    ("rae", "rep", "mo"),
    ("sid", "rep", "sol"),
)
"""Who is there before anything happens: role and manager."""

WIDE = {"admin", "specialist"}

MOST_PEOPLE, MOST_WATCHED = 13, 6

PLACES = st.integers(0, 99)
"""Who of those there are: the remainder counts."""


class Company(RuleBasedStateMachine):
    """People come, move, rise and leave; roles are given for a time; observations are made."""

    engine: Engine
    """On which database; set by the test."""

    sweeps = True
    """Whether every query of every room is read at the end, or only those with exact answers."""

    def __init__(self) -> None:
        super().__init__()
        self.connection = self.engine.connect()
        self.whole = self.connection.begin()
        self.session = Session(
            self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )
        self.world = World()
        self.ids: dict[str, Person] = {}
        build.rubric(self.session)

    @property
    def now(self) -> datetime:
        """The instant that it is."""
        return NOW + timedelta(days=self.world.today)

    def day(self, number: int) -> date:
        """The date of a day of the oracle's."""
        return NOW.date() + timedelta(days=number)

    def actor(self, who: str) -> Actor:
        """Somebody acting, who has just shown who they are."""
        acting = actor_named(self.session, self.ids[who].id or 0, self.now)
        return replace(acting, proved_at=self.now)

    def one(self, place: int, among: list[str] | None = None) -> str:
        """One of those who have not left, or of these."""
        here = [who for who in self.ids if self.world.is_here(who)] if among is None else among
        return here[place % len(here)]

    def brought_in(self, *lines: tuple[str, str, str, int | None]) -> None:
        """A file comes in: who, role, manager, last day. Raises Invalid."""
        rows = ["email,given_name,family_name,role,manager_email,end_date"]
        for who, role, manager, last in lines:
            above = f"{manager}@example.com" if manager else ""
            ends = self.day(last).isoformat() if last is not None else ""
            rows.append(f"{who}@example.com,{who},Name,{role},{above},{ends}")
        keep_people(self.session, file=read_people("\n".join(rows).encode()), at=self.now)
        self.session.flush()
        known = self.session.exec(select(Person)).all()
        self.ids = {one.given_name: one for one in known}
        for who, role, manager, last in lines:
            self.world.manager[who] = manager
            # An empty cell takes a last day back.
            self.world.last_day.pop(who, None)
            if last is not None:
                self.world.last_day[who] = last
            self._given_by_file(who, "" if last is not None and last < self.world.today else role)

    def _given_by_file(self, who: str, role: str) -> None:
        """A file gives one role and ends those that files gave before."""
        today, root = self.world.today, EVERYBODY if role in WIDE else who
        before = [
            one
            for one in self.world.held
            if one.holder == who and not one.by_hand and self.world.lasts(one)
        ]
        for one in before:
            if one.role != role:
                place = self.world.held.index(one)
                self.world.held[place] = replace(one, until=today)
        by_hand = [
            one.role
            for one in self.world.held
            if one.holder == who
            and one.by_hand
            and not one.instead_of
            and one.until is None
            and one.since <= today
            and one.root in (EVERYBODY, who)
        ]
        if role and role not in [one.role for one in before] and role not in by_hand:
            self.world.held.append(Held(who, role, root, today))

    def role_of(self, who: str) -> str:
        """What the files made of somebody."""
        return next(
            one.role for one in reversed(self.world.held) if one.holder == who and not one.by_hand
        )

    @initialize()
    def begin(self) -> None:
        """Ten people, an observation of each aim, and two who are in another's place."""
        self.brought_in(*((who, role, manager, None) for who, role, manager in BEGINNING))
        self.observe_of("lena", "mo", certifies=True, signed=True, shown=False)
        self.observe_of("sage", "sol", certifies=False, signed=True, shown=True)
        self.instead("mo", "lena", 10)
        self.instead("rae", "sage", 10)

    @precondition(lambda self: len(self.ids) < MOST_PEOPLE)
    @rule(role=st.sampled_from(["leader", "manager", "rep", "specialist"]), above=PLACES)
    def hire(self, role: str, above: int) -> None:
        """Somebody new, below somebody."""
        self.brought_in((f"new{len(self.ids)}", role, self.one(above), None))

    @rule(who=PLACES, above=PLACES)
    def move(self, who: int, above: int) -> None:
        """Somebody comes below another, with all who are below them; never below themself."""
        moved, under = self.one(who), self.one(above)
        goes_round = under == moved or moved in self.world.above(under)
        try:
            self.brought_in((moved, self.role_of(moved), under, None))
        except Invalid:
            assert goes_round
        else:
            assert not goes_round

    @rule(above=PLACES, leader=st.sampled_from(["lena", "odd"]))
    def reorganise(self, leader: str, above: int) -> None:
        """A whole region comes below somebody else."""
        if self.world.is_here(leader):
            self.move(list(self.here()).index(leader), above)

    def here(self) -> list[str]:
        """Those who have not left."""
        return [who for who in self.ids if self.world.is_here(who)]

    @rule(who=PLACES, role=st.sampled_from(["leader", "manager", "rep", "specialist"]))
    def promote(self, who: int, role: str) -> None:
        """Somebody becomes something else, where they stand."""
        one = self.one(who)
        if one != "ada":
            self.brought_in((one, role, self.world.manager[one], None))

    @rule(role=st.sampled_from(["manager", "rep"]))
    def replace_absent(self, role: str) -> None:
        """Somebody becomes something else while another is in their place."""
        away = [one.instead_of for one in self.world.held if one.instead_of]
        away = [one for one in away if self.world.is_here(one)]
        if away:
            self.brought_in((away[0], role, self.world.manager[away[0]], None))

    @rule(who=PLACES, days=st.integers(-1, 0))
    def leave(self, who: int, days: int) -> None:
        """Somebody's last day was yesterday, or is today."""
        one = self.one(who)
        if one != "ada":
            last = self.world.today + days
            self.brought_in((one, self.role_of(one), self.world.manager[one], last))

    @rule(who=PLACES)
    def be_gone(self, who: int) -> None:
        """It is the morning after somebody's last day, and no job has run yet."""
        leads = [one for one in self.here() if self.world.coaches(one)]
        if leads:
            self.leave(self.here().index(self.one(who, leads)), 0)
            self.days_pass(1, at_night=False)

    @precondition(lambda self: len(self.world.watched) < MOST_WATCHED)
    @rule(by=PLACES, of=PLACES, certifies=st.booleans(), signed=st.booleans(), shown=st.booleans())
    def observe(self, by: int, of: int, certifies: bool, signed: bool, shown: bool) -> None:
        """An observation; by anybody, for roles change and what was written stays."""
        observer, observed = self.one(by), self.one(of)
        if observer != observed:
            self.observe_of(
                observer, observed, certifies=certifies, signed=signed, shown=signed and shown
            )

    def observe_of(self, by: str, of: str, *, certifies: bool, signed: bool, shown: bool) -> None:
        """It is written, signed and talked over, as far as it comes."""
        place = len(self.world.watched)
        aim = Aim.CERTIFICATION if certifies else Aim.DEVELOPMENT
        word = f"w{place}w"
        who: dict[str, Any] = {"of": self.ids[of], "by": self.ids[by]}
        if signed:
            made = seen.observation(
                self.session,
                _Cast(self.ids[self.third(by, of)]),  # pyright: ignore[reportArgumentType] - all it takes
                days=-self.world.today,
                aim=aim,
                one_thing=word,
                kinds={"developmental": 3},
                levels=dict.fromkeys(range(1, 9), 2),
                **who,
            )
            if shown:
                seen.own_levels(self.session, made, {1: 2})
                seen.talk(self.session, made)
        else:
            made = build.observation(
                self.session, coached=self.ids[self.third(by, of)], aim=aim, at=self.now, **who
            )
            self.session.get_one(ObservationBody, made.id).one_thing = word
            self.session.flush()
        day = self.world.today
        self.world.watched.append(
            Watched(place, made.public_id, by, of, day, certifies, signed, shown)
        )

    def third(self, *two: str) -> str:
        """Somebody else, who was coached."""
        return next(who for who in self.ids if who not in two)

    @rule(
        who=PLACES,
        root=PLACES,
        role=st.sampled_from(["leader", "manager", "specialist", "certifier"]),
        over_all=st.booleans(),
        days=st.integers(0, 20) | st.none(),
    )
    def give(self, who: int, root: int, role: str, over_all: bool, days: int | None) -> None:
        """A role by hand, over somebody's people or everybody."""
        holder, over = self.one(who), self.one(root)
        if holder == "ada":
            return
        until = 30 if days is None and role == "certifier" else days
        last = None if until is None else self.day(self.world.today + until)
        draft = GrantDraft(
            f"{holder}@example.com",
            role,
            OVER_ALL if over_all else "people",
            f"{over}@example.com",
            Span(self.now.date(), last),
            "By hand.",
        )
        with suppress(Invalid):
            give_role(self.session, self.actor("ada"), draft=draft, at=self.now)
            self.session.flush()
            self.world.held.append(
                Held(
                    holder,
                    role,
                    EVERYBODY if over_all else over,
                    self.world.today,
                    None if until is None else self.world.today + until + 1,
                    by_hand=True,
                    id=self.newest_grant(),
                )
            )

    @rule(who=PLACES, days=st.integers(0, 20))
    def certify(self, who: int, days: int) -> None:
        """Somebody may certify everybody for a time."""
        self.give(who, 0, "certifier", True, days)

    @rule(who=PLACES, absent=PLACES, days=st.integers(0, 20))
    def stand_in(self, who: int, absent: int, days: int) -> None:
        """Somebody takes another's place for a time."""
        leads = [one for one in self.here() if self.world.roles(one) and self.world.coaches(one)]
        away = self.one(absent, [*leads, *(["sage"] if self.world.is_here("sage") else ["ada"])])
        if (holder := self.one(who)) != "ada":
            self.instead(holder, away, days)

    def instead(self, holder: str, away: str, days: int) -> None:
        """Somebody takes another's place, unless that is refused."""
        draft = StandInDraft(
            f"{holder}@example.com",
            f"{away}@example.com",
            Span(self.now.date(), self.day(self.world.today + days)),
            "Holiday.",
        )
        until = self.world.today + days + 1
        with suppress(Invalid):
            let_stand_in(self.session, self.actor("ada"), draft=draft, at=self.now)
            self.session.flush()
            newest = self.newest_grant()
            self.world.held += [
                replace(
                    one,
                    holder=holder,
                    since=self.world.today,
                    until=until,
                    instead_of=away,
                    by_hand=True,
                    id=newest,
                )
                for one in list(self.world.held)
                if one.holder == away
                and not one.instead_of
                and one.role in {"leader", "manager", "specialist"}
                and self.world.lasts(one)
            ]

    def newest_grant(self) -> int:
        """The id of the grant given last."""
        return self.session.exec(select(Grant.id).order_by(col(Grant.id).desc())).first() or 0

    @rule(which=PLACES)
    def end(self, which: int) -> None:
        """A role by hand ends now."""
        lasting = [one for one in self.world.held if one.by_hand and self.world.lasts(one)]
        if lasting:
            one = lasting[which % len(lasting)]
            with suppress(NotFound):
                end_grant(
                    self.session,
                    self.actor("ada"),
                    grant=str(one.id),
                    reason="Over.",
                    at=self.now,
                )
                self.session.flush()
            self.world.end(one)

    @rule(days=st.integers(1, 12), at_night=st.booleans())
    def days_pass(self, days: int, at_night: bool) -> None:
        """Nights go by, and reach is compared in the last, or that is late."""
        since = self.now.date().isoformat()
        self.world.today += days
        if not at_night:
            return
        compare_reach(self.session, {"since": since, "nightly": False}, self.now)
        self.session.flush()

    def teardown(self) -> None:
        """Everybody reads everything they can; then all is taken back."""
        try:
            self.session.expire_all()
            for place, who in enumerate(self.ids):
                self.exactly(who)
                if self.sweeps:
                    self.in_lists(who)
                # All of them with all queries would take minutes.
                if self.sweeps and place == len(self.world.held) % len(self.ids):
                    self.nothing_more(who)
        finally:
            self.session.close()
            self.whole.rollback()
            self.connection.close()

    def nothing_more(self, who: str) -> None:
        """No answer of any query holds a word or an id of what is not for them."""
        actor = self.actor(who)
        people = {one.public_id: one.id or 0 for one in self.ids.values()}
        ids = [one.public_id for one in self.world.watched]
        for name, text in reads.everything(
            self.session, actor, people=people, observations=ids, at=self.now
        ):
            for one in self.world.watched:
                if one.word in text:
                    assert self.world.reads_words(who, one), (name, who, one)
                if one.public_id in text:
                    assert self.world.knows(who, one), (name, who, one)

    def exactly(self, who: str) -> None:
        """Where a query promises all of something, it gives that and nothing else."""
        session, world, at, actor = self.session, self.world, self.now, self.actor(who)
        for permission, what in (
            (Permission.PERSON_SEE, SEE),
            (Permission.OBSERVATION_WRITE, OBSERVE),
            (Permission.OBSERVATION_NOTICE, NOTICE),
            (Permission.OBSERVATION_DECIDE, oracle.DECIDE),
        ):
            found = session.exec(visible(Person, actor, permission)).all()
            right = {one for one in self.ids if world.may(who, what, one)}
            self.same(who, {one.given_name for one in found} - {who}, right, what)
        for one in world.watched:
            opens: dict[str, Any] = {"public_id": one.public_id}
            reads_it, scores = world.reads(who, one), world.reads_scores(who, one)
            assert answers(standing, session, actor, **opens) == (reads_it or scores), (who, one)
            assert answers(counts, session, actor, at=at, **opens) == scores, (who, one)
            if one.signed:
                whole = answers(result, session, actor, at=at, **opens)
                assert whole == world.reads_words(who, one), (who, one)

    def in_lists(self, who: str) -> None:
        """The same of the lists and pages of the rooms."""
        session, world, at, actor = self.session, self.world, self.now, self.actor(who)
        everybody = [one for one in self.ids if one != who]
        coaches = {one for one in everybody if world.coaches(one)}

        def those(what: str) -> set[str]:
            return {one for one in coaches if world.may(who, what, one)}

        lines, _total = coaching_people(session, actor, search="", page=0, at=at)
        self.same(who, {one.name.split()[0] for one in lines}, those(SEE), "people")
        watched = {
            one.observed
            for one in world.watched
            if one.signed and (one.observer == who or world.may(who, NOTICE, one.observed))
        }
        last = {one.name.split()[0] for one in lines if one.last.words}
        self.same(who, last, watched & those(SEE), "last observed")
        found = people_to_observe(session, actor, search="", at=at)
        self.same(who, {one.word.split()[0] for one in found}, those(OBSERVE), "observe")
        needs, _total = people_to_watch(session, actor, certifying=False, page=0, at=at)
        assert {one.name.split()[0] for one in needs} <= those(NOTICE)
        unseen = " ".join(line.text for line in long_unseen(session, actor, at=at))
        for one in everybody:
            assert f" {one} " not in unseen or world.leads(who, one), (who, one)
        month, _words, _total = month_of_people(session, actor, back=0, page=0, at=at)
        readable = {
            one.observed
            for one in world.watched
            if one.signed and world.reads(who, one) and self.is_this_month(one)
        }
        of_month = {one.name.split()[0] for one in month}
        self.same(who, of_month, readable & those(SEE), "month")
        for one in everybody:
            public_id = self.ids[one].public_id
            head = answers(person_head, session, actor, public_id=public_id, at=at)
            assert head == world.may(who, SEE, one), (who, one)
            certifies = may_certify(session, actor, coach=public_id)
            may = world.may(who, CERTIFY, one) and one not in world.above(who)
            assert certifies == may, (who, one)
        for one in world.watched:
            found = answers(header, session, actor, public_id=one.public_id, at=at)
            assert found == world.reads(who, one), (who, one)

    def is_this_month(self, one: Watched) -> bool:
        """Whether it was held in the month that it is."""
        held = self.day(one.day)
        return (held.year, held.month) == (self.now.year, self.now.month)

    def same(self, who: str, found: set[str], right: set[str], what: str) -> None:
        """Nothing too many, and nothing missing."""
        assert found == right, (who, what, sorted(found - right), sorted(right - found))


class _Cast:
    """As much of a cast as the builders ask for: who was coached."""

    def __init__(self, sid: Person) -> None:
        self.sid = sid


def answers(query: Any, *given: Any, **named: Any) -> bool:
    """Whether a query answers, rather than finding nothing."""
    try:
        query(*given, **named)
    except NotFound:
        return False
    return True
