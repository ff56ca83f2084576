"""What a wanted mix of talks must hold, as typed and as kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from coach_the_coach.coaching.rules import Kind, KindTarget
from coach_the_coach.foundation.words import _

AIMED: Final = tuple(kind for kind in Kind if kind is not Kind.OPPORTUNISTIC)
"""Kinds that may have a target; what comes up in the moment is counted alone.

Source: docs/method.md#kind-targets."""


@dataclass(frozen=True)
class Bounds:
    """What is wanted of one kind, in per cent; None is no limit on that side."""

    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True)
class AimsDraft:
    """The wanted mix as read from what was typed, with what could not be read."""

    bounds: Mapping[Kind, Bounds]
    problems: Mapping[str, str]


def draft_from(form: Mapping[str, str]) -> AimsDraft:
    """What was typed; fields are `developmental_at_least` and so on, an empty one is no limit."""
    problems: dict[str, str] = {}
    bounds = {
        kind: Bounds(
            at_least=_typed(form, f"{kind}_at_least", problems),
            at_most=_typed(form, f"{kind}_at_most", problems),
        )
        for kind in AIMED
    }
    return AimsDraft(bounds, problems)


def problems_in(draft: AimsDraft) -> dict[str, str]:
    """What keeps a wanted mix from being kept: field to sentence."""
    problems = dict(draft.problems)
    for kind, one in draft.bounds.items():
        if one.at_least is not None and one.at_most is not None and one.at_least > one.at_most:
            problems.setdefault(f"{kind}_at_most", _("At most is less than at least."))
    if sum(one.at_least or 0 for one in draft.bounds.values()) > 100:
        problems["mix"] = _("Together the least shares are more than 100\u00a0%.")
    most = [one.at_most for one in draft.bounds.values()]
    if None not in most and sum(one or 0 for one in most) < 100:
        problems["mix"] = _("Together the greatest shares are less than 100\u00a0%.")
    return problems


def target_of(bounds: Bounds) -> KindTarget:
    """Bounds in per cent as a target in shares, 0..1."""
    return KindTarget(at_least=_share(bounds.at_least), at_most=_share(bounds.at_most))


def bounds_of(target: KindTarget) -> Bounds:
    """A target in shares as bounds in whole per cent."""
    return Bounds(at_least=_per_cent(target.at_least), at_most=_per_cent(target.at_most))


def bounds_words(bounds: Bounds) -> str:
    """What is wanted, in words; empty where nothing is."""
    if bounds.at_least is not None and bounds.at_most is not None:
        words = _("{low} to {high}\u00a0%")
        return words.format(low=bounds.at_least, high=bounds.at_most)
    if bounds.at_least is not None:
        return _("at least {n}\u00a0%").format(n=bounds.at_least)
    if bounds.at_most is not None:
        return _("at most {n}\u00a0%").format(n=bounds.at_most)
    return ""


def _typed(form: Mapping[str, str], field: str, problems: dict[str, str]) -> int | None:
    words = form.get(field, "").strip().removesuffix("%").strip()
    if not words:
        return None
    if not (words.isascii() and words.isdigit() and len(words) <= 3 and int(words) <= 100):
        problems[field] = _("A whole number from 0 to 100, or nothing.")
        return None
    return int(words)


def _share(per_cent: int | None) -> Fraction | None:
    return None if per_cent is None else Fraction(per_cent, 100)


def _per_cent(share: Fraction | None) -> int | None:
    return None if share is None else round(share * 100)
