"""How often a coach sees each rep, how often skills are assessed, and whether it all fits. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeVar

from coach_the_coach.foundation.words import _, _n

Said = TypeVar("Said")

CADENCE: Final = "cadence"
"""The house rule that names the rhythm of the house, one of `Preset`."""

ASSESSMENT: Final = "assessment"
"""The house rule that names how often skills are assessed, one of `Assessment`."""

WEEK_HOURS_RULE: Final = "week-hours"
"""The house rule that says how many hours a week are contracted."""

WEEK_HOURS: Final = 40
"""Hours a week that are contracted where the house says nothing else.

Source: docs/method.md#coaching-share.
"""

MOST_HOURS: Final = 80
"""More hours a week than this are a slip of the pen. Source: docs/method.md#coaching-share."""

MOST_TURNS: Final = 10
"""Changes of a rule of the house that are kept with their day. Source: docs/method.md#rhythm."""

OFTEN: Final = range(1, 13)
"""How many sessions a month a rhythm may have. Source: docs/method.md#rhythm."""

LONG: Final = range(15, 121)
"""How many minutes a session of a rhythm may last. Source: docs/method.md#rhythm."""

LONGEST_REASON: Final = 200
"""Most characters of the reason for another rhythm. Source: docs/method.md#rhythm."""

A_DAY: Final = 3
"""Most one-to-ones on one day. Source: docs/method.md#capacity."""

DAYS: Final = 3
"""Days of a week with one-to-ones, where the coach says nothing else.

Source: docs/method.md#capacity."""

MOST_DAYS: Final = 5
"""Working days of a week. Source: docs/method.md#capacity."""

WEEKS: Final = 4
"""Weeks of a month, as it is planned with. Source: docs/method.md#capacity."""

TEAM_MINUTES: Final = 60
"""Practice of the team in a week, in minutes. Source: docs/method.md#capacity."""

CALL_MINUTES: Final = 30
"""Plans and debriefs with one rep in a month, in minutes. Source: docs/method.md#capacity."""

WITHIN: Final = (Fraction(25, 100), Fraction(40, 100))
"""Shares of working time that belong to coaching, both included.

Source: docs/method.md#capacity."""


class Preset(StrEnum):
    """A rhythm to choose for the house."""

    MINIMUM = "minimum"
    WEEKLY = "weekly"
    SYSTEM = "system"


class Assessment(StrEnum):
    """How often skills are assessed; apart from how often one sits together."""

    QUARTERLY = "quarterly"
    BIANNUAL = "biannual"
    INDIVIDUAL = "individual"


class Band(StrEnum):
    """How much of the working time a rhythm takes."""

    UNDER = "under"
    WITHIN = "within"
    OVER = "over"


@dataclass(frozen=True)
class Rhythm:
    """So many sessions a month of so many minutes."""

    per_month: int
    minutes: int


PRESETS: Final[Mapping[Preset, Rhythm]] = {
    Preset.MINIMUM: Rhythm(per_month=2, minutes=30),
    Preset.WEEKLY: Rhythm(per_month=4, minutes=45),
    Preset.SYSTEM: Rhythm(per_month=4, minutes=50),
}
"""What each preset asks for with each rep. Source: docs/method.md#rhythm."""

PROPOSED: Final = Preset.WEEKLY
"""The rhythm of a house that has chosen none. Source: docs/method.md#rhythm."""

PROPOSED_ASSESSMENT: Final = Assessment.QUARTERLY
"""The assessment of a house that has chosen none. Source: docs/method.md#rhythm."""


@dataclass(frozen=True)
class OverrideDraft:
    """Another rhythm for one rep, as typed."""

    per_month: str = ""
    minutes: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Capacity:
    """What a rhythm with a whole team comes to, in minutes a month and sessions a week."""

    reps: int
    one_to_ones: int
    """Minutes a month with single reps."""

    team: int
    """Minutes a month with the team together."""

    calls: int
    """Minutes a month for plans and debriefs."""

    weekly: Fraction
    """One-to-ones in a week."""

    most: int
    """One-to-ones that the days of a week hold."""

    hours: int = WEEK_HOURS
    """Contracted hours a week."""

    @property
    def total(self) -> int:
        """All minutes a month."""
        return self.one_to_ones + self.team + self.calls

    @property
    def share(self) -> Fraction:
        """The share of the working time, 0 and up."""
        return Fraction(self.total, WEEKS * self.hours * 60)

    @property
    def band(self) -> Band:
        """Where that share stands."""
        low, high = WITHIN
        return Band.UNDER if self.share < low else Band.OVER if self.share > high else Band.WITHIN

    @property
    def is_too_many(self) -> bool:
        """Whether the week's days do not hold its one-to-ones."""
        return self.weekly > self.most


def preset_of(value: str | None) -> Preset:
    """The preset that a house rule names now; what is proposed where it names none."""
    return presets_of(value)[-1][1]


def presets_of(value: str | None) -> list[tuple[date, Preset]]:
    """From which day on which preset holds, the oldest first, which always has."""
    return [
        (since, Preset(said) if said in set(Preset) else PROPOSED) for since, said in dated(value)
    ]


def hours_of(value: str | None) -> list[tuple[date, int]]:
    """From which day on how many hours a week are contracted; 40 where the rule says none."""
    found = [(since, _whole(said)) for since, said in dated(value)]
    return [(since, hours if 0 < hours <= MOST_HOURS else WEEK_HOURS) for since, hours in found]


def dated(value: str | None) -> list[tuple[date, str]]:
    """What a rule of the house said from which day on, the oldest first, which always held.

    It is written as `weekly 2026-04-01:minimum`, so that what is due of a time that is over does
    not change with it.
    """
    first, *later = (value or "").split() or [""]
    found = [(date.min, first)]
    for one in later:
        since, _colon, said = one.partition(":")
        found.append((date.fromisoformat(since), said))
    return found


def turned(value: str, said: str, since: date) -> str:
    """A rule of the house as it is kept once it says something else from a day on."""
    found = [one for one in dated(value) if one[0] < since]
    if found[-1][1] != said:
        found.append((since, said))
    first, *later = found[-MOST_TURNS:]
    return " ".join([first[1], *(f"{day.isoformat()}:{what}" for day, what in later)])


def at_day(turns: Sequence[tuple[date, Said]], on: date) -> Said:
    """What held on a day, of what holds from which day on, the oldest first."""
    return next(what for since, what in reversed(turns) if since <= on)


def assessment_of(value: str | None) -> Assessment:
    """The assessment that a house rule names; what is proposed where it names none."""
    return Assessment(value) if value in set(Assessment) else PROPOSED_ASSESSMENT


def capacity(
    rhythms: Sequence[Rhythm],
    *,
    days: int = DAYS,
    call_minutes: int = CALL_MINUTES,
    hours: int = WEEK_HOURS,
) -> Capacity:
    """What these rhythms, one for each rep, come to with one-to-ones on `days` of a week, 1..5."""
    return Capacity(
        reps=len(rhythms),
        one_to_ones=sum(one.per_month * one.minutes for one in rhythms),
        team=WEEKS * TEAM_MINUTES if rhythms else 0,
        calls=call_minutes * len(rhythms),
        weekly=Fraction(sum(one.per_month for one in rhythms), WEEKS),
        most=A_DAY * min(max(days, 1), MOST_DAYS),
        hours=hours,
    )


def problems_in(draft: OverrideDraft) -> dict[str, str]:
    """What keeps another rhythm from being kept: field to sentence."""
    problems = {}
    if _whole(draft.per_month) not in OFTEN:
        problems["per_month"] = _("A whole number from {low} to {high}.").format(
            low=OFTEN[0], high=OFTEN[-1]
        )
    if _whole(draft.minutes) not in LONG:
        problems["minutes"] = _("A whole number from {low} to {high}.").format(
            low=LONG[0], high=LONG[-1]
        )
    if not draft.reason.strip():
        problems["reason"] = _("Say why they have another rhythm: they read it too.")
    elif len(draft.reason.strip()) > LONGEST_REASON:
        problems["reason"] = _("Shorter, please: at most {n} characters.").format(n=LONGEST_REASON)
    return problems


def problem_in_hours(words: str) -> str:
    """What is wrong with the contracted hours of a week as typed; empty for nothing."""
    if 0 < _whole(words) <= MOST_HOURS:
        return ""
    return _("A whole number from {low} to {high}.").format(low=1, high=MOST_HOURS)


def rhythm_from(draft: OverrideDraft) -> Rhythm:
    """The rhythm that a draft without problems asks for."""
    return Rhythm(per_month=_whole(draft.per_month), minutes=_whole(draft.minutes))


def rhythm_words(rhythm: Rhythm) -> str:
    """A rhythm as a person says it."""
    words = _n(
        "{n} session a month of {m} min", "{n} sessions a month of {m} min", rhythm.per_month
    )
    return words.format(n=rhythm.per_month, m=rhythm.minutes)


def preset_word(preset: Preset) -> str:
    """What a preset is called."""
    return {
        Preset.MINIMUM: _("Minimum"),
        Preset.WEEKLY: _("Weekly"),
        Preset.SYSTEM: _("System"),
    }[preset]


def preset_meaning(preset: Preset) -> str:
    """What a preset asks for with each rep."""
    return {
        Preset.MINIMUM: _(
            "Half an hour twice a month with each person. Little, and never left out."
        ),
        Preset.WEEKLY: _(
            "30 to 45 minutes a week with each person, on a skill and not on the pipeline."
        ),
        Preset.SYSTEM: _("3 to 4 hours a month with each person: four sessions of 50 minutes."),
    }[preset]


def assessment_word(assessment: Assessment) -> str:
    """How often skills are assessed, in a word or two."""
    return {
        Assessment.QUARTERLY: _("Every quarter"),
        Assessment.BIANNUAL: _("Twice a year"),
        Assessment.INDIVIDUAL: _("One by one"),
    }[assessment]


def assessment_meaning(assessment: Assessment) -> str:
    """What an assessment cycle asks for."""
    return {
        Assessment.QUARTERLY: _("Where the leaders stand behind it."),
        Assessment.BIANNUAL: _("The two look at the skills together every six months."),
        Assessment.INDIVIDUAL: _(
            "Each person in their own time, at least twice a year; it is harder to keep track of."
        ),
    }[assessment]


def hours_sentence(load: Capacity) -> str:
    """What the rhythm of a team comes to, with its numbers."""
    if not load.reps:
        return _("Nobody reports to you, so there is nothing to plan for.")
    each = Fraction(load.one_to_ones, load.reps)
    words = _n(
        "{n} person × {each} h = {alone} h a month, and {team} h with the team and {calls} h for "
        "plans and debriefs: {total} h, {share}\u00a0% of {whole} h.",
        "{n} people × {each} h = {alone} h a month, and {team} h with the team and {calls} h for "
        "plans and debriefs: {total} h, {share}\u00a0% of {whole} h.",
        load.reps,
    )
    return words.format(
        n=load.reps,
        each=hours(each),
        alone=hours(load.one_to_ones),
        team=hours(load.team),
        calls=hours(load.calls),
        total=hours(load.total),
        share=int(load.share * 100),
        whole=WEEKS * load.hours,
    )


def band_sentence(band: Band) -> str:
    """What it means that this much of the working time is planned."""
    return {
        Band.UNDER: _(
            "That is under 25 to 40\u00a0%: it fits, with room for listening to calls and "
            "what comes up."
        ),
        Band.WITHIN: _("That is within 25 to 40\u00a0% of your time: it fits."),
        Band.OVER: _(
            "That is over 40\u00a0% of your time. Fewer minutes for some, or a second coach: talk "
            "to your leader before sessions fall out."
        ),
    }[band]


def days_sentence(load: Capacity) -> str:
    """That the week's days do not hold its one-to-ones; empty where they do."""
    if not load.is_too_many:
        return ""
    words = _(
        "{weekly} one-to-ones a week do not fit: three a day on {days} days are {most}. Name more "
        "days, or see some people less often."
    )
    return words.format(weekly=_said(load.weekly), days=load.most // A_DAY, most=load.most)


def hours(minutes: Fraction | int) -> str:
    """Minutes as hours with one digit at most, rounded to the nearest tenth."""
    return _said(Fraction(minutes) / 60)


def _said(number: Fraction) -> str:
    return f"{float(round(number, 1)):g}"


def _whole(words: str) -> int:
    """A whole number as typed; 0 for anything else."""
    typed = words.strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 3 else 0
