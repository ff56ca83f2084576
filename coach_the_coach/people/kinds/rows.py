"""What the month's kinds of talk show: each person from what the reader may read of them alone."""

from dataclasses import dataclass

from coach_the_coach.people.person.mix.rows import KindLine


@dataclass(frozen=True)
class PersonKinds:
    """One person's month: a sentence, and each kind beside its target."""

    public_id: str
    link: str
    name: str
    title: str
    basis: str
    """How many answers there are from how many sessions."""

    sentence: str
    kinds: list[KindLine]
