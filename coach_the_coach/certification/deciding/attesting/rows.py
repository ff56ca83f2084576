"""What the page of things to be signed for one person shows."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SignedRow:
    """A signature that stands."""

    public_id: str
    by: str
    reason: str
    """Only for the candidate, whoever signed, and the direct leader; empty for others."""

    on: str
    is_mine: bool
    """Whether the reader may take it back."""


@dataclass(frozen=True)
class AskedRow:
    """One thing that a path asks somebody to sign for."""

    path_key: str
    path: str
    key: str
    text: str
    who: str
    is_signed: bool
    may_sign: bool
    signed: list[SignedRow] = field(default_factory=list)


@dataclass(frozen=True)
class AttestRow:
    """One person, and what is to be signed for them."""

    person_id: str = ""
    name: str = ""
    asked: list[AskedRow] = field(default_factory=list)
