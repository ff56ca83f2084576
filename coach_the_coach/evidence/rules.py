"""What can count as evidence, and the one way in which rooms will give and take back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class EvidenceKind(StrEnum):
    """What a piece of evidence is of."""

    OBSERVATION = "observation"


@dataclass(frozen=True)
class Evidence:
    """One thing that counts for one person: `subject` is the public id of what it rests on."""

    person_id: int
    kind: EvidenceKind
    subject: str
    at: datetime


class Ledger(Protocol):
    """What a room that makes something which counts calls, in its own transaction."""

    def keep(self, evidence: Evidence) -> None:
        """Enter it; the same subject is entered once."""

    def withdraw(self, subject: str, *, at: datetime, reason: str) -> None:
        """Enter that it no longer counts, and why; nothing is removed."""
