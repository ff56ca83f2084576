"""What a plan for a customer call and a debrief must hold, and which of them count."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from coach_the_coach.coaching.plans.objective.rules import is_end_of_deal, milestone_hint
from coach_the_coach.foundation.words import _, _n


class Tier(StrEnum):
    """Where a rep stands, as their coach says: who is planned and debriefed with."""

    NEW = "new"
    BUILDING = "building"
    SOLID = "solid"
    TOP = "top"


PLAN_MINUTES: Final = (10, 15)
"""How long a plan takes. Source: docs/method.md#before-and-after-a-call."""

DEBRIEF_MINUTES: Final = (10, 15)
"""How long a debrief takes. Source: docs/method.md#before-and-after-a-call."""

BEST_WITHIN: Final = 60
"""Minutes after a call within which a debrief is best.

Source: docs/method.md#before-and-after-a-call."""

PERIOD: Final = timedelta(days=30)
"""How far back calls are counted. Source: docs/method.md#planned-and-debriefed."""

CALL_MINUTES: Final = 30
"""How long a call takes until somebody says otherwise.

Source: docs/method.md#before-and-after-a-call."""

SHORTEST: Final = 5
"""Fewest minutes of a call. Source: docs/method.md#before-and-after-a-call."""

LONGEST: Final = 480
"""Most minutes of a call. Source: docs/method.md#before-and-after-a-call."""

FURTHEST_AHEAD: Final = timedelta(days=92)
"""A call further ahead is a slip of the pen. Source: docs/method.md#before-and-after-a-call."""

FURTHEST_BACK: Final = timedelta(days=7)
"""A call longer ago is not entered any more. Source: docs/method.md#before-and-after-a-call."""

LOCAL: Final = "%Y-%m-%dT%H:%M"
"""How a browser writes a day and a time."""

LENGTHS: Final = {
    "deal": 120,
    "objective": 200,
    "questions": 600,
    "information": 400,
    "risk": 300,
    "risk_answer": 300,
    "well": 400,
    "not_well": 400,
    "learned": 400,
    "next_time": 400,
}
"""Most characters of each text. Source: docs/method.md#before-and-after-a-call."""


@dataclass(frozen=True)
class CallDraft:
    """A call as typed: the rep by public id, one's own for a call of one's own."""

    rep_id: str = ""
    deal: str = ""
    call_at: datetime | None = None
    minutes: int | None = CALL_MINUTES
    reason: str = ""
    """Why it is significant, in the house's words; empty where it is not."""


@dataclass(frozen=True)
class PlanDraft:
    """A plan as far as it was typed."""

    objective: str = ""
    questions: str = ""
    information: str = ""
    risk: str = ""
    risk_answer: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(getattr(self, one.name).strip() for one in fields(self))


@dataclass(frozen=True)
class DebriefDraft:
    """One side's answers to the four questions."""

    well: str = ""
    not_well: str = ""
    learned: str = ""
    next_time: str = ""


@dataclass(frozen=True)
class CallFacts:
    """A significant call as it counts."""

    tier: Tier
    is_planned: bool
    is_debriefed: bool


@dataclass(frozen=True)
class Covered:
    """How many significant calls there were, and how many were planned, debriefed, or both."""

    n: int = 0
    planned: int = 0
    debriefed: int = 0
    both: int = 0

    @property
    def share(self) -> Fraction | None:
        """Share planned and debriefed, 0..1; None without a call."""
        return Fraction(self.both, self.n) if self.n else None


def problems_in_call(draft: CallDraft, *, at: datetime) -> dict[str, str]:
    """What keeps a call from being entered at the instant `at`: field to sentence."""
    problems = _too_long({"deal": draft.deal})
    if not draft.deal.strip():
        problems["deal"] = _("Say which deal or customer it is about.")
    if draft.minutes is None or not SHORTEST <= draft.minutes <= LONGEST:
        problems["minutes"] = _("A number of minutes from {least} to {most}.").format(
            least=SHORTEST, most=LONGEST
        )
    if not draft.rep_id:
        problems["rep_id"] = _("Choose whose call it is.")
    return problems | _problems_with_time(draft.call_at, at)


def problems_in_plan(draft: PlanDraft, *, deal: str = "") -> dict[str, str]:
    """What keeps a plan from being kept as far as it is written: field to sentence."""
    problems = _too_long({one.name: getattr(draft, one.name) for one in fields(draft)})
    if "objective" not in problems and is_end_of_deal(draft.objective, deal=deal):
        problems["objective"] = milestone_hint()
    return problems


def missing_in_plan(draft: PlanDraft, *, deal: str = "") -> dict[str, str]:
    """What keeps a plan from being whole, beside what is wrong with it: field to sentence."""
    asked = {
        "objective": _("Say what will have moved when the call is over."),
        "questions": _("Write down at least one question to ask."),
        "information": _("Say what you need to find out."),
        "risk": _("Say what might go wrong."),
        "risk_answer": _("Say what you will do then."),
    }
    missing = {name: said for name, said in asked.items() if not getattr(draft, name).strip()}
    return missing | problems_in_plan(draft, deal=deal)


def problems_in_debrief(draft: DebriefDraft, *, by_rep: bool) -> dict[str, str]:
    """What keeps one side of a debrief from being kept: field to sentence.

    The rep answers all four; whoever coaches says at least what went well and what comes next.
    """
    asked = {
        "well": _("Say what went well."),
        "not_well": _("Say what did not go well."),
        "learned": _("Say what was learned."),
        "next_time": _("Say what you would do differently next time."),
    }
    if not by_rep:
        asked = {
            "well": _("Say first what you saw go well."),
            "next_time": _("Say what to do differently next time."),
        }
    said = {one.name: getattr(draft, one.name) for one in fields(draft)}
    missing = {name: why for name, why in asked.items() if not said[name].strip()}
    return missing | _too_long(said)


def ends_at(call_at: datetime, minutes: int) -> datetime:
    """When a call is over, as planned."""
    return call_at + timedelta(minutes=minutes)


def minutes_after(call_at: datetime, minutes: int, at: datetime) -> int | None:
    """Whole minutes from the planned end of a call to `at`; None before it."""
    over = at - ends_at(call_at, minutes)
    return None if over < timedelta() else int(over.total_seconds() // 60)


def is_settled(*, call_on: date, today: date, is_debriefed: bool) -> bool:
    """Whether a call counts by now: it is debriefed, or its day is over."""
    return is_debriefed or call_on < today


def coverage(calls: Iterable[CallFacts]) -> dict[Tier, Covered]:
    """How significant calls were planned and debriefed, by tier, every tier named."""
    listed = list(calls)
    return {tier: _covered([one for one in listed if one.tier is tier]) for tier in Tier}


def together(by_tier: Mapping[Tier, Covered]) -> Covered:
    """All tiers as one."""
    every = by_tier.values()
    return Covered(
        n=sum(one.n for one in every),
        planned=sum(one.planned for one in every),
        debriefed=sum(one.debriefed for one in every),
        both=sum(one.both for one in every),
    )


def covered_words(one: Covered) -> str:
    """How many of how many, as a sentence says it; empty without a call."""
    if not one.n:
        return ""
    said = _n(
        "{both} of {n} significant call planned and debriefed",
        "{both} of {n} significant calls planned and debriefed",
        one.n,
    )
    return said.format(both=one.both, n=one.n)


def after_words(minutes: int | None) -> str:
    """How long after the call a debrief was held, in words; empty for None."""
    if minutes is None:
        return ""
    if minutes < 120:
        said = _n("{n} minute after the call", "{n} minutes after the call", minutes)
        return said.format(n=minutes)
    hours = minutes // 60
    if hours < 48:
        return _("{n} hours after the call").format(n=hours)
    return _("{n} days after the call").format(n=hours // 24)


def instant(local: str, zone: str) -> datetime | None:
    """A day and a time as a browser sends it, in `zone`; None for what is none."""
    try:
        return datetime.strptime(local[:16], LOCAL).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return None


def number_in(typed: str) -> int | None:
    """A whole number as typed; None for what is none."""
    words = typed.strip()[:6]
    return int(words) if re.fullmatch("[0-9]{1,4}", words) else None


def _too_long(texts: Mapping[str, str]) -> dict[str, str]:
    return {
        name: _("At most {length} characters.").format(length=LENGTHS[name])
        for name, text in texts.items()
        if len(text) > LENGTHS[name]
    }


def _problems_with_time(call_at: datetime | None, at: datetime) -> dict[str, str]:
    if call_at is None:
        return {"call_at": _("Say when the call is.")}
    if call_at - at > FURTHEST_AHEAD:
        return {"call_at": _("This is more than three months ahead. Check the date.")}
    if at - call_at > FURTHEST_BACK:
        return {"call_at": _("This is more than a week ago. What is fresh is worth a debrief.")}
    return {}


def _covered(calls: list[CallFacts]) -> Covered:
    return Covered(
        n=len(calls),
        planned=sum(one.is_planned for one in calls),
        debriefed=sum(one.is_debriefed for one in calls),
        both=sum(one.is_planned and one.is_debriefed for one in calls),
    )
