"""What a session in the log must hold, what it counts for, and what is chosen beforehand."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from coach_the_coach.coaching.rules import Form, Kind, Owner, Purpose
from coach_the_coach.foundation.words import _

LENGTHS: Final = {"focus": 120, "moment": 200, "feedback": 600, "deal": 120, "next_step": 300}
"""Most characters of each text. Source: docs/method.md#coaching-log."""

REASON_LENGTH: Final = 200
"""Most characters of why a session is withdrawn. Source: docs/method.md#coaching-log."""

LONGEST: Final = 240
"""Most minutes of one session. Source: docs/method.md#coaching-log."""

LONGEST_MOMENT: Final = 30
"""Most minutes of what was said in the moment. Source: docs/method.md#coaching-log."""

LATE_DAYS: Final = 31
"""A session longer ago than this is no longer logged. Source: docs/method.md#coaching-log."""

EDIT_DAYS: Final = 7
"""Days after it was logged in which a session may be corrected.

Source: docs/method.md#coaching-log.
"""

FURTHEST_DUE: Final = timedelta(days=92)
"""A next step due later than this is no next step. Source: docs/method.md#coaching-log."""

PROOF_DAYS: Final = 30
"""Days that the page of proof covers, today among them. Source: docs/method.md#coaching-log."""

ANSWER_DAYS: Final = 30
"""Days in which somebody is asked whether they took a next step away so.

Source: docs/method.md#coaching-log.
"""

SPECIFIC_WORDS: Final = 3
"""Fewest words that name a moment without a time or a quote. Source: docs/method.md#specific."""

USUAL_MINUTES: Final = 30
"""Minutes chosen beforehand where the two have no session yet. Source: docs/method.md#presets."""

MINUTES: Final = (15, 30, 45, 60)
"""Lengths offered for a session. Source: docs/method.md#presets."""

DUE_DAYS: Final = (1, 3, 7, 14)
"""Days from today by which a next step can be due at one tap. Source: docs/method.md#presets."""

USUAL_DUE: Final = 7
"""The one chosen beforehand. Source: docs/method.md#presets."""

KIND_OF: Final = {
    Form.ONE_TO_ONE: Kind.DEVELOPMENTAL,
    Form.LEADER: Kind.DEVELOPMENTAL,
    Form.CALL_REVIEW: Kind.DEVELOPMENTAL,
    Form.LISTENING: Kind.DEVELOPMENTAL,
    Form.DEAL: Kind.TACTICAL,
    Form.TEAM_PRACTICE: Kind.DEVELOPMENTAL,
}
"""The kind chosen beforehand for each form. Source: docs/method.md#presets."""

_TIME: Final = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b(?:minute|min)\.? ?\d+", re.IGNORECASE)
_QUOTE: Final = re.compile(r"[\"“„«][^\"“”„«»]*\s[^\"“”„«»]*[\"”“»]")


class Answer(StrEnum):
    """What the one coached says of the next step."""

    TAKEN = "taken"
    """Yes, that is what I took away."""

    NOT_QUITE = "not-quite"


class Outcome(StrEnum):
    """What became of a commitment."""

    KEPT = "kept"
    NOT_KEPT = "not-kept"
    CHANGED = "changed"
    """Another one took its place."""


class Field(StrEnum):
    """The five things that a session in the log says."""

    DATE = "date"
    REP = "rep"
    FOCUS = "focus"
    FEEDBACK = "feedback"
    NEXT_STEP = "next_step"


@dataclass(frozen=True)
class LogDraft:
    """A session as typed: ids and words empty, days and numbers None where nothing was chosen."""

    coached_id: str = ""
    held_on: date | None = None
    form: str = ""
    purpose: str = ""
    planned: bool | None = None
    minutes: int | None = None
    kind: str = ""
    """The kind of all its minutes, where they are not split."""

    split: Mapping[str, int] = field(default_factory=dict)
    """Minutes by kind, where they were; empty where all are of one kind."""

    cycle: str = ""
    """Public id of the open cycle it was on; empty for none."""

    focus: str = ""
    moment: str = ""
    feedback: str = ""
    deal: str = ""
    next_step: str = ""
    owner: str = Owner.COACHED
    due_on: date | None = None
    outcomes: Mapping[str, str] = field(default_factory=dict)
    """What became of open commitments, by public id."""

    quick: bool = False
    """Said in the moment and noted in a few taps: its texts may stay empty."""


def problems_in(draft: LogDraft, *, today: date, coached_coaches: bool) -> dict[str, str]:
    """What keeps a draft from being kept on the day it is where the coach is: field to sentence."""
    return (
        _problems_with_day(draft.held_on, today)
        | _problems_with_choices(draft, coached_coaches)
        | _problems_with_minutes(draft)
        | _problems_with_texts(draft)
        | _problems_with_step(draft, today)
    )


def by_kind(draft: LogDraft) -> dict[Kind, int]:
    """Minutes of each kind, every kind named; for a draft without problems."""
    if draft.split:
        return {kind: draft.split.get(kind, 0) for kind in Kind}
    return {kind: (draft.minutes or 0) if kind == draft.kind else 0 for kind in Kind}


def missing_in(
    *, form: Form, has_rep: bool, focus: str, feedback: str, next_step: str
) -> tuple[Field, ...]:
    """Which of the five things a session does not say, in their order; its date it always has.

    A practice of the team is with everybody, and its next step is the next practice.
    """
    is_teams = form is Form.TEAM_PRACTICE
    said = {
        Field.REP: has_rep or is_teams,
        Field.FOCUS: bool(focus.strip()),
        Field.FEEDBACK: bool(feedback.strip()),
        Field.NEXT_STEP: bool(next_step.strip()) or (is_teams and not has_rep),
    }
    return tuple(name for name, is_said in said.items() if not is_said)


def is_specific(feedback: str, moment: str, *, just_seen: bool = False) -> bool:
    """Whether feedback names the moment it is about: a time, a quote, or a few words of it.

    What was said of something `just_seen` is about that moment.
    """
    if any(pattern.search(text) for pattern in (_TIME, _QUOTE) for text in (feedback, moment)):
        return bool(feedback.strip())
    named = f"{moment} {feedback}" if just_seen else moment
    return bool(feedback.strip()) and len(named.split()) >= SPECIFIC_WORDS


def counts_as_coaching(purpose: Purpose, form: Form) -> bool:
    """Whether the minutes of a session are coaching: to coach, to train, or practice of a team."""
    return purpose in (Purpose.COACH, Purpose.TRAIN) or form is Form.TEAM_PRACTICE


def developmental_minutes(minutes: int, *, is_tied: bool) -> int:
    """Developmental minutes that count as such: only those tied to an open cycle."""
    return minutes if is_tied else 0


def is_late_to_correct(logged_on: date, today: date) -> bool:
    """Whether a session may not be corrected any more; withdrawn it may be at any time."""
    return today - logged_on > timedelta(days=EDIT_DAYS)


def forms_with(*, coached_coaches: bool) -> tuple[Form, ...]:
    """The forms of a session with one person, the usual one first."""
    first = Form.LEADER if coached_coaches else Form.ONE_TO_ONE
    return (first, Form.CALL_REVIEW, Form.DEAL, Form.LISTENING)


def usual_form(last: Form | None, *, coached_coaches: bool) -> Form:
    """The form chosen beforehand: the last one with this person, where it is offered."""
    offered = forms_with(coached_coaches=coached_coaches)
    return offered[0] if last is None or last not in offered else last


def usual_minutes(last: int | None) -> int:
    """The length chosen beforehand: the last one with this person, where it is offered."""
    return USUAL_MINUTES if last is None or last not in MINUTES else last


def first_day(today: date, days: int) -> date:
    """The first of so many days that end with today."""
    return today - timedelta(days=days - 1)


def form_word(form: Form) -> str:
    """The form in a word."""
    return {
        Form.ONE_TO_ONE: _("One-to-one"),
        Form.CALL_REVIEW: _("Call review"),
        Form.DEAL: _("Deal coaching"),
        Form.TEAM_PRACTICE: _("Team practice"),
        Form.LISTENING: _("Listening to a call"),
        Form.LEADER: _("Leader with manager"),
    }[form]


def title_of(form: Form, minutes: Mapping[Kind, int]) -> str:
    """What a session is called in a list: one that was opportunistic all through by that."""
    if is_opportunistic(minutes):
        return _("In the moment")
    return form_word(form)


def next_without_words(form: Form) -> str:
    """What comes next after a session whose next step is in nobody's words; empty for nothing."""
    return _("The next practice") if form is Form.TEAM_PRACTICE else ""


def is_opportunistic(minutes: Mapping[Kind, int]) -> bool:
    """Whether all its minutes were in the moment."""
    return 0 < minutes.get(Kind.OPPORTUNISTIC, 0) == sum(minutes.values())


def field_word(name: Field) -> str:
    """One of the five things, in the middle of a sentence."""
    return {
        Field.DATE: _("date"),
        Field.REP: _("person"),
        Field.FOCUS: _("focus"),
        Field.FEEDBACK: _("feedback"),
        Field.NEXT_STEP: _("next step"),
    }[name]


def missing_words(missing: Sequence[Field]) -> str:
    """What a session does not say, as a sentence; empty where it says all."""
    if not missing:
        return ""
    return _("Not said: {fields}").format(fields=", ".join(field_word(one) for one in missing))


def outcome_word(outcome: Outcome | None) -> str:
    """What became of a commitment that is closed, in a word or two."""
    return {
        Outcome.KEPT: _("Kept"),
        Outcome.NOT_KEPT: _("Not kept"),
        Outcome.CHANGED: _("Replaced by another"),
        None: _("Withdrawn"),
    }[outcome]


def answer_word(answer: Answer) -> str:
    """The answer as whoever gives it says it."""
    return {
        Answer.TAKEN: _("Yes, that is what I took away"),
        Answer.NOT_QUITE: _("Not quite"),
    }[answer]


def due_word(days: int) -> str:
    """When something is due that is due in so many days, on a button."""
    words = {1: _("Tomorrow"), 3: _("In 3 days"), 7: _("In 1 week"), 14: _("In 2 weeks")}
    return words.get(days) or _("In {n} days").format(n=days)


def problems_in_reason(reason: str) -> dict[str, str]:
    """What keeps a reason for withdrawing a session from being one: field to sentence."""
    if not reason.strip():
        return {"reason": _("Say in a few words why it does not stand.")}
    if len(reason) > REASON_LENGTH:
        return {"reason": _("At most {length} characters.").format(length=REASON_LENGTH)}
    return {}


def _problems_with_day(held_on: date | None, today: date) -> dict[str, str]:
    if held_on is None:
        return {"held_on": _("Say on which day it was.")}
    if held_on > today:
        return {"held_on": _("This day is still to come. Log it once it has been held.")}
    if (today - held_on).days > LATE_DAYS:
        said = _("This is more than {days} days ago, too long to remember well.")
        return {"held_on": said.format(days=LATE_DAYS)}
    return {}


def _problems_with_choices(draft: LogDraft, coached_coaches: bool) -> dict[str, str]:
    problems = {}
    if draft.form not in forms_with(coached_coaches=coached_coaches):
        problems["form"] = _("Choose what it was.")
    if draft.purpose not in list(Purpose):
        problems["purpose"] = _("Choose what it was for.")
    if draft.planned is None:
        problems["planned"] = _("Say whether it was planned or came up in the moment.")
    return problems


def _problems_with_minutes(draft: LogDraft) -> dict[str, str]:
    longest = LONGEST_MOMENT if draft.quick else LONGEST
    if draft.minutes is None or not 1 <= draft.minutes <= longest:
        said = _("Say how many minutes, 1 to {longest}.")
        if draft.quick:
            said = _("A moment lasts 1 to {longest} minutes. Log what was longer as a session.")
        return {"minutes": said.format(longest=longest)}
    if not set(draft.split) <= set(Kind) or any(part < 0 for part in draft.split.values()):
        return {"minutes": _("Minutes of a kind are whole numbers from 0.")}
    if draft.split and sum(draft.split.values()) != draft.minutes:
        said = _("The parts come to {sum} of {minutes} minutes.")
        parts_sum = sum(draft.split.values())
        return {"minutes": said.format(sum=parts_sum, minutes=draft.minutes)}
    if not draft.split and draft.kind not in list(Kind):
        return {"kind": _("Choose what kind of talk it was.")}
    return {}


def _problems_with_texts(draft: LogDraft) -> dict[str, str]:
    problems = {}
    if not draft.quick:
        asked = {
            "focus": _("Name the one skill it was about."),
            "feedback": _("Write down what you told them, in a few words."),
            "next_step": _("Agree on one next step."),
        }
        problems = {name: said for name, said in asked.items() if not getattr(draft, name).strip()}
    for name, longest in LENGTHS.items():
        if len(getattr(draft, name)) > longest:
            problems[name] = _("At most {length} characters.").format(length=longest)
    return problems


def _problems_with_step(draft: LogDraft, today: date) -> dict[str, str]:
    problems = {}
    if not set(draft.outcomes.values()) <= set(Outcome):
        problems["outcomes"] = _("Say what became of it.")
    if draft.quick and not draft.next_step.strip():
        return problems
    if draft.owner not in list(Owner):
        problems["owner"] = _("Say whose it is.")
    if draft.due_on is None:
        problems["due_on"] = _("Say by when.")
    elif draft.held_on is not None and draft.due_on < draft.held_on:
        problems["due_on"] = _("This is before the session itself.")
    elif draft.due_on - today > FURTHEST_DUE:
        said = _("This is more than {days} days ahead. Agree on a smaller step.")
        problems["due_on"] = said.format(days=FURTHEST_DUE.days)
    return problems


def unsaid_outcome(open_deals: Mapping[str, str], draft: LogDraft) -> str:
    """Public id of the open commitment that this next step would replace, unsaid what became of it.

    `open_deals` are the open commitments of the two with their deals; empty where there is none.
    """
    if not draft.next_step.strip():
        return ""
    same = (one for one, deal in open_deals.items() if same_deal(deal, draft.deal))
    return next((one for one in same if one not in draft.outcomes), "")


def same_deal(one: str, other: str) -> bool:
    """Whether two names are of one deal; two empty ones are what is about no deal."""
    return plain_deal(one).casefold() == plain_deal(other).casefold()


def plain_deal(name: str) -> str:
    """The name of a deal without space around it or doubled in it."""
    return " ".join(name.split())


def minutes_words(minutes: Iterable[tuple[Kind, int]], words: Mapping[Kind, str]) -> str:
    """The minutes by kind in a line, as in "20 developmental, 10 status"; empty kinds left out."""
    return ", ".join(f"{count} {words[kind].lower()}" for kind, count in minutes if count)
