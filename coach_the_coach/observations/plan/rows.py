"""What the observer is shown of a plan."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class LineRow:
    """One line: what to do and what it rests on; `question` is a text from the bank, or empty."""

    place: str = ""
    text: str = ""
    source: str = ""
    quote: str = ""
    question: str = ""
    instead: str = ""
    question_key: str = ""


@dataclass(frozen=True)
class PlanRow:
    """A plan for one talk; without lines there is none."""

    public_id: str = ""
    lines: list[LineRow] = field(default_factory=list)
