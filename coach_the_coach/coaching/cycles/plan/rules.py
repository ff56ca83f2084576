"""What an action plan must hold, and how it stands with its signatures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from coach_the_coach.coaching.cycles.rules import Side
from coach_the_coach.foundation.words import _

OBJECTIVE_LENGTH: Final = 300
"""Most characters of an objective. Source: docs/method.md#action-plans."""

STEP_LENGTH: Final = 200
"""Most characters of an action or milestone. Source: docs/method.md#action-plans."""

RESULT_LENGTH: Final = 400
"""Most characters of what came of a plan. Source: docs/method.md#action-plans."""

NOTE_LENGTH: Final = 300
"""Most characters beside a signature. Source: docs/method.md#action-plans."""

MOST_STEPS: Final = 12
"""Most actions and milestones of one plan. Source: docs/method.md#action-plans."""

LATEST_REVIEW: Final = timedelta(days=92)
"""A plan is looked at again within a quarter. Source: docs/method.md#action-plans."""

LATEST_DUE: Final = timedelta(days=366)
"""What is further away is for a later plan. Source: docs/method.md#action-plans."""


class Standing(StrEnum):
    """How far the signatures of a plan have come."""

    WRITTEN = "written"
    OFFERED = "offered"
    SIGNED = "signed"
    CLOSED = "closed"


@dataclass(frozen=True)
class StepDraft:
    """One action or milestone as typed; `place` is where it stood, None for a new one."""

    text: str = ""
    due_on: date | None = None
    is_milestone: bool = False
    place: int | None = None


@dataclass(frozen=True)
class PlanDraft:
    """An action plan as typed."""

    objective: str = ""
    review_on: date | None = None
    steps: tuple[StepDraft, ...] = ()


def problems_in(draft: PlanDraft, *, opened_on: date, today: date) -> dict[str, str]:
    """What keeps a draft from being a plan that was opened then: field to sentence.

    Fields of a step are `text_` and `due_` with its place in the draft.
    """
    problems = _problem_with_text("objective", draft.objective, OBJECTIVE_LENGTH)
    if not draft.objective.strip():
        problems["objective"] = _("Say what is to be reached.")
    problems |= _problems_with_review(draft.review_on, today)
    if not draft.steps:
        problems["steps"] = _("Name one action at least, with the day it is done by.")
    if len(draft.steps) > MOST_STEPS:
        problems["steps"] = _("At most {most} actions and milestones.").format(most=MOST_STEPS)
    for place, step in enumerate(draft.steps[:MOST_STEPS]):
        problems |= _problem_with_text(f"text_{place}", step.text, STEP_LENGTH)
        problems |= _problems_with_due(place, step, opened_on, today)
    return problems


def problems_in_words(name: str, text: str, longest: int) -> dict[str, str]:
    """What keeps an optional text from being kept: field to sentence."""
    return _problem_with_text(name, text, longest)


def problems_in_result(result: str) -> dict[str, str]:
    """What keeps a plan from being closed with these words: field to sentence."""
    if not result.strip():
        return {"result": _("Say what came of it, also where that is less than hoped.")}
    return _problem_with_text("result", result, RESULT_LENGTH)


def standing(*, is_closed: bool, signed_by: Collection[Side]) -> Standing:
    """How the version that holds stands, by who has signed it."""
    if is_closed:
        return Standing.CLOSED
    if {Side.MANAGER, Side.LEADER} <= {*signed_by}:
        return Standing.SIGNED
    return Standing.OFFERED if Side.MANAGER in signed_by else Standing.WRITTEN


def standing_word(standing: Standing, *, coach: str) -> str:
    """How it stands, in words; `coach` by name."""
    return {
        Standing.WRITTEN: _("Waits for the signature of {coach}").format(coach=coach),
        Standing.OFFERED: _("Waits for the leader's signature"),
        Standing.SIGNED: _("Signed by both"),
        Standing.CLOSED: _("Closed"),
    }[standing]


def standing_mark(standing: Standing) -> str:
    """The mark that goes with it."""
    return {
        Standing.WRITTEN: "waiting",
        Standing.OFFERED: "waiting",
        Standing.SIGNED: "done",
        Standing.CLOSED: "plain",
    }[standing]


def side_word(side: Side, *, coach_word: str) -> str:
    """In which capacity somebody signed; `coach_word` is what the coach is called."""
    return _("leader") if side is Side.LEADER else coach_word


def day_in(text: str) -> date | None:
    """The day of a date field; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _problem_with_text(name: str, text: str, longest: int) -> dict[str, str]:
    if len(text.strip()) > longest:
        return {name: _("At most {length} characters.").format(length=longest)}
    return {}


def _problems_with_review(review_on: date | None, today: date) -> dict[str, str]:
    if review_on is None:
        return {"review_on": _("Choose the day on which you look at it again.")}
    if review_on <= today:
        return {"review_on": _("Choose a day to come.")}
    if review_on - today > LATEST_REVIEW:
        return {"review_on": _("Look at it again within three months.")}
    return {}


def _problems_with_due(place: int, step: StepDraft, opened_on: date, today: date) -> dict[str, str]:
    problems = {}
    if not step.text.strip():
        problems[f"text_{place}"] = _("Say what is done.")
    if step.due_on is None:
        problems[f"due_{place}"] = _("Choose the day it is done by.")
    elif step.due_on < opened_on:
        problems[f"due_{place}"] = _("This day is before the plan began.")
    elif step.due_on - today > LATEST_DUE:
        problems[f"due_{place}"] = _("This is more than a year away. Check the date.")
    return problems
