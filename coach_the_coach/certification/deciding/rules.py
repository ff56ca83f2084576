"""Who may take which part in a decision, what a refusal says, and when one may appeal. Pure."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from coach_the_coach.certification.paths.rules import Seat
from coach_the_coach.foundation.when import add_working_days
from coach_the_coach.foundation.words import _

SEATED_DAYS: Final = 30
"""How long whoever is named sees a decision. Source: docs/method.md#decisions."""

LEAST_WORDS: Final = 8
"""Fewest characters of a reason. Source: docs/method.md#text-lengths."""

MOST_WORDS: Final = 600
"""Most characters of what a refusal says. Source: docs/method.md#text-lengths."""

LONGEST_WAIT: Final = 180
"""Most days until somebody may try again. Source: docs/method.md#decisions."""

APPEAL_DAYS: Final = 14
"""How long after a refusal one may appeal. Source: docs/method.md#appeals."""

APPEAL_WORKING_DAYS: Final = 10
"""How long deciding an appeal takes at most, in working days. Source: docs/method.md#appeals."""

LONGEST_APPEAL: Final = 3000
"""Most characters of an appeal: one page. Source: docs/method.md#appeals."""

SUSPENSION_DAYS: Final = 30
"""How long two observers have to confirm grounds. Source: docs/method.md#suspension."""

NEEDED: Final = 2
"""How many different people a suspension and its end take. Source: docs/method.md#suspension."""


class Said(StrEnum):
    """What one co-signer says."""

    AGREE = "agree"
    NOT_YET = "not-yet"


class Heard(StrEnum):
    """What came of an appeal."""

    UPHELD = "upheld"
    """The refusal stays."""

    ALLOWED = "allowed"
    """The refusal is set aside."""


class Ground(StrEnum):
    """Why a certificate may rest; there is no other reason. Source: docs/method.md#suspension."""

    FALSE_EVIDENCE = "false-evidence"
    CONFIDENTIALITY = "confidentiality"
    STOP_SIGN = "stop-sign"


class Act(StrEnum):
    """What two different people do about a suspension."""

    CONFIRM = "confirm"
    REINSTATE = "reinstate"
    REVOKE = "revoke"


class Sight(StrEnum):
    """As whom somebody reads a decision."""

    CANDIDATE = "candidate"
    SIGNER = "signer"
    """Named for it, until that ends."""

    DECIDER = "decider"
    """Decides the appeal, until it is decided."""

    DIRECT = "direct"
    """Leads the candidate directly."""

    ABOVE = "above"
    """Leads further up: scores, and no words."""

    COUNTS = "counts"
    """A specialist who was not named: counts alone."""


WORDS: Final = frozenset({Sight.CANDIDATE, Sight.SIGNER, Sight.DECIDER, Sight.DIRECT})
"""Who reads what was written. Source: docs/access.md."""

SCORES: Final = WORDS | {Sight.ABOVE}
"""Who reads how observed sessions were scored. Source: docs/access.md."""


@dataclass(frozen=True)
class Sitter:
    """What is known of somebody who may take a part in deciding about one candidate."""

    person: int
    depth: int | None = None
    """Steps above the candidate, also in the place of another; None for not above."""

    signs: bool = False
    """Whether they may sign decisions about this candidate."""

    signs_somewhere: bool = False
    coaches: bool = False
    is_guest: bool = False
    is_below: bool = False
    """Whether they report to the candidate, directly or not."""

    places: frozenset[int] = frozenset()
    """In whose place they are besides their own."""

    @property
    def is_direct(self) -> bool:
        """Whether they lead the candidate directly, or are in that leader's place."""
        return self.depth == 1

    @property
    def everywhere(self) -> frozenset[int]:
        """Themself, and everybody in whose place they are."""
        return self.places | {self.person}


@dataclass(frozen=True)
class Around:
    """What a decision is about, for who may take part in it."""

    candidate: int
    scorers: frozenset[int] = frozenset()
    """Who scored a session that counts."""

    is_small: bool = False
    """Whether a manager of another team or an external coach may take each part."""


def why_not(seat: Seat, who: Sitter, around: Around, *, seated: Sequence[Sitter], left: int) -> str:
    """Why somebody cannot take a seat, in a sentence; empty where they can.

    `seated` are those in the other seats, `left` how many of these are still empty.
    """
    if reason := _takes_no_part(who, around):
        return reason
    if any(who.everywhere & one.everywhere for one in seated):
        return _("One person takes one seat, also in the place of another.")
    is_named = may_be_named(who, around) and (seat is Seat.SECOND or around.is_small)
    if not fits(seat, who) and not is_named:
        return {
            Seat.LINE: _("A leader above the candidate signs here."),
            Seat.SECOND: _("A coaching specialist signs here, or a leader of another line."),
            Seat.SPONSOR: _("A leader further up than the direct one signs here."),
        }[seat]
    if not left and who.is_direct and all(one.is_direct for one in seated):
        return _("The direct leader does not decide alone.")
    return ""


def fits(seat: Seat, who: Sitter) -> bool:
    """Whether a seat is somebody's by what they are, without being named."""
    if not who.signs:
        return False
    if seat is Seat.SECOND:
        return who.depth is None
    return who.depth is not None and (seat is Seat.LINE or who.depth > 1)


def may_be_named(who: Sitter, around: Around) -> bool:
    """Whether somebody may be asked by name: who signs elsewhere; in a small house others too."""
    return who.signs_somewhere or (around.is_small and (who.coaches or who.is_guest))


def why_not_decider(who: Sitter, around: Around, *, signers: Collection[int]) -> str:
    """Why somebody cannot decide an appeal; empty where they can."""
    if reason := _takes_no_part(who, around):
        return reason
    if who.everywhere & frozenset(signers):
        return _("Whoever sat in the decision does not decide the appeal.")
    if who.is_direct:
        return _("The direct leader does not decide the appeal.")
    if not may_be_named(who, around):
        return _("A leader or a coaching specialist who took no part decides it.")
    return ""


def why_not_scorer(
    person: int, around: Around, *, certifies: bool, took_part: Collection[int]
) -> str:
    """Why somebody cannot score once more for an appeal; empty where they can."""
    if person == around.candidate:
        return _("Nobody scores themself.")
    if person in around.scorers or person in took_part:
        return _("Two who took no part score it again.")
    if not certifies:
        return _("Whoever scores it again may observe for certification.")
    return ""


def why_not_act(who: Sitter, candidate: int, *, observes: bool, did: Collection[int]) -> str:
    """Why somebody cannot confirm, reinstate or revoke; empty where they can."""
    if candidate in who.everywhere:
        return _("Nobody decides about their own certificate.")
    if who.is_below:
        return _("Whoever reports to them does not decide about it.")
    if who.everywhere & frozenset(did):
        return _("Two different people do this.")
    return "" if observes else _("Somebody who observes them does this.")


def is_settled(did: Collection[int]) -> bool:
    """Whether as many different people did it as it takes."""
    return len(set(did)) >= NEEDED


@dataclass(frozen=True)
class VerdictDraft:
    """What somebody says who signs: yes, or not yet with all that a refusal says."""

    said: str = ""
    criterion: str = ""
    evidence: str = ""
    would_meet: str = ""
    try_again_on: date | None = None


def problems_in(draft: VerdictDraft, *, criteria: Collection[str], today: date) -> dict[str, str]:
    """What keeps it from being said: field to sentence."""
    if draft.said == Said.AGREE:
        return {}
    if draft.said != Said.NOT_YET:
        return {"said": _("Say yes, or not yet.")}
    problems = {
        name: _("Say it in {least} to {most} characters.").format(
            least=LEAST_WORDS, most=MOST_WORDS
        )
        for name in ("evidence", "would_meet")
        if not LEAST_WORDS <= len(getattr(draft, name).strip()) <= MOST_WORDS
    }
    if draft.criterion not in criteria:
        problems["criterion"] = _("Choose what is not met yet.")
    last = today + timedelta(days=LONGEST_WAIT)
    if draft.try_again_on is None or not today < draft.try_again_on <= last:
        problems["try_again_on"] = _("A day from tomorrow on, within {n} days.").format(
            n=LONGEST_WAIT
        )
    return problems


def problem_in_words(text: str, most: int = MOST_WORDS) -> str:
    """What is wrong with a text that has to say something; empty for nothing."""
    if LEAST_WORDS <= len(text.strip()) <= most:
        return ""
    return _("Say it in {least} to {most} characters.").format(least=LEAST_WORDS, most=most)


def appeal_until(refused_on: date) -> date:
    """The last day on which one may appeal against a refusal."""
    return refused_on + timedelta(days=APPEAL_DAYS)


def appeal_due(asked_on: date) -> date:
    """By when an appeal is decided."""
    return add_working_days(asked_on, APPEAL_WORKING_DAYS)


def sealed(salt: str, words: Mapping[str, str]) -> str:
    """What is committed to of words that may be erased: SHA-256 over a salt and their JSON."""
    text = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def ground_word(ground: Ground) -> str:
    """The ground as a person says it."""
    return {
        Ground.FALSE_EVIDENCE: _("Evidence that was not true"),
        Ground.CONFIDENTIALITY: _("Something confidential passed on"),
        Ground.STOP_SIGN: _("A stop sign, as the rubric names them"),
    }[ground]


def act_word(act: Act) -> str:
    """What somebody did about a suspension."""
    return {
        Act.CONFIRM: _("confirmed it"),
        Act.REINSTATE: _("would put the certificate in force again"),
        Act.REVOKE: _("would take the certificate back for good"),
    }[act]


def said_word(said: Said) -> str:
    """A signature in words."""
    return _("Signed") if said is Said.AGREE else _("Not yet")


def heard_word(heard: Heard) -> str:
    """What came of an appeal, in words."""
    return {
        Heard.UPHELD: _("The decision stays"),
        Heard.ALLOWED: _("The decision is set aside"),
    }[heard]


def _takes_no_part(who: Sitter, around: Around) -> str:
    """Why somebody has no part in deciding at all; empty where they may have."""
    if around.candidate in who.everywhere:
        return _("Nobody decides about themself.")
    if who.person in around.scorers:
        return _("Whoever scored a session that counts does not decide.")
    if who.is_below:
        return _("Whoever reports to the candidate does not decide.")
    return ""
