"""Awards, the credentials made of them, what is shared of them, and the keys that sign."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Index, Text, text
from sqlmodel import Field

from coach_the_coach.certification.credential.rules import AwardKind, Format, Reason
from coach_the_coach.foundation.table import Table, public_id, word

_IN_USE = text("retired_at IS NULL")


class Award(Table, table=True):
    """That somebody is certified. Frozen by triggers, but for what ends or halts it."""

    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    person_id: int = Field(foreign_key="person.id", index=True)
    path_key: str = Field(max_length=40)
    path_title: str = Field(max_length=120)
    level: int
    version: int
    """Of the path, when it was awarded."""
    awarded_at: datetime
    valid_from: date
    valid_until: date | None = None
    """Its last day; None for one without an end."""
    kind: AwardKind = word(AwardKind)
    criteria: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """What was asked, in plain sentences."""
    evidence: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    """Each `what`, `count`, `sha256` over the public ids, and the `salt` of that hash."""
    signed_by: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Ids of the people who signed together, in the order in which they stand below it."""
    status_index: int = Field(unique=True)
    """Its place over all lists; even, for those of shares are odd."""
    superseded_by_id: int | None = Field(default=None, foreign_key="award.id")
    """The award of the same path that took its place."""
    revoked_at: datetime | None = None
    revoke_reason: Reason | None = word(Reason, default=None, nullable=True)
    suspended_at: datetime | None = None


class CredentialShare(Table, table=True):
    """What the holder shows of one award to whoever has the link, until they end it."""

    id: int | None = Field(default=None, primary_key=True)
    link_id: str = public_id()
    award_id: int = Field(foreign_key="award.id", index=True)
    shown: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Words of `Shown`."""
    status_index: int = Field(unique=True)
    """Its own place in the lists, so that two shares of one award have nothing in common."""
    made_at: datetime
    ended_at: datetime | None = None


class Credential(Table, table=True):
    """One award, signed in one way: for the holder, or for one share with what that shows."""

    id: int | None = Field(default=None, primary_key=True)
    award_id: int = Field(foreign_key="award.id", index=True)
    share_id: int | None = Field(default=None, foreign_key="credential_share.id", index=True)
    """The share it is for; None for the one without a name that the holder keeps."""
    format: Format = word(Format)
    content: str = Field(sa_column=Column(Text, nullable=False))
    """As it is handed out: JSON, or a token."""
    kid: str = Field(foreign_key="issuer_key.kid", max_length=40)
    issued_at: datetime


class IssuerKey(Table, table=True):
    """A key that signs credentials; its public half is published for good."""

    __table_args__ = (
        Index(
            "uq_issuer_key_in_use",
            "algorithm",
            unique=True,
            sqlite_where=_IN_USE,
            postgresql_where=_IN_USE,
        ),
    )

    kid: str = Field(primary_key=True, max_length=40)
    algorithm: str = Field(max_length=12)
    public: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """JWK."""
    sealed: str = Field(sa_column=Column(Text, nullable=False))
    """The private key under the installation's secret; empty once it is retired."""
    made_at: datetime
    retired_at: datetime | None = None
