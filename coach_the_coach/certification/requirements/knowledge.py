"""What is known: checks that were passed, and units that were done and used. Pure."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from coach_the_coach.certification.requirements.base import (
    Measured,
    Next,
    Requirement,
    Step,
    is_key,
    items,
    nothing,
    number,
    split,
)
from coach_the_coach.certification.requirements.facts import Facts, Span, Tried
from coach_the_coach.foundation.words import _, _n


@dataclass(frozen=True, kw_only=True)
class KnowledgeCheck(Requirement):
    """A bank of questions passed with a share of right answers."""

    type: ClassVar[str] = "knowledge-check"
    step: ClassVar[Step] = Step.PRINCIPLE
    is_work: ClassVar[bool] = False

    bank: str = field(default="case-exam", metadata={"is": str})
    percent: int = number(lambda: _("Right answers, in per cent"), 50, 100, 80)

    @classmethod
    def name(cls) -> str:
        """What the type is called."""
        return _("Knowledge check")

    def sentence(self) -> str:
        """What it asks."""
        return _("The case exam, {percent} % right").format(percent=self.percent)

    def measure(self, facts: Facts, span: Span) -> Measured:
        """The best try counts."""
        of_bank = [one for one in facts.tried if one.bank == self.bank and one.asked]
        tries, aside = split(of_bank, span, nothing)
        # Of several as good the newest.
        best = max(reversed(tries), key=_right, default=None)
        have = (
            _("{right} of {asked} right").format(right=best.right, asked=best.asked)
            if best
            else _("Not tried yet")
        )
        if best and _right(best) * 100 >= self.percent:
            plain = _("Passed")
            return Measured(True, have, counted=items([best]), set_aside=aside, have_plain=plain)
        missing = _("Pass the exam with {percent} %.").format(percent=self.percent)
        plain = _("Tried, not passed yet") if best else ""
        return Measured(False, have, (missing,), Next.EXAM, (), aside, have_plain=plain)

    def problems(self) -> tuple[str, ...]:
        """It names a bank of questions."""
        said = (_("Name the questions in small letters, numbers and dashes."),)
        return (() if is_key(self.bank) else said) + super().problems()


@dataclass(frozen=True, kw_only=True)
class LearningUnits(Requirement):
    """Learning units whose check was passed and that were used at work."""

    type: ClassVar[str] = "learning-units"
    step: ClassVar[Step] = Step.PRINCIPLE
    is_work: ClassVar[bool] = False

    count: int = number(lambda: _("Units"), 1, 20, 6)
    percent: int = number(lambda: _("Right answers, in per cent"), 50, 100, 80)

    @classmethod
    def name(cls) -> str:
        """What the type is called."""
        return _("Learning units, done and used")

    def sentence(self) -> str:
        """What it asks."""
        said = _n(
            "{count} learning unit passed with {percent} %, and used at work",
            "{count} learning units passed with {percent} %, and used at work",
            self.count,
        )
        return said.format(count=self.count, percent=self.percent)

    def measure(self, facts: Facts, span: Span) -> Measured:
        """A unit counts once it was both passed and used; in which order does not matter."""
        right = [one for one in facts.tried if one.asked and _right(one) * 100 >= self.percent]
        passed, _old = split(right, span, nothing)
        known = {one.bank for one in passed}
        used, aside = split(facts.used, span, nothing)
        done = {one.unit: one for one in used if one.unit in known}
        have = _("{n} of {count} passed and used").format(n=len(done), count=self.count)
        counted = items(sorted(done.values(), key=lambda one: (one.on, one.subject)))
        if len(done) >= self.count:
            return Measured(True, have, counted=counted, set_aside=aside)
        left = self.count - len(done)
        words = [
            _n("{n} unit is still to come.", "{n} units are still to come.", left).format(n=left)
        ]
        if unused := len(known & _units(facts) - set(done)):
            said = _n(
                "{n} is passed and not used yet: say in which session you tried it.",
                "{n} are passed and not used yet: say in which sessions you tried them.",
                unused,
            )
            words.append(said.format(n=unused))
        return Measured(False, have, tuple(words), Next.LEARN, counted, aside)


def _right(one: Tried) -> Fraction:
    """The share of right answers, exactly."""
    return Fraction(one.right, one.asked)


def _units(facts: Facts) -> set[str]:
    """The banks of units among those tried: every one but an exam."""
    return {one.bank for one in facts.tried if not one.bank.endswith("exam")}
