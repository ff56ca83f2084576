"""What the page is shown on which a skill is begun or changed."""

from dataclasses import dataclass, field

from coach_the_coach.coaching.cycles.rows import Choice


@dataclass(frozen=True)
class WritingRow:
    """What the fields begin with, and with whom it may be."""

    people: list[Choice] = field(default_factory=list)
    person: str = ""
    name: str = ""
    """With whom it is; empty while nobody is chosen."""

    change: str = ""
    """The public id of the skill that is changed; empty for a new one."""

    opened: str = ""
    """The stamp of its last change, as the form was opened with it."""

    skill: str = ""
    baseline: str = ""
    target: str = ""
    exit_evidence: str = ""
    cause: str = ""
    fear: str = ""
    ladder: str = "knows"
    deals: str = ""
    next_skill: str = ""
    reason: str = ""
    others: str = ""
    """Skills the two work on already, in words; empty for none."""
