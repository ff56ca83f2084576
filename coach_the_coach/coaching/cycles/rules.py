"""One skill at a time: what a cycle must hold, how far it has come, and when it fades."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from coach_the_coach.coaching.rules import Cause, Fear, Ladder, Purpose
from coach_the_coach.foundation.words import _, _n


class Side(StrEnum):
    """In which capacity somebody reviews and signs an action plan."""

    MANAGER = "manager"
    LEADER = "leader"


FADES_AFTER: Final = timedelta(days=14)
"""What was trained and not coached for so long fades. Source: docs/method.md#one-skill."""

REVIEW_EVERY: Final = timedelta(days=30)
"""How often the two look at how far a skill has come. Source: docs/method.md#one-skill."""

CLOSED_WITHIN: Final = timedelta(days=90)
"""How far back closed cycles are counted. Source: docs/method.md#one-skill."""

FEWEST_DEALS: Final = 2
"""A pattern was seen in so many deals, or it is none. Source: docs/method.md#one-skill."""

MOST_DEALS: Final = 10
"""More deals say no more. Source: docs/method.md#one-skill."""

DEAL_LENGTH: Final = 120
"""Most characters of a deal's name. Source: docs/method.md#one-skill."""

LENGTHS: Final = {
    "skill": 120,
    "baseline": 200,
    "target": 200,
    "exit_evidence": 300,
    "next_skill": 120,
    "reason": 300,
    "goal": 400,
    "seen": 400,
}
"""Most characters of each text. Source: docs/method.md#one-skill."""


@dataclass(frozen=True)
class CycleDraft:
    """A cycle as typed; `deals` is one deal in a line."""

    skill: str = ""
    baseline: str = ""
    target: str = ""
    exit_evidence: str = ""
    cause: str = ""
    fear: str = ""
    ladder: str = Ladder.KNOWS
    deals: str = ""
    next_skill: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ClosingDraft:
    """How a cycle ends, as typed; `shown` is None where it was not said."""

    shown: bool | None = None
    seen: str = ""
    next_skill: str = ""


@dataclass(frozen=True)
class Touches:
    """The sessions tied to a cycle: how many, and the last days of training and of coaching."""

    sessions: int = 0
    trained_on: date | None = None
    coached_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class Help:
    """What helps against a cause: a question to ask first, and what to do."""

    question: str
    hint: str
    purpose: Purpose | None = None
    """What a session is for then; None where neither training nor coaching is the answer."""


def problems_in(draft: CycleDraft, *, others: Sequence[str] = ()) -> dict[str, str]:
    """What keeps a draft from being a cycle beside the open skills `others`: field to sentence."""
    problems = {
        name: sentence for name, sentence in _missing().items() if not getattr(draft, name).strip()
    }
    problems |= _too_long(draft, ("skill", "baseline", "target", "exit_evidence", "next_skill"))
    problems |= _problems_with_cause(draft)
    if draft.ladder not in list(Ladder):
        problems["ladder"] = _("Choose one of the four steps.")
    if problem := _problem_with_deals(draft.deals):
        problems["deals"] = problem
    problems |= _problems_with_reason(draft.reason, others)
    return problems


def problems_in_closing(draft: ClosingDraft) -> dict[str, str]:
    """What keeps a cycle from being closed so: field to sentence."""
    problems = _too_long(draft, ("seen", "next_skill"))
    if draft.shown is None:
        problems["shown"] = _("Say whether it was seen. Not shown is an honest answer.")
    elif draft.shown and not draft.seen.strip():
        problems["seen"] = _("Say what was seen, and where. Or choose: not shown.")
    return problems


def problems_in_goal(goal: str) -> dict[str, str]:
    """What keeps a goal from being kept: field to sentence."""
    if not goal.strip():
        return {"goal": _("Say in your own words what you want to be able to do.")}
    if len(goal.strip()) > LENGTHS["goal"]:
        return {"goal": _("At most {length} characters.").format(length=LENGTHS["goal"])}
    return {}


def deals_in(text: str) -> list[str]:
    """The deals named, one in a line, each once, in their order."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if deal := " ".join(line.split()):
            found.setdefault(deal.casefold(), deal)
    return [*found.values()]


def is_same_skill(one: str, other: str) -> bool:
    """Whether two names mean one skill, however they are spaced and capitalised."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def fading_from(
    ladder: Ladder, cause: Cause, opened_on: date, touches: Touches, *, today: date
) -> date | None:
    """Since when a trained skill has had no coaching, once that is too long; None before.

    It was trained on the day of a tied session for training; or before it was opened, where they
    know it already and more knowledge is not what is missing.
    """
    trained_on = touches.trained_on
    if trained_on is None and ladder is Ladder.KNOWS and cause is not Cause.KNOWLEDGE:
        trained_on = opened_on
    if trained_on is None:
        return None
    since = max(trained_on, touches.coached_on or trained_on)
    return since if today - since >= FADES_AFTER else None


def review_due_on(opened_on: date, reviewed_on: date | None) -> date:
    """The day on which the two look again at how far it has come."""
    return (reviewed_on or opened_on) + REVIEW_EVERY


def fading_words(since: date, today: date) -> str:
    """That a trained skill was not coached for so many days, in a sentence."""
    days = (today - since).days
    return _n(
        "No coaching on it for {n} day. What is only trained fades within two weeks.",
        "No coaching on it for {n} days. What is only trained fades within two weeks.",
        days,
    ).format(n=days)


def touch_words(last_on: date | None, today: date) -> str:
    """How long ago the last session on it was, in words."""
    if last_on is None:
        return _("No session yet")
    days = max((today - last_on).days, 0)
    if days == 0:
        return _("Last session today")
    return _n("Last session {n} day ago", "Last session {n} days ago", days).format(n=days)


def session_words(sessions: int) -> str:
    """How many sessions are tied to it, in words."""
    return _n("{n} session", "{n} sessions", sessions).format(n=sessions)


def ladder_word(ladder: Ladder) -> str:
    """The step in a word."""
    return {
        Ladder.KNOWS: _("Knows"),
        Ladder.FLUENT: _("Fluent"),
        Ladder.HABIT: _("Habit"),
        Ladder.RESULT: _("Result"),
    }[ladder]


def ladder_meaning(ladder: Ladder) -> str:
    """The step in one line, for whoever places somebody on it."""
    return {
        Ladder.KNOWS: _("They can say what good looks like."),
        Ladder.FLUENT: _("They do it in practice without looking for words."),
        Ladder.HABIT: _("They do it on real calls without being reminded."),
        Ladder.RESULT: _("It shows in a number that it was meant to move."),
    }[ladder]


def cause_word(cause: Cause) -> str:
    """The cause in a word."""
    return {
        Cause.KNOWLEDGE: _("Knowledge"),
        Cause.SKILL: _("Skill"),
        Cause.CONSISTENCY: _("Consistency"),
        Cause.FEAR: _("Fear"),
        Cause.PROCESS: _("Process"),
        Cause.MOTIVATION: _("Motivation"),
    }[cause]


def cause_meaning(cause: Cause) -> str:
    """The cause in one line, as one would hear it from them."""
    return {
        Cause.KNOWLEDGE: _("They do not know yet what good looks like."),
        Cause.SKILL: _("They know, and cannot do it yet."),
        Cause.CONSISTENCY: _("They can, and do not do it every time."),
        Cause.FEAR: _("They can, and something about it feels risky."),
        Cause.PROCESS: _("The way we work stands in the way."),
        Cause.MOTIVATION: _("They do not see what it is good for."),
    }[cause]


def fear_word(fear: Fear) -> str:
    """What they fear, in words."""
    return {
        Fear.PUSHY: _("Sounding pushy"),
        Fear.LOSING: _("Losing the deal"),
        Fear.UNPROFESSIONAL: _("Looking unprofessional"),
        Fear.REJECTION: _("Being turned down"),
    }[fear]


def help_with(cause: Cause, fear: Fear | None = None) -> Help:
    """What helps against a cause; against fear, by what they fear where that is known."""
    if cause is Cause.FEAR:
        return Help(
            _fear_question(fear),
            _("Practise the words aloud first, where nothing can be lost. Then coach one call."),
            Purpose.COACH,
        )
    return {
        Cause.KNOWLEDGE: Help(
            _("What would you say good looks like here?"),
            _("Train: show it once, let them say it back, and coach it within two weeks."),
            Purpose.TRAIN,
        ),
        Cause.SKILL: Help(
            _("Show me how you would open it."),
            _("Practise it in small parts, aloud, with one retry each time."),
            Purpose.COACH,
        ),
        Cause.CONSISTENCY: Help(
            _("When did it work last, and what was different then?"),
            _("Coach: one real call at a time, often and briefly."),
            Purpose.COACH,
        ),
        Cause.PROCESS: Help(
            _("What in the way we work keeps you from doing it?"),
            _("Take the obstacle away first. More training or coaching does not."),
        ),
        Cause.MOTIVATION: Help(
            _("What would make this worth it for you?"),
            _("Listen first. Tie it to a goal of their own before you work on it."),
            Purpose.COACH,
        ),
    }[cause]


def _fear_question(fear: Fear | None) -> str:
    questions = {
        Fear.PUSHY: _("What does the buyer lose if nobody asks?"),
        Fear.LOSING: _("What is this deal worth if it stays unsaid?"),
        Fear.UNPROFESSIONAL: _("Whom have you heard say it well, and how did it sound?"),
        Fear.REJECTION: _("What is the worst answer you could get, and what would you do then?"),
    }
    return questions[fear] if fear else _("What could happen if you did it?")


def _missing() -> dict[str, str]:
    """What is said of each text that a cycle cannot do without."""
    return {
        "skill": _("Name the one skill."),
        "baseline": _("Say where it stands today, with a number or a moment."),
        "target": _("Say where it is to be."),
        "exit_evidence": _("Say what will show that it is done."),
    }


def _too_long(draft: object, names: Sequence[str]) -> dict[str, str]:
    return {
        name: _("At most {length} characters.").format(length=LENGTHS[name])
        for name in names
        if len(getattr(draft, name).strip()) > LENGTHS[name]
    }


def _problems_with_cause(draft: CycleDraft) -> dict[str, str]:
    if draft.cause not in list(Cause):
        return {"cause": _("Choose what is in the way, as far as you can tell.")}
    if draft.cause == Cause.FEAR and draft.fear not in list(Fear):
        return {"fear": _("Choose what they fear, as far as you can tell.")}
    if draft.cause != Cause.FEAR and draft.fear:
        return {"fear": _("Only where the cause is fear.")}
    return {}


def _problem_with_deals(text: str) -> str:
    deals = deals_in(text)
    if 0 < len(deals) < FEWEST_DEALS:
        return _("One deal is not a pattern. Name two, or leave it empty.")
    if len(deals) > MOST_DEALS:
        return _("At most {most} deals.").format(most=MOST_DEALS)
    if any(len(deal) > DEAL_LENGTH for deal in deals):
        return _("At most {length} characters for each deal.").format(length=DEAL_LENGTH)
    return ""


def _problems_with_reason(reason: str, others: Sequence[str]) -> dict[str, str]:
    """One skill is open for each person; a second one says why."""
    if others and not reason.strip():
        sentence = _("They work on {skill} already. Close that first, or say why both.")
        return {"reason": sentence.format(skill=others[0])}
    if len(reason.strip()) > LENGTHS["reason"]:
        return {"reason": _("At most {length} characters.").format(length=LENGTHS["reason"])}
    return {}
