"""Who is drawn to score a session as well, what counts of it, and how it stands in words. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from random import Random
from typing import Final

from coach_the_coach.foundation.words import _
from coach_the_coach.observations.blind.rules import (
    LEVELS_APART,
    TOTALS_APART,
    PairScore,
    Scored,
    mean,
    pair_score,
)

__all__ = ["LEVELS_APART", "TOTALS_APART", "PairScore", "Scored", "pair_score"]

COUNTED_FOR: Final = timedelta(days=90)
"""Double scorings of this long are counted when somebody is drawn.

Source: docs/method.md#double-scoring."""

ASKED_FOR: Final = timedelta(days=30)
"""How old a session may be that another scores as well.

Source: docs/method.md#double-scoring."""

REASON_LENGTH: Final = 500
"""Most characters of a reason. Source: docs/method.md#text-lengths."""


class Part(StrEnum):
    """What somebody is in a session that two score."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    OBSERVED = "observed"
    OTHER = "other"
    """Whoever asked for it, or leads the one observed, or counts."""


class Stage(StrEnum):
    """How far it has come; it says of neither of the two alone that they have signed."""

    SCORING = "scoring"
    APART = "apart"
    """Both have signed, are too far apart, and nobody is named to look."""

    ADJUDICATING = "adjudicating"
    SETTLED = "settled"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class Candidate:
    """Somebody who could score a session as well."""

    public_id: str
    is_outside: bool = False
    """Whether they are from outside the line of the one observed."""

    scorings: int = 0
    """How often they were second or third in the last `COUNTED_FOR`."""


@dataclass(frozen=True)
class ScoredSession:
    """What counts of one session that was observed for certification."""

    session: str
    """Public id of the coaching session."""

    held_at: datetime
    observed_id: int
    coached_id: int
    observers: tuple[int, ...]
    """Inner ids of those whose scores count, in the order of signing."""

    observations: tuple[str, ...]
    """Public ids of the versions that hold, in the same order."""

    signed_at: tuple[datetime, ...]
    lines_of_day: tuple[tuple[str, ...], ...]
    """Who led the observed when each was signed, the nearest first, by public id."""

    before: tuple[int, ...] = ()
    """Inner ids of those whose scores count no more, since two scored it again for an appeal."""

    is_double: bool = False
    """Whether two scored it blind and it is settled."""

    is_waiting: bool = False
    """Whether it does not count yet: another is still to sign, or to adjudicate."""

    levels: Mapping[int, Fraction] = field(default_factory=dict)
    """What counts, by dimension; empty while it waits."""

    stop_signs: frozenset[str] = frozenset()
    is_recorded: bool = False
    """Whether any of them was scored from a transcript."""

    is_of_manager: bool = False
    """Whether the coached coached others themself on that day."""

    @property
    def total(self) -> Fraction | None:
        """The mean of what counts; None where nothing does."""
        return mean(self.levels.values())


def among(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those of whom one is drawn, by public id: from outside if any, who did it least of late."""
    everybody = list(candidates)
    preferred = [one for one in everybody if one.is_outside] or everybody
    least = min((one.scorings for one in preferred), default=0)
    return sorted(
        (one for one in preferred if one.scorings == least), key=lambda one: one.public_id
    )


def drawn(candidates: Iterable[Candidate], seed: str) -> str | None:
    """The public id of the one drawn; the same for the same people and seed; None of nobody."""
    left = among(candidates)
    return Random(seed).choice(left).public_id if left else None  # noqa: S311 - to be repeated


def together(scores: Collection[Scored]) -> tuple[dict[int, Fraction], frozenset[str]]:
    """What counts where observers scored the same session each for themself, and not as a pair.

    The mean of each dimension, and every stop sign that anybody saw.
    """
    numbers = sorted({number for one in scores for number in one.levels})
    means = {
        number: mean(level for one in scores if (level := one.levels.get(number)) is not None)
        for number in numbers
    }
    signs = frozenset(key for one in scores for key in one.stop_signs)
    return {number: level for number, level in means.items() if level is not None}, signs


def stage_of(*, both_signed: bool, third_named: bool, settled: bool, called_off: bool) -> Stage:
    """How far a scoring by two has come."""
    if called_off:
        return Stage.CALLED_OFF
    if settled:
        return Stage.SETTLED
    if not both_signed:
        return Stage.SCORING
    return Stage.ADJUDICATING if third_named else Stage.APART


def problems_in_reason(reason: str) -> dict[str, str]:
    """What keeps a reason from being taken: field to sentence."""
    if not reason.strip():
        return {"reason": _("Say why, in a sentence. The others read it.")}
    if len(reason) > REASON_LENGTH:
        return {"reason": _("At most {length} characters.").format(length=REASON_LENGTH)}
    return {}


def stage_word(stage: Stage, *, again: bool = False) -> str:
    """How far it has come, in words for anybody who may know of it."""
    if again and stage in (Stage.SCORING, Stage.CALLED_OFF):
        return _("Being scored again") if stage is Stage.SCORING else _("Not scored again")
    return {
        Stage.SCORING: _("Being scored by two"),
        Stage.APART: _("A third is needed"),
        Stage.ADJUDICATING: _("A third looks"),
        Stage.SETTLED: _("Settled"),
        Stage.CALLED_OFF: _("Scored by one"),
    }[stage]


def stage_mark(stage: Stage) -> str:
    """The mark beside the word."""
    return {Stage.SETTLED: "done", Stage.APART: "attention", Stage.CALLED_OFF: "plain"}.get(
        stage, "waiting"
    )


def number_words(number: Fraction | None) -> str:
    """A score with two decimals, rounded down: 2.995 is not 3.00. Empty for none."""
    if number is None:
        return ""
    hundredths = number.numerator * 100 // number.denominator
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def is_to_score(part: Part, *, again: bool) -> bool:
    """Whether somebody begins their own score here: the first did so before, but for an appeal."""
    return part in (Part.SECOND, Part.THIRD) or (again and part is Part.FIRST)


def again_words(stage: Stage, part: Part, *, signed: bool) -> str:
    """What comes next for somebody of a session that is scored again for an appeal."""
    if stage is Stage.SETTLED:
        return _("The appeal is decided. What the two gave counts now; the first scores are kept.")
    if stage is Stage.CALLED_OFF:
        return _("There is no transcript of it, so nobody scores it again.")
    if part is Part.OBSERVED:
        return _("Two who took no part score it again. You read it with the decision.")
    if part in (Part.FIRST, Part.SECOND):
        if signed:
            return _("Yours is signed, and waits for the decision. Nobody else reads it yet.")
        return _(
            "Score this session for yourself, for an appeal. You see neither the other's nor what "
            "was given before until it is decided."
        )
    return _("Two who took no part score it again. It is open once the appeal is decided.")


def next_words(stage: Stage, part: Part, *, signed: bool) -> str:
    """What comes next for somebody, the names in it still open; `signed` is of their own alone."""
    if stage is Stage.SCORING:
        return _scoring_words(part, signed=signed)
    if stage is Stage.APART:
        return {
            Part.OBSERVED: _("Both have signed. A third observer looks as well before it counts."),
        }.get(part, _("The two are far apart. A third observer is to score it as well."))
    if stage is Stage.ADJUDICATING:
        if part is Part.THIRD:
            return _("Score this session for yourself. You see neither of the two before you sign.")
        return _("{third} scores it as well. The middle of the three counts then.")
    if stage is Stage.CALLED_OFF:
        return _("It is scored by one observer after all.")
    return _("It counts: both have signed, and what they gave is put together.")


def _scoring_words(part: Part, *, signed: bool) -> str:
    """What comes next while not both have signed."""
    if part is Part.OBSERVED:
        return _("Two observers score this session. You get both together, once both have signed.")
    if part in (Part.FIRST, Part.SECOND) and signed:
        return _("Yours is signed and waits for the other observer. Nobody else reads it yet.")
    if part is Part.SECOND:
        return _(
            "Score this session for yourself. You see nothing of the other before both signed."
        )
    if part is Part.FIRST:
        return _("Another observer scores it as well. Score yours as you always do.")
    return _("Two observers are scoring it. Nothing of it is open before both have signed.")
