"""What the page of one skill is shown, for those who may read its words."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class LadderStep:
    """One step of the ladder, and whether the skill has come so far."""

    value: str = ""
    word: str = ""
    meaning: str = ""
    is_reached: bool = False
    is_here: bool = False


@dataclass(frozen=True)
class TiedSession:
    """One session tied to the skill."""

    link: str = ""
    on: Moment = field(default_factory=Moment)
    purpose: str = ""
    minutes: str = ""


@dataclass(frozen=True)
class CycleRow:
    """One skill as the two and the direct leader read it."""

    public_id: str = ""
    coach: str = ""
    coached: str = ""
    coached_first: str = ""
    part: str = ""
    """"coach", "coached" or "leader": what the reader is in it."""

    skill: str = ""
    baseline: str = ""
    target: str = ""
    exit_evidence: str = ""
    goal: str = ""
    cause: str = ""
    fear: str = ""
    question: str = ""
    """To ask first, by the cause."""

    hint: str = ""
    deals: list[str] = field(default_factory=list)
    reason: str = ""
    next_skill: str = ""
    ladder: str = ""
    ladder_word: str = ""
    steps: list[LadderStep] = field(default_factory=list)
    opened: Moment = field(default_factory=Moment)
    reviewed: Moment = field(default_factory=Moment)
    review_due: str = ""
    """That it is time to look again; empty before."""

    reminder: str = ""
    touch: str = ""
    sessions: list[TiedSession] = field(default_factory=list)
    session_words: str = ""
    more: str = ""
    """How many older sessions are not listed, in words."""

    is_open: bool = True
    closed: Moment = field(default_factory=Moment)
    outcome: str = ""
    mark: str = "underway"
    seen: str = ""
    change: str = ""
    """Where the coach changes what was agreed; empty for everybody else."""

    log: str = ""
    """Where the coach logs a session on it; empty for everybody else."""

    begin_next: str = ""
    """Where the coach begins another with the same person; empty for everybody else."""
