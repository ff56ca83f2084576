"""Who comes first, where a rep stands, and how a pilot of thirty days goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from coach_the_coach.coaching.plans.rules import Tier
from coach_the_coach.foundation.words import _, _n

PILOT_DAYS: Final = 30
"""Days of a pilot with one rep. Source: docs/method.md#pilot."""

NEW_DAYS: Final = 90
"""So long after their first day a rep is new, unless somebody says otherwise.

Source: docs/method.md#with-whom-first."""

_SATURDAY: Final = 5
_FIRST: Final = (Tier.NEW, Tier.BUILDING, Tier.TOP)


@dataclass(frozen=True)
class Standing:
    """A rep as they stand: `asked` is whether they asked for a plan of late."""

    rep_id: str
    name: str
    tier: Tier
    asked: bool = False


@dataclass(frozen=True)
class CallDay:
    """One significant call on a day, and whether it was planned and debriefed."""

    on: date
    is_done: bool


def proposed_tier(starts_on: date | None, *, today: date) -> Tier:
    """Where a rep stands until their coach says: new in their first months, and else solid."""
    if starts_on is not None and today - starts_on < timedelta(days=NEW_DAYS):
        return Tier.NEW
    return Tier.SOLID


def tier_word(tier: Tier) -> str:
    """The tier in a word."""
    return {
        Tier.NEW: _("New"),
        Tier.BUILDING: _("Building up"),
        Tier.SOLID: _("Solid"),
        Tier.TOP: _("Top"),
    }[tier]


def tier_meaning(tier: Tier) -> str:
    """The tier in one line, for whoever says it."""
    return {
        Tier.NEW: _("Plan and debrief until it is a habit."),
        Tier.BUILDING: _("Below where they could be: plan and debrief every significant call."),
        Tier.SOLID: _("Plans alone and does it well; you join now and then."),
        Tier.TOP: _("Among the best: together where they want it."),
    }[tier]


def tiers_word(tier: Tier) -> str:
    """The people of a tier, at the beginning of a sentence."""
    return {
        Tier.NEW: _("New people"),
        Tier.BUILDING: _("Building up"),
        Tier.SOLID: _("Solid people"),
        Tier.TOP: _("Top people"),
    }[tier]


def in_order(reps: Iterable[Standing]) -> list[Standing]:
    """Who comes first: the new, those who build up, then the best who asked; by name in each."""
    wanted = [one for one in reps if one.tier in _FIRST and (one.asked or one.tier is not Tier.TOP)]
    return sorted(wanted, key=lambda one: (_FIRST.index(one.tier), one.name, one.rep_id))


def why_first(one: Standing) -> str:
    """Why somebody is in the queue, in a few words."""
    if one.tier is Tier.TOP:
        return _("Asked for it")
    return tier_word(one.tier)


def last_day(starts_on: date) -> date:
    """The last day of a pilot that begins on `starts_on`."""
    return starts_on + timedelta(days=PILOT_DAYS - 1)


def streak(calls: Iterable[CallDay], *, today: date) -> int:
    """Working days in a row, up to today, with all significant calls planned and debriefed.

    Days without a significant call neither count nor break it, nor do weekends; today breaks
    nothing before it is over.
    """
    days: dict[date, bool] = {}
    for call in calls:
        if call.on <= today and call.on.weekday() < _SATURDAY:
            days[call.on] = days.get(call.on, True) and call.is_done
    in_a_row = 0
    for on in sorted(days, reverse=True):
        if days[on]:
            in_a_row += 1
        elif on < today:
            break
    return in_a_row


def day_words(starts_on: date, *, today: date) -> str:
    """Which day of its pilot it is, in words."""
    day = min(max((today - starts_on).days + 1, 1), PILOT_DAYS)
    return _("Day {day} of {days}").format(day=day, days=PILOT_DAYS)


def streak_words(days: int) -> str:
    """The streak as a sentence."""
    if not days:
        return _("The first day with every significant call planned and debriefed is to come.")
    said = _n(
        "{n} working day in a row with every significant call planned and debriefed.",
        "{n} working days in a row with every significant call planned and debriefed.",
        days,
    )
    return said.format(n=days)
