"""Rules of interruption: for what a session may move, and within how many days it then is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from coach_the_coach.foundation.words import _, _n

WITHIN_DAYS: Final = 2
"""Working days within which a session takes place that had to move.

Source: docs/method.md#rules-of-interruption."""

DAYS: Final = range(1, 11)
"""Working days that a coach may write there. Source: docs/method.md#rules-of-interruption."""

REASONS: Final = range(1, 7)
"""How many reasons there may be. Source: docs/method.md#rules-of-interruption."""

LONGEST_REASON: Final = 120
"""Most characters of a reason. Source: docs/method.md#rules-of-interruption."""

LONGEST_TEXT: Final = 1000
"""Most characters of the text. Source: docs/method.md#rules-of-interruption."""

LONGEST_WHY: Final = 300
"""Most characters of why it comes back. Source: docs/method.md#rules-of-interruption."""


class State(StrEnum):
    """How far a version has come."""

    DRAFT = "draft"
    OFFERED = "offered"
    RETURNED = "returned"
    SIGNED = "signed"


@dataclass(frozen=True)
class Terms:
    """What holds for moving a session."""

    reasons: tuple[str, ...]
    within_days: int
    """In working days."""

    is_signed: bool = False
    """False where the coach has none signed, and the template holds."""


@dataclass(frozen=True)
class ContractDraft:
    """Rules of interruption as typed: one reason in a line."""

    text: str = ""
    reasons: str = ""
    within_days: str = ""


def template_reasons() -> tuple[str, ...]:
    """The reasons of the template."""
    return (
        _("A customer in trouble that cannot wait two hours"),
        _("A safety or legal matter"),
        _("Illness"),
    )


def template_text() -> str:
    """The words of the template, to be made one's own."""
    return _(
        "This time belongs to the rep. I move it only for what is on the list. A forecast call, an "
        "internal meeting and a chat message are not on it. If I must move it, it happens within "
        "the days below. Short is better than skipped."
    )


def template() -> Terms:
    """What holds where no rules of interruption are signed."""
    return Terms(reasons=template_reasons(), within_days=WITHIN_DAYS)


def template_draft() -> ContractDraft:
    """The template, as one finds it in an empty form."""
    return ContractDraft(template_text(), "\n".join(template_reasons()), str(WITHIN_DAYS))


def lines_of(reasons: str) -> tuple[str, ...]:
    """The reasons, one from each line that says something, the same once."""
    said = (" ".join(line.split()) for line in reasons.splitlines())
    return tuple(dict.fromkeys(one for one in said if one))


def problems_in(draft: ContractDraft) -> dict[str, str]:
    """What keeps rules of interruption from being kept: field to sentence."""
    problems = {}
    if not draft.text.strip():
        problems["text"] = _("Say in your own words what this time is.")
    elif len(draft.text.strip()) > LONGEST_TEXT:
        problems["text"] = _("Shorter, please: at most {n} characters.").format(n=LONGEST_TEXT)
    if problem := _problem_in(lines_of(draft.reasons)):
        problems["reasons"] = problem
    if days_of(draft.within_days) not in DAYS:
        problems["within_days"] = _("A whole number from {low} to {high}.").format(
            low=DAYS[0], high=DAYS[-1]
        )
    return problems


def problem_in_why(why: str) -> str:
    """What is wrong with the reason for giving it back; empty for nothing."""
    if not why.strip():
        return _("Say what you would like changed.")
    if len(why.strip()) > LONGEST_WHY:
        return _("Shorter, please: at most {n} characters.").format(n=LONGEST_WHY)
    return ""


def days_of(words: str) -> int:
    """The working days as typed; 0 for no whole number."""
    typed = words.strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 2 else 0


def _problem_in(reasons: Sequence[str]) -> str:
    if len(reasons) not in REASONS:
        return _("One to six reasons, each on a line of its own.")
    if any(len(one) > LONGEST_REASON for one in reasons):
        return _("Each reason has at most {n} characters.").format(n=LONGEST_REASON)
    return ""


def state_of(
    *, offered_at: datetime | None, returned_at: datetime | None, signed_at: datetime | None
) -> State:
    """How far a version has come, by what was done to it last."""
    if signed_at is not None:
        return State.SIGNED
    if returned_at is not None:
        return State.RETURNED
    return State.DRAFT if offered_at is None else State.OFFERED


def state_word(state: State) -> str:
    """How far it has come, as a badge says it."""
    return {
        State.DRAFT: _("Not offered yet"),
        State.OFFERED: _("Waits for a signature"),
        State.RETURNED: _("Sent back"),
        State.SIGNED: _("Signed"),
    }[state]


def state_mark(state: State) -> str:
    """The mark of that badge."""
    return {
        State.DRAFT: "plain",
        State.OFFERED: "waiting",
        State.RETURNED: "attention",
        State.SIGNED: "done",
    }[state]


def within_words(days: int) -> str:
    """Within how many working days a session then takes place."""
    words = _n("Within {n} working day", "Within {n} working days", days)
    return words.format(n=days)
