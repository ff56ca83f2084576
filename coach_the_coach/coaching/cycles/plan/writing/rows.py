"""What the page is shown on which an action plan is written or changed."""

from dataclasses import dataclass, field

from coach_the_coach.coaching.cycles.rows import Choice


@dataclass(frozen=True)
class StepField:
    """The fields of one step, named by where it stands."""

    number: str = ""
    """Its place on the page from 1, as shown."""

    key: str = ""
    """Its place on the page from 0, as its fields are named."""

    place: str = ""
    """Where it stood in the plan; empty for a new one."""

    text: str = ""
    due_on: str = ""
    is_milestone: bool = False


@dataclass(frozen=True)
class PlanWritingRow:
    """What the fields begin with, and with whom it may be."""

    people: list[Choice] = field(default_factory=list)
    person: str = ""
    name: str = ""
    """With whom it is; empty while nobody is chosen."""

    change: str = ""
    """The public id of the plan that is changed; empty for a new one."""

    version: int = 0
    """The version that the form was opened with."""

    objective: str = ""
    review_on: str = ""
    steps: list[StepField] = field(default_factory=list)
