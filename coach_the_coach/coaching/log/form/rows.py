"""What the form of a session is shown."""

from dataclasses import dataclass, field

from coach_the_coach.coaching.log.rows import ChoiceRow, CommitmentLine


@dataclass(frozen=True)
class SplitRow:
    """Minutes of one kind, where the kinds of a session are told apart."""

    field: str = ""
    word: str = ""
    minutes: str = ""


@dataclass(frozen=True)
class FormRow:
    """The form of a session with one person, and what is chosen beforehand."""

    public_id: str = ""
    """The id the session is kept under; of the session itself where it is corrected."""

    is_correction: bool = False
    opened: str = ""
    """The stamp of its last correction, as the form was opened with it."""

    is_quick: bool = False
    """Whether it was said in the moment, so that its texts may stay empty."""

    person: ChoiceRow = field(default_factory=ChoiceRow)
    first_name: str = ""
    forms: list[ChoiceRow] = field(default_factory=list)
    form: str = ""
    kind: str = ""
    purpose: str = ""
    planned: str = ""
    minutes: str = ""
    """One of those offered, or empty."""

    other_minutes: str = ""
    split: list[SplitRow] = field(default_factory=list)
    day: str = ""
    least_day: str = ""
    today: str = ""
    cycles: list[ChoiceRow] = field(default_factory=list)
    cycle: str = ""
    focus: str = ""
    moment: str = ""
    feedback: str = ""
    deal: str = ""
    next_step: str = ""
    owners: list[ChoiceRow] = field(default_factory=list)
    owner: str = ""
    due: str = ""
    """In how many days, as it is sent; empty for a day of its own."""

    due_on: str = ""
    open: list[CommitmentLine] = field(default_factory=list)
    """What they agreed and is open, soonest due first."""
