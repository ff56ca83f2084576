"""What the pages of skills are shown."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class Choice:
    """One thing to choose: what is sent, the word shown, and what it means."""

    value: str = ""
    word: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class SkillLine:
    """One open skill in a list, for those who may read its words."""

    link: str = ""
    skill: str = ""
    with_whom: str = ""
    """The other one of the two, where the list does not say it."""

    ladder_word: str = ""
    sessions: str = ""
    touch: str = ""
    """How long ago the last session on it was, in words."""

    reminder: str = ""
    """That it fades; empty where it does not."""

    goal: str = ""


@dataclass(frozen=True)
class PlanLine:
    """One open action plan in a list."""

    link: str = ""
    with_whom: str = ""
    objective: str = ""
    review: Moment = field(default_factory=Moment)


@dataclass(frozen=True)
class TeamLine:
    """One person of a team with the skill the two work on."""

    person: str = ""
    role: str = ""
    skills: list[SkillLine] = field(default_factory=list)
    plan_link: str = ""
    new_skill: str = ""
    """Where a skill is begun with them; empty where the reader may not."""

    new_plan: str = ""
    is_former: bool = False
    """Whether they are no longer in this team and a skill with them is still open."""


@dataclass(frozen=True)
class TeamRow:
    """A coach's team, skill by skill."""

    coach: str = ""
    is_own: bool = True
    lines: list[TeamLine] = field(default_factory=list)
    without: int = 0
    """How many of the team have no open skill."""

    fading: int = 0


@dataclass(frozen=True)
class OwnRow:
    """What the reader works on with those who coach them."""

    skills: list[SkillLine] = field(default_factory=list)
    plans: list[PlanLine] = field(default_factory=list)


@dataclass(frozen=True)
class CountsLine:
    """How many skills one coach works on; no word of any of them."""

    coach: str = ""
    role: str = ""
    open: int = 0
    reviewed: int = 0
    """Of the open ones, looked at again by the two in the last 30 days."""

    shown: int = 0
    """Closed in the last 90 days with what showed it."""

    people: int = 0
    """How many report to them directly."""

    without: int = 0
    """How many of those have no open skill with them."""

    link: str = ""
    """Where the direct leader reads more; empty for everybody else."""
