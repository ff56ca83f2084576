"""What a stranger is shown of a certificate, and nothing beside it."""

from dataclasses import dataclass

from coach_the_coach.certification.credential.rules import Standing


@dataclass(frozen=True)
class ShownRow:
    """A shared certificate: what its own file says, and how it stands.

    A field that the holder did not choose is empty: the file does not hold it.
    """

    path: str
    standing: Standing
    issuer: str
    did: str
    name: str = ""
    level: str = ""
    awarded: str = ""
    until: str = ""
    """Its last day; empty for one without an end."""
    criteria: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    holds: bool = True
    """Whether both signatures hold."""
    keys: tuple[str, ...] = ()
    """The names of the keys that it is signed with."""
