"""What was done with the team: sessions, practices, cycles, the rhythm, the ten points. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar, Final

from coach_the_coach.certification.requirements.base import (
    Item,
    Measured,
    Next,
    Requirement,
    Step,
    densest,
    is_key,
    items,
    nothing,
    number,
    path_word,
    split,
)
from coach_the_coach.certification.requirements.facts import Closed, Facts, Led, Logged, Span
from coach_the_coach.foundation.when import month_before
from coach_the_coach.foundation.words import _, _n

MOST_MONTHS: Final = 12
"""Most months of a kept rate. Source: docs/method.md#certification."""


@dataclass(frozen=True, kw_only=True)
class LoggedSessions(Requirement):
    """Sessions in the log within some days on end."""

    type: ClassVar[str] = "logged-sessions"

    count: int = number(lambda: _("Sessions"), 1, 400, 12)
    days: int = number(lambda: _("Within so many days"), 7, 365, 60)
    reps: int = number(lambda: _("Different people"), 0, 40, 4)
    each: int = number(lambda: _("With everybody on the team at least"), 0, 20, 0)
    developmental: int = number(lambda: _("Developmental minutes, in per cent"), 0, 100, 0)
    all_fields: int = number(lambda: _("Only those that say all five things"), 0, 1, 1)
    with_managers: int = number(lambda: _("Only those with managers"), 0, 1, 0)

    @classmethod
    def name(cls) -> str:
        """What the type is called."""
        return _("Sessions in the log")

    def sentence(self) -> str:
        """What it asks."""
        said = _n(
            "{count} logged session in {days} days",
            "{count} logged sessions in {days} days",
            self.count,
        )
        if self.with_managers:
            said = _n(
                "{count} logged session with a manager in {days} days",
                "{count} logged sessions with managers in {days} days",
                self.count,
            )
        parts = [said.format(count=self.count, days=self.days)]
        # One session is with one person anyway.
        if self.reps > 1:
            parts.append(_("at least {reps} people").format(reps=self.reps))
        if self.each:
            said = _n("everybody at least once", "everybody at least {each} times", self.each)
            parts.append(said.format(each=self.each))
        if self.developmental:
            parts.append(_("{share} % developmental").format(share=self.developmental))
        if self.all_fields:
            parts.append(_("all five things said"))
        return ", ".join(parts)

    def measure(self, facts: Facts, span: Span) -> Measured:
        """The days on end with the most sessions count; of several the newest."""
        logged, aside = split(facts.logged, span, self._why_not)
        stretches = _stretches(logged, self.days, self.count)
        best = next((one for one in stretches if not self._missing(one, facts)), None)
        chosen = densest(logged, self.days) if best is None else best
        have = _("{n} of {count} sessions in {days} days").format(
            n=min(len(chosen), self.count), count=self.count, days=self.days
        )
        missing = self._missing(chosen, facts)
        next_step = Next.LOG if missing else None
        return Measured(not missing, have, missing, next_step, items(chosen), aside)

    def _why_not(self, one: Logged) -> str:
        if self.all_fields and not one.is_complete:
            return _("It does not say all five things.")
        if self.with_managers and not one.with_manager:
            return _("It was not with a manager.")
        return ""

    def _missing(self, chosen: Sequence[Logged], facts: Facts) -> tuple[str, ...]:
        words = []
        if (left := self.count - len(chosen)) > 0:
            words.append(
                _n(
                    "{n} more session within {days} days.",
                    "{n} more sessions within {days} days.",
                    left,
                ).format(n=left, days=self.days)
            )
        met = Counter(one.rep for one in chosen if one.rep is not None)
        team = facts.coaching if self.with_managers else facts.team
        # A smaller team than is asked for is met whole.
        wanted = min(self.reps, len(team)) if team else self.reps
        if (left := wanted - len(met)) > 0:
            words.append(_n("With {n} more person.", "With {n} more people.", left).format(n=left))
        few = sum(met[rep] < self.each for rep in team)
        if few:
            words.append(
                _n(
                    "{n} of your team has had fewer than {each} sessions.",
                    "{n} of your team have had fewer than {each} sessions.",
                    few,
                ).format(n=few, each=self.each)
            )
        minutes = sum(one.minutes for one in chosen)
        skill = sum(one.developmental for one in chosen)
        if minutes and skill * 100 < self.developmental * minutes:
            words.append(
                _("{share} % of the minutes on a skill; {wanted} % are asked.").format(
                    share=skill * 100 // minutes, wanted=self.developmental
                )
            )
        return tuple(words)


@dataclass(frozen=True, kw_only=True)
class PracticesLed(Requirement):
    """Practices that were led with the team, each with a round."""

    type: ClassVar[str] = "practices-led"

    count: int = number(lambda: _("Practices"), 1, 60, 2)

    @classmethod
    def name(cls) -> str:
        """What the type is called."""
        return _("Team practices led")

    def sentence(self) -> str:
        """What it asks."""
        said = _n(
            "{count} practice led with the team", "{count} practices led with the team", self.count
        )
        return said.format(count=self.count)

    def measure(self, facts: Facts, span: Span) -> Measured:
        """A practice in which nobody had a round is set aside."""
        return _counted(
            self.count, split(facts.led, span, _no_round), _("practices"), Next.TEAM_PRACTICE
        )


@dataclass(frozen=True, kw_only=True)
class ClipsScored(Requirement):
    """Conversations scored in practice, with the comparison seen."""

    type: ClassVar[str] = "clips-scored"
    step: ClassVar[Step] = Step.TECHNIQUE
    is_work: ClassVar[bool] = False

    count: int = number(lambda: _("Conversations"), 1, 20, 3)

    @classmethod
    def name(cls) -> str:
        """What the type is called."""
        return _("Conversations scored in practice")

    def sentence(self) -> str:
        """What it asks."""
        said = _n(
            "{count} invented conversation scored, the comparison seen",
            "{count} invented conversations scored, the comparison seen",
            self.count,
        )
        return said.format(count=self.count)

    def measure(self, facts: Facts, span: Span) -> Measured:
        """Each conversation once."""
        return _counted(
            self.count, split(facts.clips, span, nothing), _("conversations"), Next.CLIPS
        )


@dataclass(frozen=True, kw_only=True)
class CyclesClosed(Requirement):
    """Developmental cycles that were closed with what showed it, or an honest note why not."""

    type: ClassVar[str] = "cycles-closed"

    count: int = number(lambda: _("Cycles"), 1, 40, 1)
    shown: int = number(lambda: _("Of them with the result seen"), 0, 40, 0)

    @classmethod
    def name(cls) -> str:
        """What the type is called."""
        return _("Skills worked on to their end")

    def sentence(self) -> str:
        """What it asks."""
        said = _n(
            "{count} skill worked on to its end",
            "{count} skills worked on to their end",
            self.count,
        )
        if self.shown:
            said += _(", {shown} of them with the result seen")
        return said.format(count=self.count, shown=self.shown)

    def measure(self, facts: Facts, span: Span) -> Measured:
        """A cycle closed without its result counts too: it says honestly why."""
        closed, aside = split(facts.closed, span, nothing)
        shown = [one for one in closed if isinstance(one, Closed) and one.is_shown]
        found = _counted(self.count, (closed, aside), _("skills"), Next.CYCLES)
        if (left := self.shown - len(shown)) <= 0:
            return found
        said = _n("{n} more with the result seen.", "{n} more with the result seen.", left).format(
            n=left
        )
        missing = (*found.missing, said)
        return Measured(False, found.have, missing, Next.CYCLES, found.counted, aside)

    def problems(self) -> tuple[str, ...]:
        """Of so many no more are seen."""
        said = (_("The result is asked of more skills than are asked for."),)
        return (() if self.shown <= self.count else said) + super().problems()


@dataclass(frozen=True, kw_only=True)
class KeptRate(Requirement):
    """The share of planned sessions that were kept, over whole months."""

    type: ClassVar[str] = "kept-rate"

    percent: int = number(lambda: _("Kept, in per cent"), 1, 100, 90)
    months: int = number(lambda: _("Over so many whole months"), 1, MOST_MONTHS, 3)
    planned: int = number(lambda: _("Planned sessions at least"), 1, 200, 6)

    @classmethod
    def name(cls) -> str:
        """What the type is called."""
        return _("Kept rate")

    def sentence(self) -> str:
        """What it asks."""
        said = _n(
            "{percent} % of planned sessions kept in the last whole month",
            "{percent} % of planned sessions kept over the last {months} whole months",
            self.months,
        )
        return said.format(percent=self.percent, months=self.months)

    def measure(self, facts: Facts, span: Span) -> Measured:
        """The newest whole months count; a running one does not yet."""
        running = span.until.replace(day=1)
        first = month_before(running, self.months)
        # Each month once.
        found = {one.month: one for one in facts.kept if first <= one.month < running}
        months = [found[month] for month in sorted(found)]
        planned, kept = sum(one.planned for one in months), sum(one.kept for one in months)
        counted = tuple(Item("", one.month) for one in months if one.planned)
        have = _("{kept} of {planned} planned sessions kept").format(kept=kept, planned=planned)
        if planned < self.planned:
            said = _("Too few planned sessions to say: {n} of {least}.").format(
                n=planned, least=self.planned
            )
            return Measured(False, have, (said,), Next.WEEK, counted)
        if kept * 100 >= self.percent * planned:
            return Measured(True, have, counted=counted)
        said = _("{share} % were kept; {percent} % are asked.").format(
            share=kept * 100 // planned, percent=self.percent
        )
        return Measured(False, have, (said,), Next.WEEK, counted)


@dataclass(frozen=True, kw_only=True)
class TenPoints(Requirement):
    """The ten points of self-audit, answered, with so many yeses."""

    type: ClassVar[str] = "self-audit"
    is_work: ClassVar[bool] = False

    yeses: int = number(lambda: _("Yeses"), 0, 10, 7)
    days: int = number(lambda: _("Not longer ago than so many days"), 30, 365, 190)

    @classmethod
    def name(cls) -> str:
        """What the type is called."""
        return _("Ten points")

    def sentence(self) -> str:
        """What it asks."""
        said = _("The ten points answered, {yeses} with yes, in the last {days} days")
        return said.format(yeses=self.yeses, days=self.days)

    def measure(self, facts: Facts, span: Span) -> Measured:
        """The newest counts."""
        oldest = span.since if span.is_ever else span.until - timedelta(days=self.days)
        since = max(span.since, oldest)
        sent, aside = split(facts.audited, Span(since, span.until), nothing)
        if not sent:
            return Measured(
                False,
                _("Not answered lately"),
                (_("Answer the ten points."),),
                Next.SELF_AUDIT,
                (),
                aside,
            )
        newest = sent[-1]
        have, plain = _("{n} of ten with yes").format(n=newest.yeses), _("Answered")
        counted = items([newest])
        if newest.yeses >= self.yeses:
            return Measured(True, have, counted=counted, set_aside=aside, have_plain=plain)
        said = _n("{n} more yes.", "{n} more yeses.", self.yeses - newest.yeses)
        return Measured(
            False,
            have,
            (said.format(n=self.yeses - newest.yeses),),
            Next.SELF_AUDIT,
            counted,
            aside,
            plain,
            (_("More yeses are asked for."),),
        )


@dataclass(frozen=True, kw_only=True)
class PeopleTaken(Requirement):
    """Managers who were certified on a path while one led them."""

    type: ClassVar[str] = "people-taken"
    is_work: ClassVar[bool] = False

    path: str = field(default="certified-coach", metadata={"is": str})
    count: int = number(lambda: _("Managers"), 1, 20, 2)

    @classmethod
    def name(cls) -> str:
        """What the type is called."""
        return _("Managers taken through a path")

    def sentence(self) -> str:
        """What it asks."""
        said = _n(
            "{count} manager of your own taken through {path}",
            "{count} managers of your own taken through {path}",
            self.count,
        )
        return said.format(count=self.count, path=path_word(self.path))

    def measure(self, facts: Facts, span: Span) -> Measured:
        """Each manager once, by the newest certificate in the span."""
        taken, aside = split((one for one in facts.taken if one.path == self.path), span, nothing)
        newest = {one.who: one for one in taken}
        each = [one for one in taken if newest[one.who] is one]
        return _counted(self.count, (each, aside), _("managers"), Next.TEAM)

    def problems(self) -> tuple[str, ...]:
        """It names a path."""
        said = (_("Name the path in small letters, numbers and dashes."),)
        return (() if is_key(self.path) else said) + super().problems()


def _no_round(one: Led) -> str:
    return "" if one.rounds else _("Nobody had a round.")


def _stretches(logged: Sequence[Logged], days: int, least: int) -> Iterator[Sequence[Logged]]:
    """All within so many days on end, for each last day, the newest first; `least` of them each."""
    first = len(logged) - 1
    for last in range(len(logged) - 1, least - 2, -1):
        if last + 1 < len(logged) and logged[last + 1].on == logged[last].on:
            continue
        oldest = logged[last].on - timedelta(days=days - 1)
        first = min(first, last)
        while first and logged[first - 1].on >= oldest:
            first -= 1
        if last - first + 1 >= least:
            yield logged[first : last + 1]


def _counted(
    count: int, found: tuple[Sequence, tuple[Item, ...]], what: str, help_: Next
) -> Measured:
    """So many of something, and nothing else."""
    things, aside = found
    have = _("{n} of {count} {what}").format(n=min(len(things), count), count=count, what=what)
    counted = items(things)
    left = count - len(things)
    if left <= 0:
        return Measured(True, have, counted=counted, set_aside=aside)
    missing = _("{n} more.").format(n=left)
    return Measured(False, have, (missing,), help_, counted, aside)
