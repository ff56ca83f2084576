"""What was scored again for an appeal, beside what counted before."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class AgainLine:
    """One dimension: what each gave, and what it comes to, before and now."""

    name: str
    before: str
    before_each: str
    again: str
    again_each: str


@dataclass(frozen=True)
class AgainRow:
    """Both scorings of one session side by side."""

    before_by: str
    again_by: str
    levels: list[AgainLine] = field(default_factory=list)
    before_total: str = ""
    """Its mean; empty where nothing was rated."""

    again_total: str = ""
    before_signs: list[str] = field(default_factory=list)
    """Stop signs that counted, in words."""

    again_signs: list[str] = field(default_factory=list)
