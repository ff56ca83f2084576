"""What a talk asks in which order, what both sign, and what becomes of the ONE thing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from coach_the_coach.foundation.when import add_working_days
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.focus.rules import LEARNED_AFTER
from coach_the_coach.observations.rating.rules import (
    ONE_THING_LENGTH,
    REASON_LENGTH,
    TEXT_LENGTH,
    WATCH_AGAIN_WITHIN,
)
from coach_the_coach.observations.rules import AskedFirst

OWN_VIEW_DAYS: Final = 3
"""Working days after signing from which the observer may go on without the own view.

Source: docs/method.md#handing-over."""

ALONE_DAYS: Final = 5
"""Working days after signing from which the one observed may read both views alone.

Source: docs/method.md#handing-over."""

TREND: Final = 10
"""How many of the last answers about asking first are told together.

Source: docs/method.md#asked-first."""

LENGTHS: Final = {
    "intended": TEXT_LENGTH,
    "noticed": TEXT_LENGTH,
    "moment": TEXT_LENGTH,
    "would_try": TEXT_LENGTH,
    "one_thing": ONE_THING_LENGTH,
    "promised": TEXT_LENGTH,
    "next_reason": REASON_LENGTH,
}
"""Most characters of each text of a talk, by its name. Source: docs/method.md#text-lengths."""

AGREED: Final = frozenset({"one_thing", "promised", "next_reason"})
"""What is agreed once both views are open; the other texts answer the questions before."""


class Chain(StrEnum):
    """What becomes of the ONE thing that an observation looked out for."""

    FIRST = "first"
    """There was none to look out for."""

    CARRIED = "carried"
    """It was not seen often enough yet, and stays."""

    LEARNED = "learned"
    """It was, and the next is chosen."""


@dataclass(frozen=True)
class TalkDraft:
    """The words of a talk as far as they have come."""

    intended: str = ""
    noticed: str = ""
    moment: str = ""
    would_try: str = ""
    one_thing: str = ""
    promised: str = ""
    next_reason: str = ""
    watch_again_on: date | None = None


def changed_since(read: Mapping[str, str], draft: TalkDraft) -> bool:
    """Whether a text, or the day in ISO 8601, is another than the one that was read."""
    stands = {name: "" if value is None else str(value) for name, value in asdict(draft).items()}
    return any(stands[name].strip() != text.strip() for name, text in read.items())


def may_go_on_without(signed_on: date, today: date) -> bool:
    """Whether the observer waited long enough for the own view of the one observed."""
    return today >= add_working_days(signed_on, OWN_VIEW_DAYS)


def may_read_alone(signed_on: date, today: date) -> bool:
    """Whether the one observed waited long enough for a talk."""
    return today >= add_working_days(signed_on, ALONE_DAYS)


def last_to_read_alone(today: date) -> date:
    """The last day of which what was signed then may be read alone today."""
    signed_on = today
    while not may_read_alone(signed_on, today):
        signed_on -= timedelta(days=1)
    return signed_on


def chain_of(*, follows: bool, times_seen: int) -> Chain:
    """What becomes of the ONE thing, seen so often by the end of this session."""
    if not follows:
        return Chain.FIRST
    return Chain.LEARNED if times_seen >= LEARNED_AFTER else Chain.CARRIED


def chain_words(chain: Chain, times_seen: int) -> str:
    """What becomes of the ONE thing, said to both; empty where there was none."""
    if chain is Chain.FIRST:
        return ""
    if chain is Chain.LEARNED:
        return _("Seen twice. Choose the next one together.")
    if not times_seen:
        return _("Not seen yet. It stays until it was seen twice.")
    return _("Seen once. It stays until it was seen twice.")


def is_moment_next(draft: TalkDraft) -> bool:
    """Whether the observer may tell a moment: the one observed has said what they meant and saw."""
    return bool(draft.intended.strip() and draft.noticed.strip())


def problems_in_text(name: str, text: str) -> dict[str, str]:
    """What keeps one text of a talk from being kept: field to sentence."""
    if name not in LENGTHS:
        return {name: _("A talk has no such field.")}
    if len(text) > LENGTHS[name]:
        return {name: _("This has at most {length} characters.").format(length=LENGTHS[name])}
    return {}


def problems_in_day(on: date | None, today: date) -> dict[str, str]:
    """What keeps a day from being the one to watch again; None is no day yet."""
    if on is not None and not today <= on <= today + WATCH_AGAIN_WITHIN:
        return {"watch_again_on": _("Choose a day that is to come, within two years.")}
    return {}


def problems_before_showing(draft: TalkDraft) -> dict[str, str]:
    """What keeps both views from being opened: the one observed speaks first."""
    asked = {
        "intended": (draft.intended, _("Say first what was intended.")),
        "noticed": (draft.noticed, _("Say first what was noticed.")),
        "would_try": (draft.would_try, _("Say first what to try next.")),
    }
    return {name: said for name, (text, said) in asked.items() if not text.strip()}


def problems_before_signing(
    draft: TalkDraft, *, is_scored: bool, chain: Chain, is_carried: bool
) -> dict[str, str]:
    """What keeps a talk from being signed: field to sentence.

    Where nothing was rated, one thing to work on and a day are welcome and not needed.
    """
    problems = problems_before_showing(draft)
    if is_scored and not draft.one_thing.strip():
        problems["one_thing"] = _("Choose the one thing together.")
    if is_scored and draft.watch_again_on is None:
        problems["watch_again_on"] = _("Choose the day by which to watch again.")
    chooses_another = chain is Chain.CARRIED and not is_carried
    if chooses_another and draft.one_thing.strip() and not draft.next_reason.strip():
        problems["next_reason"] = _("Say why you choose another before this one was seen twice.")
    return problems


def asked_first_word(answer: AskedFirst) -> str:
    """The answer in a word."""
    return {
        AskedFirst.YES: _("Yes"),
        AskedFirst.PARTLY: _("Partly"),
        AskedFirst.NO: _("No"),
    }[answer]


def asked_first_sentence(*, yes: int, partly: int, no: int) -> str:
    """What those observed say of the observer, in a sentence; empty before anybody said it."""
    n = yes + partly + no
    if n > 1:
        words = _("You asked before you told in {yes} of your last {n} talks, partly in {partly}.")
        return words.format(yes=yes, partly=partly, n=n)
    if yes:
        return _("In your last talk you asked before you told.")
    if partly:
        return _("In your last talk you partly asked before you told.")
    return _("In your last talk you told before you asked.") if no else ""
