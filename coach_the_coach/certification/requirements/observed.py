"""What others saw: sessions rated for certification, by whom, how often, and how. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar, Final

from coach_the_coach.certification.requirements.base import (
    MOST_ITEMS,
    Item,
    Measured,
    Next,
    Requirement,
    items,
    number,
    split,
)
from coach_the_coach.certification.requirements.facts import Facts, Observed, Span
from coach_the_coach.foundation.words import _, _n

DIMENSIONS: Final = range(1, 9)
"""The dimensions of the rubric. Source: docs/method.md#rubric."""


@dataclass(frozen=True, kw_only=True)
class ObservedSessions(Requirement):
    """Coaching sessions that trained observers rated for certification.

    The newest sessions count: as many as are asked, and as many more as it takes to have every
    observer who is asked for among them. What is judged is judged over all of these. Where they
    hold and lack a dimension that an older one shows, those from there on count if they hold too.
    """

    type: ClassVar[str] = "observed-sessions"
    is_observed: ClassVar[bool] = True

    count: int = number(lambda: _("Sessions"), 1, 12, 3)
    observers: int = number(lambda: _("Different observers"), 1, 6, 2)
    outside: int = number(lambda: _("Sessions seen from outside the line"), 0, 6, 0)
    double: int = number(lambda: _("Sessions scored twice, blind"), 0, 6, 0)
    reps: int = number(lambda: _("Different people coached"), 0, 6, 0)
    recorded: int = number(lambda: _("Sessions with a transcript"), 0, 6, 0)
    mean_tenths: int = number(lambda: _("Mean of the sessions, in tenths of a level"), 0, 40, 25)
    least_tenths: int = number(lambda: _("Mean of each dimension, in tenths"), 0, 40, 20)
    higher_tenths: int = number(lambda: _("Mean of the dimensions below, in tenths"), 0, 40, 0)
    higher: list = field(default_factory=list, metadata={"is": list})
    """The numbers of dimensions of which more is asked."""

    no_stop_signs: int = number(lambda: _("No stop signs"), 0, 1, 1)
    with_managers: int = number(lambda: _("Only coaching of managers"), 0, 1, 0)

    @classmethod
    def name(cls) -> str:
        """What the type is called."""
        return _("Observed sessions")

    def sentence(self) -> str:
        """What it asks."""
        said = _n("{n} observed session", "{n} observed sessions", self.count)
        if self.with_managers:
            said = _n(
                "{n} observed session with a manager",
                "{n} observed sessions with managers",
                self.count,
            )
        parts = [said.format(n=self.count)]
        parts += [
            words.format(n=n)
            for words, n, least in (
                (_("{n} different observers"), self.observers, 2),
                (_("{n} from outside the line"), self.outside, 1),
                (_("{n} scored twice, blind"), self.double, 1),
                (_("{n} people coached"), self.reps, 2),
                (_("{n} with a transcript"), self.recorded, 1),
            )
            if n >= least
        ]
        parts += [
            words
            for words, tenths in (
                (_("mean {n}").format(n=_tenths(self.mean_tenths)), self.mean_tenths),
                (
                    _("no dimension below {n}").format(n=_tenths(self.least_tenths)),
                    self.least_tenths,
                ),
                (self._higher_words(), self.higher_tenths if self.higher else 0),
            )
            if tenths
        ]
        if self.no_stop_signs:
            parts.append(_("no stop sign"))
        return ", ".join(parts)

    def problems(self) -> tuple[str, ...]:
        """Its dimensions are those of the rubric."""
        said = _("Dimensions are numbers from 1 to 8.")
        wrong = any(type(one) is not int or one not in DIMENSIONS for one in self.higher)
        parts = (self.outside, self.double, self.reps, self.recorded)
        more = _("More is asked of the sessions than there are sessions.")
        return (
            ((said,) if wrong else ())
            + ((more,) if max(parts) > self.count else ())
            + super().problems()
        )

    def measure(self, facts: Facts, span: Span) -> Measured:
        """First who saw how many, then how they were."""
        seen, aside = split(facts.observed, span, self._why_not)
        chosen = self._chosen(seen)
        missing, plain = self._coverage(chosen), ()
        wanted = Next.OBSERVED
        if not missing:
            short, unseen = self._judged(chosen), self._to_see(chosen)
            level = _("What was seen in these sessions is not yet as it is asked for.")
            missing, plain = short + unseen, ((level,) if short else ()) + unseen
        elif len(chosen) >= self.count and sum(one.is_double for one in chosen) < self.double:
            wanted = Next.DOUBLE
        have = _("{n} of {count} observed sessions").format(
            n=min(len(chosen), self.count), count=self.count
        )
        aside = _with_older(seen[: len(seen) - len(chosen)], aside)
        if not missing:
            return Measured(True, have, counted=items(chosen), set_aside=aside)
        return Measured(False, have, missing, wanted, items(chosen), aside, missing_plain=plain)

    def _why_not(self, one: Observed) -> str:
        if one.is_waiting:
            return _("A second observer has not signed yet.")
        if one.is_closed:
            return _("It counts once it was talked over.")
        if one.total is None:
            return _("Too little of it was rated to say how it was.")
        if self.with_managers and not one.with_manager:
            return _("It was not with a manager.")
        return ""

    def _chosen(self, seen: Sequence[Observed]) -> Sequence[Observed]:
        """The newest that hold everybody who is asked for; all where none do."""
        sizes = range(self.count, len(seen) + 1)
        least = next((n for n in sizes if not self._coverage(seen[-n:])), 0)
        if not least:
            return seen
        newest, ever = seen[-least:], self._unseen(seen)
        wider = next(seen[-n:] for n in sizes if n >= least and self._unseen(seen[-n:]) == ever)
        return newest if self._judged(newest) or self._judged(wider) else wider

    def _unseen(self, chosen: Sequence[Observed]) -> list[int]:
        """The dimensions of which something is asked and that nobody saw."""
        return [
            number_
            for number_ in DIMENSIONS
            if self._wanted(number_) and not any(number_ in one.levels for one in chosen)
        ]

    def _wanted(self, number_: int) -> int:
        """What is asked of the mean of a dimension, in tenths; 0 for nothing."""
        return max(self.least_tenths, self.higher_tenths if number_ in self.higher else 0)

    def _coverage(self, chosen: Sequence[Observed]) -> tuple[str, ...]:
        """Who is still to see what, a sentence each."""
        line = _("{n} more seen by somebody from outside the reporting line.")
        observers = len({who for one in chosen for who in one.observers})
        reps = len({one.rep for one in chosen})
        left = (
            (self.count - len(chosen), _("{n} more observed.")),
            # Any session has one of each.
            (self.observers - max(observers, 1), _("Another observer: {n} more.")),
            (self.outside - sum(bool(one.outside) for one in chosen), line),
            (
                self.double - sum(one.is_double for one in chosen),
                _("{n} more scored twice, blind."),
            ),
            (self.reps - max(reps, 1), _("Another person coached: {n} more.")),
            (
                self.recorded - sum(one.is_recorded for one in chosen),
                _("{n} more with a transcript."),
            ),
        )
        words = tuple(said.format(n=n) for n, said in left if n > 0)
        if chosen and not words and not any(_others(one) for one in chosen):
            return (_("One seen by somebody other than the direct leader."),)
        return words

    def _judged(self, chosen: Sequence[Observed]) -> tuple[str, ...]:
        """What the counted sessions lack, a sentence each."""
        words = []
        totals = [one.total for one in chosen if one.total is not None]
        mean = sum(totals, Fraction()) / len(totals)
        if mean < Fraction(self.mean_tenths, 10):
            said = _("The mean of these sessions is {mean}; {wanted} is asked.")
            words.append(said.format(mean=_shown(mean), wanted=_tenths(self.mean_tenths)))
        words += self._dimensions(chosen)
        signs = sum(bool(one.stop_signs) for one in chosen)
        if self.no_stop_signs and signs:
            said = _n(
                "{n} of them has a stop sign: a newer session is to take its place.",
                "{n} of them have a stop sign: newer sessions are to take their place.",
                signs,
            )
            words.append(said.format(n=signs))
        return tuple(words)

    def _dimensions(self, chosen: Sequence[Observed]) -> list[str]:
        """Dimensions below what is asked."""
        words = []
        for number_ in DIMENSIONS:
            levels = [one.levels[number_] for one in chosen if number_ in one.levels]
            asked = self._wanted(number_)
            # Whole numbers as long as they are: of fractions each sum takes its time.
            if levels and sum(levels) * 10 < asked * len(levels):
                mean = Fraction(sum(levels), len(levels))
                said = _("Dimension {number} is {mean} on average; {wanted} is asked.")
                words.append(said.format(number=number_, mean=_shown(mean), wanted=_tenths(asked)))
        return words

    def _to_see(self, chosen: Sequence[Observed]) -> tuple[str, ...]:
        """Dimensions that nobody saw in these."""
        unseen = self._unseen(chosen)
        if not unseen:
            return ()
        said = _n(
            "Dimension {numbers} was not seen yet: one more session in which it is.",
            "Dimensions {numbers} were not seen yet: one more session in which they are.",
            len(unseen),
        )
        return (said.format(numbers=", ".join(map(str, unseen))),)

    def _higher_words(self) -> str:
        numbers = ", ".join(str(one) for one in self.higher)
        said = _n(
            "dimension {numbers} at least {n}",
            "dimensions {numbers} at least {n}",
            len(self.higher),
        )
        return said.format(numbers=numbers, n=_tenths(self.higher_tenths))


def _with_older(older: Sequence[Observed], aside: tuple[Item, ...]) -> tuple[Item, ...]:
    """What is set aside, with those that newer sessions stand for."""
    said = _("Newer sessions count in its place.")
    whole = [*aside, *(Item(one.subject, one.on, said) for one in older)]
    return tuple(sorted(whole, key=lambda item: (item.on, item.subject))[-MOST_ITEMS:])


def _others(one: Observed) -> bool:
    """Whether somebody other than the direct leader saw it."""
    direct = one.leaders[0] if one.leaders else None
    return any(who != direct for who in one.observers)


def _tenths(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"


def _shown(mean: Fraction) -> str:
    """A mean with two places, rounded down: 2.995 is not 3."""
    hundredths = mean * 100 // 1
    return f"{hundredths // 100}.{hundredths % 100:02d}"
