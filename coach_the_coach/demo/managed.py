"""What else managers of the demo company keep: rules, calls, plans, practice, hours, ten points."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from sqlmodel import Session, select

from coach_the_coach.cadence.contract.tables import InterruptionContract
from coach_the_coach.cadence.hours.tables import TimeAudit, TimeSlot
from coach_the_coach.cadence.rules import Category
from coach_the_coach.coaching.cycles.rules import Side
from coach_the_coach.coaching.cycles.tables import (
    ActionPlan,
    ActionPlanBody,
    ActionStep,
    PlanReview,
)
from coach_the_coach.coaching.log.tables import LogBody, LogEntry
from coach_the_coach.coaching.plans.rules import Tier
from coach_the_coach.coaching.plans.tables import CallBody, CustomerCall, RepTier, Significance
from coach_the_coach.coaching.practice.queries import moment_row
from coach_the_coach.coaching.practice.tables import PracticeTurn, TeamPractice
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.demo import cast, said
from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.coached import put_evidence
from coach_the_coach.demo.people import Member, Roster, pick
from coach_the_coach.demo.rhythm import Care, care_of
from coach_the_coach.demo.shelf import Shelf, ids_of
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.when import local_day, monday_of
from coach_the_coach.identity.access import Role

SIGNIFICANT: Final = (
    "First talk with whoever holds the budget",
    "An offer is on the table",
    "A customer who wants to leave",
)
"""Which calls are significant at the demo company."""

HOURS: Final = {
    Category.COACHING: 75,
    Category.TRAINING: 15,
    Category.TEAM: 45,
    Category.SELLING: 120,
    Category.REPORTS: 60,
    Category.MEETINGS: 90,
    Category.CRM: 45,
    Category.OTHER: 30,
}
"""A manager's day in minutes."""

PRACTICE_MINUTES: Final = 45


class Managed:
    """Puts aside what each manager keeps, and writes it table by table."""

    def __init__(
        self, roster: Roster, people: Mapping[str, int], *, seed: int, days: int, at: datetime
    ) -> None:
        self.roster, self.people, self.seed, self.at = roster, people, seed, at
        self.weeks = days // 7
        self.shelf = Shelf()
        self.turns: dict[str, tuple[Member, list[Member]]] = {}
        self.practices: dict[str, tuple[str, str, datetime, Member]] = {}
        self.calls: list[tuple[str, bool, bool]] = []
        self.plans: dict[str, tuple[Member, date, bool]] = {}
        self.audits: list[tuple[str, date]] = []

    def write(self, session: Session, moments: list[str]) -> None:
        """Everything, in an order that the keys allow; `moments` are the hard ones there are."""
        self._significant(session)
        reasons = list(ids_of_texts(session).values())
        for manager in self.roster.having(Role.MANAGER):
            luck = chance(self.seed, "managed", manager.public_id)
            care = care_of(manager, self.seed)
            team = self.roster.reports(manager, self.at.date())
            self._contract(manager)
            self._calls(manager, team, care, luck, reasons)
            self._plan(manager, team, luck)
            self._practices(manager, team, care, luck, moments)
            self._hours(manager, luck)
        self.shelf.write(
            session, InterruptionContract, RepTier, CustomerCall, ActionPlan, LogEntry, TimeAudit
        )
        self._parts(session)
        self.shelf.write(
            session, CallBody, ActionPlanBody, ActionStep, PlanReview, LogBody, TeamPractice
        )
        self._turns(session)
        self.shelf.write(session, PracticeTurn, TimeSlot, Evidence)

    def _significant(self, session: Session) -> None:
        since = self.at - timedelta(days=self.weeks * 7)
        for place, text in enumerate(SIGNIFICANT, start=1):
            self.shelf.add(
                Significance, text=text, place=place, set_by_id=None, set_at=since, ended_at=None
            )
        self.shelf.write(session, Significance)

    def _contract(self, manager: Member) -> None:
        """Signed, but for the stalled manager's, which is written and waits for nobody."""
        is_open = manager.name == cast.STALLED.name
        waits = manager.name == cast.RESCUER.name
        leader = next(self.roster.above(manager, self.at.date()))
        written = self.at - timedelta(days=2 if waits else 80)
        name = public_id(chance(self.seed, "contract", manager.public_id))
        signed = None if is_open or waits else written + timedelta(days=2)
        self.shelf.add(
            InterruptionContract,
            public_id=name,
            coach_id=self.people[manager.public_id],
            text=said.CONTRACT,
            reasons="\n".join(said.REASONS),
            within_days=2,
            written_at=written,
            offered_at=None if is_open else written + timedelta(hours=1),
            returned_at=None,
            returned_why="",
            signed_at=signed,
            signed_by_id=self.people[leader.public_id] if signed else None,
        )
        if signed:
            put_evidence(self.shelf, self.people, manager, EvidenceKind.CONTRACT, name, signed)

    def _calls(
        self, manager: Member, team: list[Member], care: Care, luck: Random, reasons: list[int]
    ) -> None:
        tiers = (Tier.NEW, Tier.BUILDING, Tier.SOLID, Tier.SOLID, Tier.TOP)
        for place, rep in enumerate(team):
            tier = tiers[place % len(tiers)]
            self.shelf.add(
                RepTier,
                rep_id=self.people[rep.public_id],
                tier=tier,
                set_by_id=self.people[manager.public_id],
                set_at=self.at - timedelta(days=60),
            )
            for ago in (luck.randint(31, 60), luck.randint(2, 29), -luck.randint(1, 9)):
                self._customer_call(manager, rep, tier, ago, care, luck, reasons)

    def _customer_call(
        self,
        manager: Member,
        rep: Member,
        tier: Tier,
        ago: int,
        care: Care,
        luck: Random,
        reasons: list[int],
    ) -> None:
        name, begins = public_id(luck), (self.at - timedelta(days=ago)).replace(hour=13, minute=0)
        planned = luck.random() < care.plans
        debriefed = planned and ago > 0 and luck.random() < 0.85
        matters, after = luck.choice(reasons), luck.randint(8, 55)
        if rep.starts_on >= begins.date() - timedelta(days=5) or begins.weekday() > 4:
            return
        ended = begins + timedelta(minutes=45)
        said_at = ended + timedelta(minutes=after)
        plan_at = begins - timedelta(hours=22)
        self.shelf.add(
            CustomerCall,
            public_id=name,
            coach_id=self.people[manager.public_id],
            rep_id=self.people[rep.public_id],
            call_at=begins,
            call_minutes=45,
            significance_id=matters,
            tier=tier,
            by_rep=False,
            made_at=min(plan_at, self.at - timedelta(hours=1)),
            planned_at=min(plan_at, self.at - timedelta(hours=1)) if planned else None,
            rep_said_at=said_at - timedelta(minutes=4) if debriefed else None,
            debriefed_at=said_at if debriefed else None,
            minutes_after=after if debriefed else None,
            dropped_at=None,
        )
        self.calls.append((name, planned, debriefed))
        for kind, counts, when in (
            (EvidenceKind.PLAN, planned, min(plan_at, self.at)),
            (EvidenceKind.DEBRIEF, debriefed, said_at),
        ):
            if counts:
                put_evidence(self.shelf, self.people, manager, kind, name, when)

    def _plan(self, manager: Member, team: list[Member], luck: Random) -> None:
        """One action plan for one of the team, signed by both but for two managers'."""
        name, opened = public_id(luck), (self.at - timedelta(days=40)).date()
        rep = pick(luck, team)
        waits = manager.name == cast.RESCUER.name
        self.shelf.add(
            ActionPlan,
            public_id=name,
            coach_id=self.people[manager.public_id],
            coached_id=self.people[rep.public_id],
            opened_on=opened,
            review_on=opened + timedelta(days=60),
            closed_on=None,
            version=1,
            touched_at=self.at - timedelta(days=40),
        )
        self.plans[name] = (manager, opened, waits)
        if not waits:
            signed = self.at - timedelta(days=38)
            put_evidence(self.shelf, self.people, manager, EvidenceKind.ACTION_PLAN, name, signed)

    def _practices(
        self, manager: Member, team: list[Member], care: Care, luck: Random, moments: list[str]
    ) -> None:
        monday = monday_of(self.at.date())
        for week in range(-self.weeks, 0):
            practice, entry = public_id(luck), public_id(luck)
            moment, roll = luck.choice(moments), luck.random()
            who = luck.sample(team, min(3, len(team)))
            if roll > care.practice or (manager.name == cast.STALLED.name and week > -5):
                continue
            on = monday + timedelta(weeks=week, days=3)
            begun = datetime.combine(on, self.at.timetz()).replace(hour=8, minute=0)
            there = [one for one in who if one.starts_on < on]
            if there:
                self._practice(manager, (practice, entry, moment), begun, there)

    def _practice(
        self, manager: Member, names: tuple[str, str, str], begun: datetime, who: list[Member]
    ) -> None:
        practice, entry, moment = names
        ended = begun + timedelta(minutes=PRACTICE_MINUTES)
        self.shelf.add(
            LogEntry,
            public_id=entry,
            coach_id=self.people[manager.public_id],
            coached_id=None,
            coaching_session_id=None,
            form=Form.TEAM_PRACTICE,
            purpose=Purpose.TRAIN,
            planned=True,
            held_at=begun,
            held_on=local_day(begun, manager.zone),
            minutes=PRACTICE_MINUTES,
            developmental=PRACTICE_MINUTES,
            tactical=0,
            strategic=0,
            opportunistic=0,
            status=0,
            cycle_id=None,
            complete=True,
            specific=True,
            logged_at=ended,
            changed_at=None,
            withdrawn_at=None,
        )
        self.practices[practice] = (entry, moment, begun, manager)
        self.turns[practice] = (manager, who)
        put_evidence(self.shelf, self.people, manager, EvidenceKind.PRACTICE, practice, ended)

    def _hours(self, manager: Member, luck: Random) -> None:
        """Two weeks noted by most, and by one not finished."""
        name, roll = public_id(luck), luck.random()
        if roll < 0.3 or manager.name == cast.STALLED.name:
            return
        monday = monday_of(self.at.date())
        is_open = manager.name == cast.IMPROVING.name
        starts = monday - timedelta(weeks=1 if is_open else 10)
        closed = None if is_open else self.at - timedelta(weeks=8)
        is_agreed = closed is not None and manager.name != cast.TRAINER.name
        leader = next(self.roster.above(manager, self.at.date()))
        self.shelf.add(
            TimeAudit,
            public_id=name,
            person_id=self.people[manager.public_id],
            starts_on=starts,
            closed_at=closed,
            drops="" if is_open else said.DROPS,
            agreed_by_id=self.people[leader.public_id] if is_agreed else None,
            agreed_at=closed + timedelta(days=1) if closed and is_agreed else None,
        )
        self.audits.append((name, starts))
        if closed:
            put_evidence(self.shelf, self.people, manager, EvidenceKind.TIME_AUDIT, name, closed)

    def _parts(self, session: Session) -> None:
        """The words and what hangs on the rest, once these have their keys."""
        calls, plans = ids_of(session, CustomerCall), ids_of(session, ActionPlan)
        for name, planned, debriefed in self.calls:
            self._call_words(calls[name], chance(self.seed, name), planned, debriefed)
        for name, (manager, opened, waits) in self.plans.items():
            self._plan_words(plans[name], manager, opened, waits=waits)
        entries = ids_of(session, LogEntry)
        for practice, (entry, moment, begun, manager) in self.practices.items():
            self.shelf.add(
                LogBody,
                log_entry_id=entries[entry],
                focus=moment_row(moment).title,
                moment=said.PRACTISED,
                feedback=said.PRACTISED,
                deal="",
                why_withdrawn="",
            )
            self.shelf.add(
                TeamPractice,
                public_id=practice,
                coach_id=self.people[manager.public_id],
                log_entry_id=entries[entry],
                moment=moment,
                begun_at=begun,
                held_on=local_day(begun, manager.zone),
                closed_at=begun + timedelta(minutes=PRACTICE_MINUTES),
            )
        audits = ids_of(session, TimeAudit)
        for name, starts in self.audits:
            self._slots(audits[name], starts, chance(self.seed, name))

    def _call_words(self, call: int, luck: Random, planned: bool, debriefed: bool) -> None:
        self.shelf.add(
            CallBody,
            customer_call_id=call,
            deal=luck.choice(said.DEALS),
            objective=luck.choice(said.OBJECTIVES) if planned else "",
            questions=said.QUESTIONS if planned else "",
            information=said.INFORMATION if planned else "",
            risk=said.RISK if planned else "",
            risk_answer=said.RISK_ANSWER if planned else "",
            rep_well=said.WELL if debriefed else "",
            rep_not=said.NOT_WELL if debriefed else "",
            rep_learned=said.LEARNED if debriefed else "",
            rep_next=said.DIFFERENTLY if debriefed else "",
            coach_well=said.WELL if debriefed else "",
            coach_not="",
            coach_learned=said.LEARNED if debriefed else "",
            coach_next=said.DIFFERENTLY if debriefed else "",
        )

    def _plan_words(self, plan: int, manager: Member, opened: date, *, waits: bool) -> None:
        self.shelf.add(ActionPlanBody, action_plan_id=plan, objective=said.OBJECTIVE, result="")
        for place, (text, is_milestone) in enumerate(said.STEPS, start=1):
            due = opened + timedelta(days=20 * place)
            self.shelf.add(
                ActionStep,
                action_plan_id=plan,
                place=place,
                is_milestone=is_milestone,
                text=text,
                due_on=due,
                done_on=due if place == 1 else None,
            )
        leader = next(self.roster.above(manager, self.at.date()))
        signers = ((Side.MANAGER, manager), (Side.LEADER, leader))
        for side, who in signers[: 1 if waits else 2]:
            self.shelf.add(
                PlanReview,
                action_plan_id=plan,
                version=1,
                side=side,
                by_id=self.people[who.public_id],
                at=self.at - timedelta(days=39),
                note="",
            )

    def _slots(self, audit: int, starts: date, luck: Random) -> None:
        for day in range(12):
            on = starts + timedelta(days=day)
            if on.weekday() > 4 or on >= self.at.date():
                continue
            for category, minutes in HOURS.items():
                self.shelf.add(
                    TimeSlot,
                    time_audit_id=audit,
                    day=on,
                    category=category,
                    minutes=max(0, minutes + 15 * luck.randint(-2, 2)),
                    from_calendar=False,
                )

    def _turns(self, session: Session) -> None:
        ids = ids_of(session, TeamPractice)
        for practice, (_manager, who) in self.turns.items():
            begun = self.practices[practice][2]
            for place, rep in enumerate(who):
                self.shelf.add(
                    PracticeTurn,
                    team_practice_id=ids[practice],
                    rep_id=self.people[rep.public_id],
                    attempted_at=begun + timedelta(minutes=5 + 12 * place),
                    debrief=said.PRACTISED,
                    retried=True,
                )


def ids_of_texts(session: Session) -> dict[str, int]:
    """The keys of the reasons for which a call is significant."""
    found = session.exec(select(Significance.text, Significance.id)).all()
    return {text: number or 0 for text, number in found}
