"""What an appeal needs before it can be made, heard and decided. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from coach_the_coach.certification.deciding.rules import (
    LONGEST_APPEAL,
    Heard,
    appeal_until,
    problem_in_words,
)
from coach_the_coach.foundation.words import _


@dataclass(frozen=True)
class AppealDraft:
    """What a candidate writes, and which session is to be scored again; empty for none."""

    words: str = ""
    coaching_session: str = ""


@dataclass(frozen=True)
class HearingDraft:
    """Who is to decide, and who is to score again, by public ids; empty for nobody."""

    decider: str = ""
    first: str = ""
    second: str = ""


def why_not_appeal(*, is_refused: bool, refused_on: date, today: date, has_appealed: bool) -> str:
    """Why one cannot appeal on a day; empty where one can."""
    if not is_refused:
        return _("There is no refusal to appeal against.")
    if has_appealed:
        return _("You have appealed already.")
    if today > appeal_until(refused_on):
        return _("The fourteen days for an appeal are over. You can ask for a decision again.")
    return ""


def problems_in_appeal(draft: AppealDraft, *, sessions: Collection[str]) -> dict[str, str]:
    """What is wrong with it: field to sentence. `sessions` are those that may be named."""
    problems = {}
    if said := problem_in_words(draft.words, LONGEST_APPEAL):
        problems["words"] = said
    if draft.coaching_session and draft.coaching_session not in sessions:
        problems["session"] = _("Choose a session from the list.")
    return problems


def problems_in_outcome(outcome: str, reason: str) -> dict[str, str]:
    """What is wrong with how an appeal is decided: field to sentence."""
    problems = {}
    if outcome not in list(Heard):
        problems["outcome"] = _("Say what comes of it.")
    if said := problem_in_words(reason):
        problems["reason"] = said
    return problems
