"""The ten points, what the program can find for each, and what they come to. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from typing import Final

from coach_the_coach.coaching.practice.rules import WEEKS
from coach_the_coach.foundation.when import month_before, quarter_of
from coach_the_coach.foundation.words import _, _n

THRESHOLD: Final = 7
"""Fewer yeses than this and the limit is the system, not the people.

Source: docs/method.md#self-audit.
"""

RUNNING: Final = 9
"""From so many on the system runs by itself. Source: docs/method.md#self-audit."""

NEW_FOR: Final = timedelta(days=60)
"""How long a verdict below the threshold is kept from somebody new to coaching.

Source: docs/method.md#self-audit.
"""

AHEAD: Final = timedelta(days=28)
"""How far ahead one-to-ones are to be booked. Source: docs/method.md#self-audit."""

BACK: Final = timedelta(days=30)
"""How far back sessions and skills are looked at. Source: docs/method.md#self-audit."""

WATCHED_WITHIN: Final = timedelta(days=60)
"""How long ago somebody senior may have watched. Source: docs/method.md#self-audit."""

LEAST_SHARE: Final = Fraction(1, 4)
"""The share of working time that is to be coaching. Source: docs/method.md#self-audit."""

PRACTISED: Final = 3
"""Of the last four weeks, so many with a practice. Source: docs/method.md#self-audit."""

LOST: Final = 1
"""Most times a quarter that somebody may lose theirs. Source: docs/method.md#self-audit."""

LONGEST_NOTE: Final = 300
"""Characters of a note to a point. Source: docs/method.md#text-lengths."""

ASKED_BEFORE: Final = timedelta(weeks=4)
"""How long before the end of a quarter whoever coaches is asked for its ten points.

Source: docs/method.md#self-audit.
"""

LATE: Final = timedelta(days=14)
"""How far into the next quarter the ten points of one can still be sent.

Source: docs/method.md#self-audit.
"""

POINTS: Final = 10
"""How many points there are. Source: docs/method.md#self-audit."""


@dataclass(frozen=True)
class Facts:
    """What the program knows of how somebody coaches; a count is None where it knows nothing."""

    people: int = 0
    """Whom they coach today."""
    booked: int = 0
    """Those of them with a one-to-one booked in the next four weeks."""
    lost_often: int = 0
    """Those who lost theirs more than once in the quarter before."""
    with_skill: int = 0
    """Those with an open cycle that was coached or looked at in the last month."""
    sessions: int = 0
    complete: int = 0
    coaching_minutes: int | None = None
    contracted_minutes: int | None = None
    developmental: int = 0
    """Minutes of coaching last month on a cycle that was open."""
    tactical: int = 0
    calls: int = 0
    """Significant calls of the last month that count by now."""
    prepared: int = 0
    """Those both planned and debriefed."""
    listened: int = 0
    practice_weeks: int = 0
    watched: int = 0


@dataclass(frozen=True)
class Found:
    """What the program found for one point.

    `supports` is False where it counts otherwise; None where it found nothing of it, and, without
    words, where it cannot know.
    """

    words: str = ""
    supports: bool | None = None


@dataclass(frozen=True)
class Yeses:
    """The yeses among ten answers, by what the program found for them."""

    n: int = 0
    found: int = 0
    """Those borne out."""
    otherwise: int = 0
    """Those for which the program counts otherwise."""

    @property
    def stated(self) -> int:
        """Those for which it found nothing either way."""
        return self.n - self.found - self.otherwise


class Verdict(Enum):
    """What ten answers come to."""

    RUNNING = 1
    SOUND = 2
    LIMITED = 3


def points(coached: str, people: str, leader: str) -> tuple[str, ...]:
    """The ten sentences, with what the coached are called: one, several, and who is above."""
    named = {"one": coached, "many": people, "leader": leader}
    return tuple(
        text.format(**named)
        for text in (
            _(
                "My one-to-ones for the next four weeks are booked, and last quarter no {one} "
                "lost theirs more than once."
            ),
            _("For every {one} I can name the one skill we work on, and how it went last."),
            _(
                "For the past 30 days I can open a log of every session: date, {one}, focus, "
                "feedback, next step."
            ),
            _("At least a quarter of my working time last month was coaching, as recorded."),
            _("More of my coaching went to skills that carry over than to the deals of the day."),
            _(
                "Every pipeline review this month changed something, and whoever was short of "
                "pipeline was spoken to the same day."
            ),
            _("Every deal in my forecast can answer the questions of its stage."),
            _(
                "I planned before and debriefed after calls that matter, with the strong {many} "
                "too, and listened to real calls this month."
            ),
            _("My team practised a hard talk aloud in at least three of the last four weeks."),
            _("A {leader} watched me coach in the last 60 days, and I changed one thing by it."),
        )
    )


def found_for(facts: Facts) -> tuple[Found, ...]:
    """What the program finds for each of the ten points, in their order."""
    return (
        _booked(facts),
        _skills(facts),
        _logged(facts),
        _share(facts),
        _mix(facts),
        Found(),
        Found(),
        _calls(facts),
        _practised(facts),
        _watched(facts),
    )


def verdict(yeses: int) -> Verdict:
    """What so many yeses of ten come to."""
    if yeses >= RUNNING:
        return Verdict.RUNNING
    return Verdict.SOUND if yeses >= THRESHOLD else Verdict.LIMITED


def yeses_of(points: Iterable[tuple[bool | None, bool | None]]) -> Yeses:
    """The yeses among answers, each with whether what was found bears a yes out."""
    found = [supports for yes, supports in points if yes]
    return Yeses(len(found), found.count(True), found.count(False))


def is_gap(*, yes: bool | None, supports: bool | None) -> bool:
    """Whether a point that was sent is to be closed, or to be looked at again."""
    return not yes or supports is False


def result_words(yeses: Yeses, *, is_own: bool) -> str:
    """What so many yeses come to, as it is said to themself or to their leader.

    Where yeses stand against what was found that is said first; and that it is well only where it
    is so without them. Source: docs/method.md#self-audit.
    """
    which = verdict(yeses.n)
    words = verdict_words(which) if is_own else seen_words(which)
    if not yeses.otherwise:
        return words
    backed = _n(
        "{n} yes, {found} of them found by the program.",
        "{n} yeses, {found} of them found by the program.",
        yeses.n,
    ).format(n=yeses.n, found=yeses.found or _("none"))
    if which is Verdict.LIMITED:
        against = _("For {n} the program counts otherwise.").format(n=yeses.otherwise)
        return f"{backed} {against} {words}"
    against = _n(
        "For {n} the program counts otherwise: look at that one first.",
        "For {n} the program counts otherwise: look at those first.",
        yeses.otherwise,
    ).format(n=yeses.otherwise)
    holds = verdict(yeses.n - yeses.otherwise) is which
    return f"{backed} {against} {words}" if holds else f"{backed} {against}"


def seen_words(which: Verdict) -> str:
    """The verdict as it is said to the leader, of whom it is not."""
    return {
        Verdict.RUNNING: _("As you see it the system runs. They can help another manager."),
        Verdict.SOUND: _("As you see it it is sound. Talk about the gaps below first."),
        Verdict.LIMITED: _(
            "As you see it what limits the team today is the way it is managed, not the people in "
            "it. Talk about the first No first."
        ),
    }[which]


def stands_word(found: Found) -> str:
    """How what was found stands to a yes, in a word or two; empty where nothing can be known."""
    if found.supports is None:
        return _("Not found") if found.words else ""
    return _("Found") if found.supports else _("Counted otherwise")


def stands_mark(found: Found) -> str:
    """The same as a mark."""
    return {None: "plain", True: "done", False: "attention"}[found.supports]


def verdict_words(which: Verdict) -> str:
    """The verdict as it is said to whom it is about."""
    return {
        Verdict.RUNNING: _("Your system runs. Help another manager with theirs."),
        Verdict.SOUND: _("Sound. Close the gaps below first."),
        Verdict.LIMITED: _(
            "What limits your team today is the way it is managed, not the people in it. "
            "Start with the first No."
        ),
    }[which]


def is_shown(which: Verdict, *, coaches_since: date | None, today: date) -> bool:
    """Whether somebody is shown their own verdict: one below the threshold not in their first days.

    `coaches_since` is the day they began to coach; None where it is not known.
    """
    if which is not Verdict.LIMITED or coaches_since is None:
        return True
    return today - coaches_since >= NEW_FOR


def asked_from(today: date) -> date:
    """The first day of this quarter on which whoever has not answered is asked."""
    return month_before(quarter_of(today), -3) - ASKED_BEFORE


def closes_on(quarter: date) -> date:
    """The first day on which the ten points of a quarter can no longer be sent."""
    return month_before(quarter, -3) + LATE


def open_quarter(
    today: date, *, sent: Collection[date], others: Collection[date], begun: date | None
) -> date:
    """The quarter whose ten points somebody answers about a person on a day, or has sent.

    This one, or for a while the last: where they have begun before it was over, or the other of
    the two has sent that. `begun` is the quarter in which their open answers were begun.
    """
    this = quarter_of(today)
    last = month_before(this, 3)
    if today >= closes_on(last) or last in sent or this in sent:
        return this
    is_waited_for = last in others or (begun is not None and begun < this)
    return last if is_waited_for else this


def missing(answers: Mapping[int, bool | None]) -> list[int]:
    """The points that have no answer yet, in order."""
    return [point for point in range(1, POINTS + 1) if answers.get(point) is None]


def differences(own: Sequence[bool | None], others: Sequence[bool | None]) -> list[int]:
    """The points on which the two said something else, from 1; nothing is averaged."""
    pairs = zip(own, others, strict=True)
    return [place for place, (mine, theirs) in enumerate(pairs, start=1) if mine is not theirs]


def _stands(kept: int, *, holds: bool) -> bool | None:
    """Whether what was found bears a yes out; None where nothing of it is kept."""
    return holds if kept else None


def _booked(facts: Facts) -> Found:
    if not facts.people:
        return Found()
    words = _("{booked} of {people} are booked for the next four weeks; {lost} lost theirs twice.")
    return Found(
        words.format(booked=facts.booked, people=facts.people, lost=facts.lost_often or _("none")),
        _stands(
            facts.booked + facts.lost_often,
            holds=facts.booked == facts.people and not facts.lost_often,
        ),
    )


def _skills(facts: Facts) -> Found:
    if not facts.people:
        return Found()
    words = _("{n} of {people} have one skill that was coached or looked at in the last 30 days.")
    return Found(
        words.format(n=facts.with_skill, people=facts.people),
        _stands(facts.with_skill, holds=facts.with_skill == facts.people),
    )


def _logged(facts: Facts) -> Found:
    words = _("{complete} of {n} sessions in the log say all five things.")
    return Found(
        words.format(complete=facts.complete, n=facts.sessions),
        _stands(facts.sessions, holds=facts.complete == facts.sessions),
    )


def _share(facts: Facts) -> Found:
    if not facts.contracted_minutes or facts.coaching_minutes is None:
        return Found()
    share = Fraction(facts.coaching_minutes, facts.contracted_minutes)
    words = _("{share} % of the working time of last month, by the log.")
    return Found(
        words.format(share=int(share * 100)),
        _stands(facts.coaching_minutes, holds=share >= LEAST_SHARE),
    )


def _mix(facts: Facts) -> Found:
    if not facts.developmental + facts.tactical:
        return Found(_("Nothing in the log of last month says so."))
    words = _("{skills} minutes on skills last month, {deals} on single deals.")
    return Found(
        words.format(skills=facts.developmental, deals=facts.tactical),
        facts.developmental > facts.tactical,
    )


def _calls(facts: Facts) -> Found:
    words = _("{prepared} of {n} calls that matter were planned and debriefed; {listened}.")
    listened = _n("{n} call listened to", "{n} calls listened to", facts.listened)
    return Found(
        words.format(
            prepared=facts.prepared, n=facts.calls, listened=listened.format(n=facts.listened)
        ),
        _stands(facts.calls, holds=facts.calls == facts.prepared and facts.listened > 0),
    )


def _practised(facts: Facts) -> Found:
    words = _("Practised in {n} of the last {weeks} weeks.")
    return Found(
        words.format(n=facts.practice_weeks, weeks=WEEKS),
        _stands(facts.practice_weeks, holds=facts.practice_weeks >= PRACTISED),
    )


def _watched(facts: Facts) -> Found:
    words = _n(
        "{n} signed observation in the last 60 days.",
        "{n} signed observations in the last 60 days.",
        facts.watched,
    )
    return Found(words.format(n=facts.watched), _stands(facts.watched, holds=True))
