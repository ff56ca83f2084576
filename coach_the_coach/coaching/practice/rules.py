"""The library of hard moments, what a round and a practice must hold, and weeks in a row."""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from coach_the_coach.coaching.log.rules import LATE_DAYS
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.when import monday_of
from coach_the_coach.foundation.words import _, _n

LEAST_MOMENTS: Final = 12
"""Fewer hard moments are no library. Source: docs/method.md#team-practice."""

PROMPTS: Final = (2, 3)
"""Fewest and most lines for whoever plays the buyer. Source: docs/method.md#team-practice."""

DEBRIEFS: Final = 2
"""Questions after an attempt. Source: docs/method.md#team-practice."""

TEXTS: Final[Mapping[str, int]] = {
    "key": 40,
    "title": 60,
    "situation": 200,
    "opening": 160,
    "good": 240,
    "harder": 160,
}
"""Most characters of each text of a moment. Source: docs/method.md#team-practice."""

LISTS: Final[Mapping[str, tuple[int, int]]] = {"prompts": PROMPTS, "debrief": (DEBRIEFS, DEBRIEFS)}
"""Fewest and most lines of each list of a moment."""

LINE: Final = 120
"""Most characters of a line in a list of a moment. Source: docs/method.md#team-practice."""

WEEKS: Final = 4
"""Weeks looked back over. Source: docs/method.md#team-practice."""

LATE: Final = 3
"""The weekday, from 0 for Monday, from which a practice is missed.

Source: docs/method.md#team-practice.
"""

DEBRIEF_LENGTH: Final = 300
"""Characters of the one thing to do differently. Source: docs/method.md#text-lengths."""

LEARNED_LENGTH: Final = 600
"""Characters of what the team learned. Source: docs/method.md#text-lengths."""

MINUTES: Final = (5, 180)
"""Shortest and longest practice, in minutes. Source: docs/method.md#team-practice."""

_KEY: Final = re.compile(r"[a-z]+(-[a-z]+)*")


@dataclass(frozen=True)
class HardMoment:
    """One hard moment of a sale, as it is practised."""

    key: str
    title: str
    situation: str
    opening: str
    prompts: tuple[str, ...]
    good: str
    debrief: tuple[str, ...]
    harder: str


@dataclass(frozen=True)
class Library:
    """Every hard moment, in the order of the file."""

    version: str
    moments: tuple[HardMoment, ...]

    def moment(self, key: str) -> HardMoment | None:
        """The moment of that key; None where there is none."""
        return next((one for one in self.moments if one.key == key), None)


class Step(StrEnum):
    """How far one rep has come in a round."""

    NONE = "none"
    ATTEMPTED = "attempted"
    DEBRIEFED = "debriefed"
    RETRIED = "retried"


@dataclass(frozen=True)
class CloseDraft:
    """How a practice ended, as typed: None where nothing usable was chosen."""

    minutes: int | None = None
    planned: bool | None = None
    learned: str = ""


def read_library(toml_text: str) -> Library:
    """The library written in `toml_text`. Raises Invalid naming each place that does not hold."""
    try:
        content = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid(
            {"file": _("This is not a TOML file: {reason}.").format(reason=error)}
        ) from error
    problems: dict[str, str] = {}
    if strange := sorted(set(content) - {"version", "moments"}):
        problems["file"] = _("Not known here: {keys}.").format(keys=", ".join(strange))
    version = _text(content.get("version"), "version", LINE, problems)
    moments = _moments(content.get("moments"), problems)
    for key, times in Counter(one.key for one in moments).items():
        if times > 1:
            problems[key] = _("Two moments have this key.")
    if problems:
        raise Invalid(problems)
    return Library(version=version, moments=tuple(moments))


def step_of(*, attempted: bool, debrief: str, retried: bool) -> Step:
    """How far a rep has come."""
    if retried:
        return Step.RETRIED
    if attempted and debrief:
        return Step.DEBRIEFED
    return Step.ATTEMPTED if attempted else Step.NONE


def step_word(step: Step) -> str:
    """How far a rep has come, in words."""
    return {
        Step.NONE: _("Not tried yet"),
        Step.ATTEMPTED: _("Tried once"),
        Step.DEBRIEFED: _("Talked over"),
        Step.RETRIED: _("Tried again"),
    }[step]


def step_mark(step: Step) -> str:
    """The mark beside that word."""
    return {
        Step.NONE: "plain",
        Step.ATTEMPTED: "underway",
        Step.DEBRIEFED: "underway",
        Step.RETRIED: "done",
    }[step]


def problems_in(draft: CloseDraft, *, full_rounds: int, days_ago: int) -> dict[str, str]:
    """What keeps a practice with so many full rounds from being closed so: field to sentence.

    `days_ago` is how long ago somebody first tried.
    """
    problems = {}
    if not full_rounds:
        problems["rounds"] = _("At least one rep tries it, talks it over and tries it again first.")
    elif days_ago > LATE_DAYS:
        said = _("The first attempt was more than {days} days ago. Take back the rounds of then.")
        problems["rounds"] = said.format(days=LATE_DAYS)
    shortest, longest = MINUTES
    if draft.minutes is None or not shortest <= draft.minutes <= longest:
        problems["minutes"] = _("Say how long it took, from {least} to {most} minutes.").format(
            least=shortest, most=longest
        )
    if draft.planned is None:
        problems["planned"] = _("Say whether the time was agreed on before.")
    if not draft.learned.strip():
        problems["learned"] = _("Say in a sentence what the team learned.")
    elif len(draft.learned) > LEARNED_LENGTH:
        problems["learned"] = _("At most {n} characters.").format(n=LEARNED_LENGTH)
    return problems


def likely_minutes(minutes: int) -> int:
    """What is proposed as the length of a practice that began so many minutes ago."""
    shortest, longest = MINUTES
    rounded = round(minutes / shortest) * shortest
    # Whoever closes it the next day did not practise all night.
    return 30 if rounded > longest else max(shortest, rounded)


def streak(held: Collection[date], *, today: date) -> int:
    """Weeks in a row with a day of `held` in them, back from the week of `today`.

    The running week does not break it while it lasts: it counts once something was held in it.
    """
    weeks = {monday_of(day) for day in held}
    running = monday_of(today)
    week = running if running in weeks else running - timedelta(weeks=1)
    count = 0
    while week in weeks:
        count, week = count + 1, week - timedelta(weeks=1)
    return count


def recent_weeks(held: Collection[date], *, today: date) -> int:
    """In how many of the last `WEEKS` weeks there is a day of `held`, 0..WEEKS.

    They end with the running week once something was held in it, else with the one before.
    """
    weeks = {monday_of(day) for day in held}
    running = monday_of(today)
    last = running if running in weeks else running - timedelta(weeks=1)
    return sum(last - timedelta(weeks=back) in weeks for back in range(WEEKS))


def is_held_this_week(held: Collection[date], *, today: date) -> bool:
    """Whether a day of `held` is in the week of `today`."""
    return monday_of(today) in {monday_of(day) for day in held}


def is_late(today: date) -> bool:
    """Whether so much of the week has gone that a practice is missed."""
    return today.weekday() >= LATE


def streak_words(weeks: int) -> str:
    """Weeks in a row, in words."""
    if not weeks:
        return _("None in a row yet")
    return _n("{n} week in a row", "{n} weeks in a row", weeks).format(n=weeks)


def recent_words(weeks: int) -> str:
    """Of the last weeks, in words."""
    return _("{n} of the last {all} weeks").format(n=weeks, all=WEEKS)


def _moments(value: object, problems: dict[str, str]) -> list[HardMoment]:
    if not isinstance(value, list) or len(value) < LEAST_MOMENTS:
        problems["moments"] = _("A list of at least {n} moments is needed here.").format(
            n=LEAST_MOMENTS
        )
        return []
    found = [_moment(at, table, problems) for at, table in enumerate(value, 1)]
    return [one for one in found if one is not None]


def _moment(at: int, table: Any, problems: dict[str, str]) -> HardMoment | None:
    """One moment; None, with what is wrong, where it does not say what it must and no more."""
    place = f"moment {at}"
    needed = {*TEXTS, *LISTS}
    if not isinstance(table, dict) or set(table) != needed:
        problems[place] = _("A moment says {keys} and nothing else.").format(
            keys=", ".join(sorted(needed))
        )
        return None
    texts = {name: _text(table[name], place, most, problems) for name, most in TEXTS.items()}
    lists = {name: _list(table[name], place, name, problems) for name in LISTS}
    if not _KEY.fullmatch(texts["key"]):
        problems.setdefault(place, _("A key is small letters, joined by hyphens."))
    return HardMoment(prompts=lists["prompts"], debrief=lists["debrief"], **texts)


def _list(value: object, place: str, name: str, problems: dict[str, str]) -> tuple[str, ...]:
    least, most = LISTS[name]
    if not isinstance(value, list) or not least <= len(value) <= most:
        problems.setdefault(
            place,
            _("{name} has {least} to {most} lines.").format(name=name, least=least, most=most),
        )
        return ()
    return tuple(_text(line, place, LINE, problems) for line in value)


def _text(value: object, place: str, most: int, problems: dict[str, str]) -> str:
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        problems.setdefault(place, _("A text is missing here, or has spaces round it."))
        return ""
    if len(value) > most:
        problems.setdefault(place, _("A text is longer than {n} characters.").format(n=most))
    return value
