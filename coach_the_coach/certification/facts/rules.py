"""What counts about somebody, beside what was signed for each of their paths. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach_the_coach.certification.requirements.facts import Facts, Held, Signed


@dataclass(frozen=True)
class Known:
    """What counts about one person; `signed` is by the key of the path."""

    facts: Facts = field(default_factory=Facts)
    signed: Mapping[str, tuple[Signed, ...]] = field(default_factory=dict)
    awards: Mapping[str, tuple[Held, ...]] = field(default_factory=dict)
    """Certificates by the key of the path, oldest first; one that rests is among them."""

    zone: str = "UTC"
    """Where they are: their days begin there."""
