"""Which lists a leader has of those on a path, and what helps each of them next. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from coach_the_coach.certification.requirements.base import Next
from coach_the_coach.certification.rules import State
from coach_the_coach.foundation.words import _

STUCK: Final = timedelta(days=30)
"""How long without new evidence until somebody is stuck. Source: docs/method.md#who-is-stuck."""

SOON: Final = timedelta(days=90)
"""How long before its end a certificate is said to expire. Source: docs/method.md#who-is-stuck."""

BANDS: Final = (30, 60, 90)
"""Days within which somebody is due. Source: docs/method.md#who-is-stuck."""


class Which(StrEnum):
    """One list of people of a path."""

    CERTIFIED = "certified"
    NOT_ON = "not-on"
    OVERDUE = "overdue"
    STUCK = "stuck"
    DUE_30 = "due-30"
    DUE_60 = "due-60"
    DUE_90 = "due-90"
    COMPLETE = "complete"
    REVIEW = "review"
    EXPIRING = "expiring"
    LAPSED = "lapsed"


class Unblocks(StrEnum):
    """Who can take the next step."""

    THEMSELF = "themself"
    LEADER = "leader"
    SPECIALIST = "specialist"
    OBSERVER = "observer"
    DECIDERS = "deciders"


@dataclass(frozen=True)
class Step:
    """What somebody waits for, and who can help."""

    by: Unblocks
    words: str


def which_word(which: Which) -> str:
    """What the list is called."""
    return {
        Which.CERTIFIED: _("Certified"),
        Which.NOT_ON: _("Not on it, not certified"),
        Which.OVERDUE: _("Overdue"),
        Which.STUCK: _("Stuck"),
        Which.DUE_30: _("Due within 30 days"),
        Which.DUE_60: _("Due in 31 to 60 days"),
        Which.DUE_90: _("Due in 61 to 90 days"),
        Which.COMPLETE: _("Evidence complete"),
        Which.REVIEW: _("Under review"),
        Which.EXPIRING: _("Expiring, or in grace"),
        Which.LAPSED: _("Lapsed"),
    }[which]


def which_mark(which: Which) -> str:
    """The list as a mark."""
    if which is Which.CERTIFIED:
        return "done"
    needs = (Which.OVERDUE, Which.STUCK, Which.LAPSED)
    return "attention" if which in needs else "plain"


def step_of(state: State, next_word: str, missing_types: tuple[str, ...]) -> Step:
    """What helps somebody next, by where they stand and what is missing.

    `missing_types` are the types of what is missing, in the order of the path.
    """
    if state is State.COMPLETE:
        return Step(Unblocks.THEMSELF, _("Has everything: what is left is the decision."))
    if state is State.REVIEW:
        return Step(Unblocks.DECIDERS, _("Waits for the decision."))
    if state is State.SUSPENDED:
        return Step(Unblocks.DECIDERS, _("The certificate rests."))
    waits = _waits(next_word, missing_types)
    if waits is not None:
        return waits
    if next_word in list(Next):
        return Step(Unblocks.THEMSELF, _own_words()[Next(next_word)])
    return Step(Unblocks.THEMSELF, "")


def _waits(next_word: str, missing_types: tuple[str, ...]) -> Step | None:
    """What others are waited for; None where the next step is their own."""
    if next_word == Next.OBSERVED:
        return Step(Unblocks.OBSERVER, _("Waits for an observer."))
    if next_word == Next.DOUBLE:
        return Step(Unblocks.OBSERVER, _("Waits for a second observer."))
    if next_word != Next.SIGNER:
        return None
    first = next((one for one in missing_types if one in ("sign-off", "attested")), "attested")
    if first == "sign-off":
        return Step(Unblocks.LEADER, _("Waits for a leader's signature."))
    return Step(Unblocks.SPECIALIST, _("Waits for a specialist's signature."))


def _own_words() -> Mapping[Next, str]:
    return {
        Next.LEARN: _("Next: a learning unit."),
        Next.EXAM: _("Next: the knowledge check."),
        Next.LOG: _("Next: more sessions in the log."),
        Next.TEAM_PRACTICE: _("Next: a practice with the team."),
        Next.CLIPS: _("Next: a conversation to score."),
        Next.WEEK: _("Next: sessions kept as planned."),
        Next.SELF_AUDIT: _("Next: the ten points."),
        Next.CYCLES: _("Next: a cycle to close."),
        Next.TEAM: _("Next: people to take through a path."),
        Next.PATH: _("Next: another path first."),
        Next.OBSERVED: "",
        Next.DOUBLE: "",
        Next.SIGNER: "",
    }


def yours_words(by: Unblocks, *, is_leader: bool, attests: bool) -> str:
    """What is said where the reader can take the next step; empty where another does."""
    if (by is Unblocks.LEADER and is_leader) or (by is Unblocks.SPECIALIST and attests):
        return _("Waits for your signature.")
    return ""


def unblocks_words(by: Unblocks, leader: str) -> str:
    """Who can take the next step, in words."""
    return {
        Unblocks.THEMSELF: _("They can do this themself"),
        Unblocks.LEADER: leader or _("A leader in the line"),
        Unblocks.SPECIALIST: _("A coaching specialist"),
        Unblocks.OBSERVER: _("A certifying observer"),
        Unblocks.DECIDERS: _("Those who decide"),
    }[by]


def share_words(certified: int, total: int) -> str:
    """Of how many so many are certified, as a percentage rounded down; empty for nobody."""
    return _("{share} %").format(share=certified * 100 // total) if total else ""
