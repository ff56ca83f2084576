"""Log, next steps, cycles and appointments of the demo company."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from sqlmodel import Session

from coach_the_coach.cadence.tables import Appointment, AppointmentStep
from coach_the_coach.coaching.log.rules import Answer, Outcome
from coach_the_coach.coaching.log.tables import Commitment, LogAnswer, LogBody, LogEntry
from coach_the_coach.coaching.rules import Cause, Form, Ladder, Owner, Purpose
from coach_the_coach.coaching.tables import Cycle, CycleBody
from coach_the_coach.demo.booked import put_appointments, put_steps
from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.moments import moments, put_moments, put_words_of_moments
from coach_the_coach.demo.people import Member, Roster
from coach_the_coach.demo.rhythm import HELD, Care, Time, care_of, times
from coach_the_coach.demo.said import DEALS, FOR_MANAGERS, SKILLS, Skill
from coach_the_coach.demo.shelf import Shelf, ids_of
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.when import begins, local_day
from coach_the_coach.identity.access import Role

FIRST_CYCLE: Final = (105, 50)
"""How many days ago a rep's first cycle began, and its second."""

FORMS: Final = (Form.ONE_TO_ONE,) * 7 + (Form.DEAL, Form.DEAL, Form.CALL_REVIEW)
"""In what form a booked hour is spent; a form named more often is more frequent."""

PURPOSES: Final = (Purpose.COACH,) * 9 + (Purpose.TRAIN, Purpose.INSPECT)
"""What for, likewise."""

ANSWERS: Final = (Answer.TAKEN,) * 6 + (Answer.NOT_QUITE,) + (None,) * 3
"""What reps say of the next step; None says nothing."""

OUTCOMES: Final = (Outcome.KEPT,) * 7 + (Outcome.NOT_KEPT, Outcome.NOT_KEPT, Outcome.CHANGED)
"""What became of a next step, likewise."""


@dataclass(frozen=True)
class Worked:
    """One cycle of a rep with their manager."""

    public_id: str
    coach: Member
    coached: Member
    skill: Skill
    opened_on: date
    closed_on: date | None

    def holds(self, on: date) -> bool:
        """Whether it was open on that day."""
        return self.opened_on <= on and (self.closed_on is None or on < self.closed_on)


@dataclass(frozen=True)
class Kept:
    """One session in the log."""

    public_id: str
    time: Time
    cycle: Worked | None
    skill: Skill
    luck: Random


def add_coached(
    session: Session,
    roster: Roster,
    people: Mapping[str, int],
    *,
    seed: int,
    days: int,
    at: datetime,
) -> list[Time]:
    """Write what managers booked, held and wrote down with their reps; returns every time."""
    shelf, every = Shelf(), list[Time]()
    worked: list[Worked] = []
    kept: list[Kept] = []
    for manager in coaches(roster):
        care = care_of(manager, seed)
        luck = chance(seed, "coached", manager.public_id)
        theirs = list(times(roster, manager, seed, days=days, at=at))
        cycles = list(_cycles(theirs, care, luck, at))
        every += theirs
        worked += cycles
        kept += _kept(theirs, cycles, care, luck)
    seen = list(moments(roster, seed=seed, days=days, at=at))
    _put_cycles(shelf, worked, people, at)
    shelf.write(session, Cycle)
    cycles_by = ids_of(session, Cycle)
    _put_bodies(shelf, worked, cycles_by)
    _put_log(shelf, kept, people, cycles_by)
    put_moments(shelf, seen, people)
    shelf.write(session, CycleBody, LogEntry)
    entries = ids_of(session, LogEntry)
    _put_words(shelf, kept, people, entries, at)
    put_words_of_moments(shelf, seen, entries)
    shelf.write(session, LogBody, Commitment, LogAnswer)
    logged = {one.time.public_id: entries[one.public_id] for one in kept}
    put_appointments(shelf, every, logged, people)
    shelf.write(session, Appointment, Evidence)
    put_steps(shelf, every, people, ids_of(session, Appointment))
    shelf.write(session, AppointmentStep)
    return every


def coaches(roster: Roster) -> list[Member]:
    """Everybody who coaches by a rhythm: managers their reps, leaders those who report to them."""
    return [*roster.having(Role.MANAGER), *roster.having(Role.LEADER)]


def skills_of(coached: Member) -> tuple[Skill, ...]:
    """What there is to work on with a rep, or with a manager."""
    return SKILLS if coached.role is Role.REP else FOR_MANAGERS


def put_evidence(
    shelf: Shelf,
    people: Mapping[str, int],
    whose: Member,
    kind: EvidenceKind,
    subject: str,
    at: datetime,
) -> None:
    """Put aside that something counts."""
    shelf.add(
        Evidence,
        person_id=people[whose.public_id],
        kind=kind,
        subject=subject,
        at=at,
        entered_at=at,
        withdrawn_at=None,
        reason="",
    )


def _cycles(theirs: list[Time], care: Care, luck: Random, at: datetime) -> Iterator[Worked]:
    """Two cycles for each rep, one after the other; whoever coaches little skill has few."""
    reps = list(dict.fromkeys(one.rep for one in theirs))
    for place, rep in enumerate(reps):
        has_one, shift = luck.random() < 0.35 + care.skill, luck.randrange(8)
        names = [public_id(luck), public_id(luck)]
        if not has_one:
            continue
        first, second = (
            max(rep.starts_on + timedelta(days=7), at.date() - timedelta(days=ago - shift))
            for ago in FIRST_CYCLE
        )
        coach = next(one.coach for one in theirs if one.rep == rep)
        known = skills_of(rep)
        skills = (known[place % len(known)], known[(place + 1) % len(known)])
        if first < second:
            yield Worked(names[0], coach, rep, skills[0], first, second)
        if second < at.date():
            yield Worked(names[1], coach, rep, skills[1], second, None)


def _kept(theirs: list[Time], cycles: list[Worked], care: Care, luck: Random) -> Iterator[Kept]:
    """What of the times is in the log."""
    for one in theirs:
        on = one.begins_at.date()
        open_one = next((c for c in cycles if c.coached == one.rep and c.holds(on)), None)
        others = [each for each in skills_of(one.rep) if not open_one or each != open_one.skill]
        name, tied, skill = public_id(luck), luck.random(), luck.choice(others)
        if one.went not in HELD:
            continue
        cycle = open_one if tied < 0.5 + care.skill / 2 else None
        yield Kept(name, one, cycle, cycle.skill if cycle else skill, Random(name))  # noqa: S311 - a story, no secret


def _put_cycles(
    shelf: Shelf, worked: list[Worked], people: Mapping[str, int], at: datetime
) -> None:
    for one in worked:
        closed = one.closed_on is not None
        touched = at - timedelta(days=2)
        if one.closed_on:
            touched = begins(one.closed_on, one.coach.zone)
        shelf.add(
            Cycle,
            public_id=one.public_id,
            coach_id=people[one.coach.public_id],
            coached_id=people[one.coached.public_id],
            cause=Cause.CONSISTENCY,
            fear=None,
            ladder=Ladder.HABIT if closed else Ladder.FLUENT,
            opened_on=one.opened_on,
            reviewed_on=one.closed_on or min(at.date(), one.opened_on + timedelta(days=21)),
            closed_on=one.closed_on,
            shown=True if closed else None,
            touched_at=touched,
        )
        if one.closed_on:
            put_evidence(shelf, people, one.coach, EvidenceKind.CYCLE, one.public_id, touched)


def _put_bodies(shelf: Shelf, worked: list[Worked], cycles: Mapping[str, int]) -> None:
    for one in worked:
        shelf.add(
            CycleBody,
            cycle_id=cycles[one.public_id],
            skill=one.skill.name,
            goal=one.skill.goal,
            baseline=one.skill.baseline,
            target=one.skill.target,
            exit_evidence=one.skill.shown_by,
            seen=one.skill.shown_by if one.closed_on else "",
            deals="\n".join(DEALS[:2]),
            next_skill="",
            reason="",
        )


def _put_log(
    shelf: Shelf, kept: list[Kept], people: Mapping[str, int], cycles: Mapping[str, int]
) -> None:
    for one in kept:
        skill = round(one.time.minutes * (0.7 if one.cycle else 0.1))
        status = min(3, one.time.minutes - skill)
        shelf.add(
            LogEntry,
            public_id=one.public_id,
            coach_id=people[one.time.coach.public_id],
            coached_id=people[one.time.rep.public_id],
            coaching_session_id=None,
            form=one.luck.choice(FORMS) if one.time.rep.role is Role.REP else Form.LEADER,
            purpose=one.luck.choice(PURPOSES),
            planned=True,
            held_at=one.time.begins_at,
            held_on=local_day(one.time.begins_at, one.time.coach.zone),
            minutes=one.time.minutes,
            developmental=skill,
            tactical=one.time.minutes - skill - status,
            strategic=0,
            opportunistic=0,
            status=status,
            cycle_id=cycles[one.cycle.public_id] if one.cycle else None,
            complete=True,
            specific=True,
            logged_at=_logged_at(one.time),
            changed_at=None,
            withdrawn_at=None,
        )
        coach, logged = one.time.coach, _logged_at(one.time)
        put_evidence(shelf, people, coach, EvidenceKind.LOG, one.public_id, logged)


def _put_words(
    shelf: Shelf,
    kept: list[Kept],
    people: Mapping[str, int],
    entries: Mapping[str, int],
    at: datetime,
) -> None:
    """What was said, and the next step: the last between two is open, those before are not."""
    newest = {(one.time.coach, one.time.rep): one for one in kept}
    for one in kept:
        entry, logged = entries[one.public_id], _logged_at(one.time)
        deal, step, outcome = (
            one.luck.choice(DEALS),
            public_id(one.luck),
            one.luck.choice(OUTCOMES),
        )
        shelf.add(
            LogBody,
            log_entry_id=entry,
            focus=one.skill.name,
            moment=one.skill.moment,
            feedback=one.skill.feedback,
            deal=deal if one.luck.random() < 0.4 else "",
        )
        is_open = newest[one.time.coach, one.time.rep] is one
        due = local_day(one.time.begins_at, one.time.coach.zone) + timedelta(days=13)
        shelf.add(
            Commitment,
            public_id=step,
            log_entry_id=entry,
            coach_id=people[one.time.coach.public_id],
            coached_id=people[one.time.rep.public_id],
            deal="",
            text=one.skill.step,
            owner=Owner.COACHED,
            due_on=due,
            agreed_at=logged,
            closed_at=None if is_open else min(at, logged + timedelta(days=13)),
            outcome=None if is_open else outcome,
        )
        answer = one.luck.choice(ANSWERS)
        # Of the last one each is still asked.
        if answer is not None and not is_open and logged + timedelta(hours=20) < at:
            shelf.add(LogAnswer, log_entry_id=entry, answer=answer, at=logged + timedelta(hours=20))


def _logged_at(one: Time) -> datetime:
    """Some minutes after its end."""
    return one.begins_at + timedelta(minutes=one.minutes + 4)
