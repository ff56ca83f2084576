"""People, who answers for whom, what they may do, and how they sign in."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from coach_the_coach.foundation.table import Table, public_id, word
from coach_the_coach.identity.access import Role, Way


class Person(Table, table=True):
    """Somebody of the organisation; ends by date and is never deleted but by erasure."""

    __reach__: ClassVar[str] = "id"
    __parts__: ClassVar[tuple[str, ...]] = ("id",)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    email: str = Field(max_length=254, unique=True)
    employee_id: str | None = Field(default=None, max_length=80, unique=True)
    given_name: str = Field(max_length=80)
    family_name: str = Field(max_length=80)
    title: str = Field(default="", max_length=120)
    team: str = Field(default="", max_length=80)
    region: str = Field(default="", max_length=80)
    time_zone: str = Field(default="UTC", max_length=60)
    locale: str = Field(default="en", max_length=20)
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()


class ReportingLine(Table, table=True):
    """Who answered for whom, from a day to a day; `ends_on` is None while it lasts."""

    __table_args__ = (
        Index("ix_reporting_line_manager", "manager_id", "ends_on"),
        Index(
            "uq_reporting_line_open",
            "person_id",
            unique=True,
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
        CheckConstraint("person_id <> manager_id", name="not_own_manager"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    manager_id: int = Field(foreign_key="person.id")
    starts_on: date
    ends_on: date | None = None


class Reach(Table, table=True):
    """The closure of today's reporting lines: oneself at depth 0, a report at 1, and so on."""

    __table_args__ = (Index("ix_reach_descendant", "descendant_id", "depth"),)

    ancestor_id: int = Field(foreign_key="person.id", primary_key=True)
    descendant_id: int = Field(foreign_key="person.id", primary_key=True)
    depth: int


class Grant(Table, table=True):
    """A role given to a person over the people under `root_id`; None is the whole organisation."""

    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id", "stands_in_for_id")

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: Role = word(Role)
    root_id: int | None = Field(default=None, foreign_key="person.id")
    starts_at: datetime
    ends_at: datetime | None = None
    given_by_id: int | None = Field(default=None, foreign_key="person.id")
    """Who gave it by hand; None for what a file or the program gave."""
    stands_in_for_id: int | None = Field(default=None, foreign_key="person.id")
    """Whose place it is taken in for a time; None for a grant of one's own."""
    reason: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})


class Account(Table, table=True):
    """A way to sign in with a password; a person invited and not yet here has none."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    password_hash: str = Field(max_length=255)
    created_at: datetime


class Invitation(Table, table=True):
    """A single-use link that lets one person choose a password; only its digest is kept."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    secret_digest: str = Field(max_length=64, unique=True)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class SignIn(Table, table=True):
    """One sign-in on one device; the cookie holds the secret, this row its digest."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    secret_digest: str = Field(max_length=64, unique=True)
    device: str = Field(default="", max_length=120)
    way: Way = word(Way, default=Way.PASSWORD, sa_column_kwargs={"server_default": Way.PASSWORD})
    created_at: datetime
    seen_at: datetime
    proved_at: datetime = Field(sa_column_kwargs={"server_default": "1970-01-01 00:00:00"})
    """When the person last showed who they are: by password, second factor or provider."""
    ended_at: datetime | None = None
    identity_id: int | None = Field(default=None, foreign_key="external_identity.id", index=True)
    """The provider's account it came by; None for one of our own."""
    provider_session: str | None = Field(default=None, max_length=255, index=True)
    """What the provider calls its own session, so that it can end this one."""


class ExternalIdentity(Table, table=True):
    """An account at an OpenID provider: (issuer, subject) names it, never an e-mail address."""

    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    issuer: str = Field(max_length=255)
    subject: str = Field(max_length=255)
    created_at: datetime
    used_at: datetime


class SecondFactor(Table, table=True):
    """A program that shows a new number every half minute; None in force until it was shown."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    secret: str = Field(max_length=255)
    """Encrypted with a key of the installation."""
    begun_at: datetime
    confirmed_at: datetime | None = None
    last_step: int = 0
    """The half minute whose number was used last: none is taken twice."""


class RecoveryCode(Table, table=True):
    """A single-use code for who has lost their second factor; only its digest is kept."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    digest: str = Field(max_length=64, unique=True)
    used_at: datetime | None = None


class Tries(Table, table=True):
    """How often somebody tried in vain, by account or by address; shared between processes."""

    key: str = Field(max_length=80, primary_key=True)
    """A digest: neither an e-mail address nor a network address is kept in clear."""
    failures: int = 0
    last_at: datetime = Field(index=True)
    wait_until: datetime | None = None


class Passing(Table, table=True):
    """A value kept for minutes: what a sign-in at the provider began with, a token spent."""

    key: str = Field(max_length=160, primary_key=True)
    value: str
    ends_at: datetime = Field(index=True)


class HouseRule(Table, table=True):
    """What an administrator decided for the whole organisation, by name."""

    name: str = Field(max_length=40, primary_key=True)
    value: str = Field(max_length=200)
    set_by_id: int | None = Field(default=None, foreign_key="person.id")
    set_at: datetime


class SignInTab(Table, table=True):
    """An open page of a sign-in, so that ending the sign-in reaches it wherever it is served."""

    token: str = Field(max_length=80, primary_key=True)
    sign_in_id: int = Field(foreign_key="sign_in.id", index=True)
