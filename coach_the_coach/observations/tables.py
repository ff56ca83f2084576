"""An observation: its envelope, its body, what was tapped and coded, what came out, and the reply.

The envelope and everything that hangs on it are frozen by a trigger from signing on; the reply of
the one who was observed comes after that and has tables of its own.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Final

from sqlalchemy import JSON, CheckConstraint, Column, Index, Text, UniqueConstraint, false, text
from sqlmodel import Field

from coach_the_coach.coaching.rules import Kind, Purpose
from coach_the_coach.foundation.table import Table, once, public_id, word
from coach_the_coach.observations.rules import Aim, Seen, Source
from coach_the_coach.observations.rules import AskedFirst as Answer
from coach_the_coach.observations.tally.rules import Buttons, Code

NINE: Final = {"server_default": "nine"}
"""What observations were counted with before there was a choice."""

UNDECIDED: Final = "again_for <> '' AND settled_at IS NULL AND called_off_at IS NULL"
"""Of the scorings by two those for an appeal that is not decided."""


class Status(StrEnum):
    """Whether an observation can still be changed."""

    DRAFT = "draft"
    BLIND = "blind"
    """Signed, and read by nobody but its observer until the second one has signed as well."""

    SIGNED = "signed"


class Rubric(Table, table=True):
    """One version of the form, as it was reviewed and brought in; never changed afterwards."""

    __table_args__ = (UniqueConstraint("name", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    version: str = Field(max_length=20)
    content: str = Field(sa_type=Text)
    sha256: str = Field(max_length=64, unique=True)
    imported_at: datetime


class Observation(Table, table=True):
    """One observer's rated view of one coaching session: the envelope."""

    __table_args__ = (
        Index("ix_observation_observed", "observed_id", "signed_at"),
        Index("ix_observation_observer", "observer_id", "status"),
        Index("ix_observation_signed", "signed_at"),
        # Partial, or SQLite takes it for a lookup of the many rows that correct nothing.
        once("uq_observation_supersedes", "supersedes_id", where="supersedes_id IS NOT NULL"),
        Index(
            "ix_observation_followed",
            "followed_id",
            sqlite_where=text("followed_id IS NOT NULL"),
            postgresql_where=text("followed_id IS NOT NULL"),
        ),
        CheckConstraint("(status = 'draft') = (signed_at IS NULL)", name="signed_when_signed"),
        CheckConstraint("observer_id <> observed_id", name="not_oneself"),
    )
    __reach__: ClassVar[str] = "observed_id"
    __parts__: ClassVar[tuple[str, ...]] = ("observer_id", "observed_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    coaching_session_id: int = Field(foreign_key="coaching_session.id", index=True)
    observer_id: int = Field(foreign_key="person.id")
    observed_id: int = Field(foreign_key="person.id")
    aim: Aim = word(Aim)
    source: Source = word(Source)
    buttons: Buttons = word(Buttons, default=Buttons.NINE, sa_column_kwargs=NINE)
    rubric_id: int = Field(foreign_key="rubric.id")
    followed_id: int | None = Field(default=None, foreign_key="talk.id")
    """The talk whose ONE thing the observer looks out for; None for the first of the two."""

    purpose_corrected: Purpose | None = word(Purpose, default=None, nullable=True)
    """What the session was for after all; None is as opened."""

    purpose_reason: str | None = Field(default=None, max_length=500)
    both_agreed: bool
    status: Status = word(Status, default=Status.DRAFT)
    opened_at: datetime
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    signed_at: datetime | None = None
    supersedes_id: int | None = Field(default=None, foreign_key="observation.id")
    amend_reason: str | None = Field(default=None, max_length=500)
    line_of_day: list[str] | None = Field(default=None, sa_column=Column(JSON))
    body_sha256: str | None = Field(default=None, max_length=64)


class BlindScoring(Table, table=True):
    """That two score one session blind: whoever has not signed sees nothing of the other's.

    It says of neither alone that they have signed. One for an appeal stays open until that is
    decided: what the two sign for it is nobody else's before.
    """

    __table_args__ = (
        # Of each session one by two, one at a time for an appeal, and one for each appeal.
        once("uq_blind_scoring_double", "coaching_session_id", where="again_for = ''"),
        once("uq_blind_scoring_again", "coaching_session_id", where=UNDECIDED),
        once("uq_blind_scoring_appeal", "again_for", where="again_for <> ''"),
        Index("ix_blind_scoring_second", "second_observer_id", "asked_at"),
        Index("ix_blind_scoring_observed", "observed_id"),
        CheckConstraint(
            "first_observer_id <> second_observer_id AND first_observer_id <> observed_id "
            "AND second_observer_id <> observed_id",
            name="two_others",
        ),
        CheckConstraint(
            "both_signed_at IS NULL OR called_off_at IS NULL", name="signed_or_called_off"
        ),
        CheckConstraint(
            "settled_at IS NULL OR both_signed_at IS NOT NULL", name="settled_when_signed"
        ),
    )
    __reach__: ClassVar[str] = "observed_id"
    __parts__: ClassVar[tuple[str, ...]] = (
        "first_observer_id",
        "second_observer_id",
        "third_observer_id",
        "observed_id",
    )

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    coaching_session_id: int = Field(foreign_key="coaching_session.id", index=True)
    again_for: str = Field(default="", max_length=32, sa_column_kwargs={"server_default": ""})
    """Public id of the appeal for which it is scored again; empty for the first time."""

    observed_id: int = Field(foreign_key="person.id")
    first_observer_id: int = Field(foreign_key="person.id", index=True)
    second_observer_id: int = Field(foreign_key="person.id")
    third_observer_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """Who adjudicates; None while nobody has to, or nobody is named."""

    asked_by_id: int = Field(foreign_key="person.id")
    asked_at: datetime
    drawn: bool = False
    """Whether the second was drawn, and not named."""

    seed: str = Field(default="", max_length=32)
    """What the draw began with, so that it can be repeated; empty where nobody was drawn."""

    both_signed_at: datetime | None = None
    """Since when both are handed over; for an appeal since it is decided."""

    third_asked_at: datetime | None = None
    settled_at: datetime | None = None
    """Since when it counts: both signed, and a third where the two were too far apart."""

    called_off_at: datetime | None = None
    reason: str = Field(default="", max_length=500)
    """Why it was called off."""


class ObservationBody(Table, table=True):
    """The words of an observation, apart from its envelope: an erasure can take them alone."""

    observation_id: int = Field(foreign_key="observation.id", primary_key=True)
    salt: str = Field(max_length=32)
    strengths: str = Field(default="", sa_type=Text)
    one_thing: str = Field(default="", sa_type=Text)
    agreed: str = Field(default="", sa_type=Text)
    watch_again_on: date | None = None
    stop_signs: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    revision: int = 0
    touched_at: datetime | None = None
    """When something was written in it last; None before, and for what is older than 0012."""

    seen: Seen | None = word(Seen, default=None, nullable=True)
    """Whether the ONE thing that is followed was seen; None before it is answered."""

    ticks: dict[str, bool] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}")
    )
    """Which of the six plain ticks were seen; one that is not in it was not answered."""


class Rating(Table, table=True):
    """The level given for one dimension, 1 to 4; None is not observed."""

    observation_id: int = Field(foreign_key="observation.id", primary_key=True)
    dimension: int = Field(primary_key=True)
    level: int | None = None
    quote: str = Field(default="", sa_type=Text)
    moment_seconds: int | None = None
    not_called: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether it was not called for in this session; then the level is None."""

    absent_from: int | None = None
    """From which second on it was watched for and did not happen: evidence for a 1."""

    absent_to: int | None = None


class Tap(Table, table=True):
    """One press of a tally button, or the taking back of one; named by the device, kept once.

    One that bears a code and undoes another takes that one's place: the change is kept.
    """

    __table_args__ = (Index("ix_tap_observation", "observation_id", "at"),)

    id: str = Field(max_length=36, primary_key=True)
    observation_id: int = Field(foreign_key="observation.id")
    device_id: str = Field(max_length=36)
    seq: int
    at: datetime
    code: Code | None = word(Code, default=None, nullable=True)
    undoes: str | None = Field(default=None, max_length=36)
    received_at: datetime | None = None
    """When the server kept it; None for what is older than 0007."""

    afterwards: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether it was entered on the timeline and not while watching."""


class KindAnswer(Table, table=True):
    """The answer to the five-minute question: what kind of talk it was just then."""

    __table_args__ = (Index("ix_kind_answer_observation", "observation_id", "at"),)

    id: str = Field(max_length=36, primary_key=True)
    observation_id: int = Field(foreign_key="observation.id")
    at: datetime
    kind: Kind = word(Kind)


class Note(Table, table=True):
    """A few words written while watching, with their second of the session."""

    __table_args__ = (Index("ix_note_observation", "observation_id", "at"),)

    id: str = Field(max_length=36, primary_key=True)
    observation_id: int = Field(foreign_key="observation.id")
    at: datetime
    seconds: int
    text: str = Field(sa_type=Text)
    quote: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    """What was said, word for word; empty where nothing was quoted."""


class Transcript(Table, table=True):
    """What a transcript was and what its times say; its words are `TranscriptTurn`s."""

    observation_id: int = Field(foreign_key="observation.id", primary_key=True)
    file_name: str = Field(max_length=200)
    format: str = Field(max_length=20)
    manager_speaker: str | None = Field(default=None, max_length=120)
    measures: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    uploaded_at: datetime
    delete_after: datetime
    deleted_at: datetime | None = None
    runs: list[list[int]] | None = Field(default=None, sa_column=Column(JSON))
    """Indexes of the turns in each drawn run, where not the whole is coded."""


class TranscriptTurn(Table, table=True):
    """One turn of a transcript, in its order; deleted after the retention time."""

    observation_id: int = Field(foreign_key="observation.id", primary_key=True)
    index: int = Field(primary_key=True)
    start: float | None = None
    end: float | None = None
    speaker: str = Field(max_length=120)
    text: str = Field(sa_type=Text)


class TurnCode(Table, table=True):
    """The main code of one turn of the one observed; it outlives the words."""

    observation_id: int = Field(foreign_key="observation.id", primary_key=True)
    turn_index: int = Field(primary_key=True)
    code: Code = word(Code)
    at: datetime


class Outcome(Table, table=True):
    """What an observation came to, computed once at signing: no page scans what was tapped."""

    observation_id: int = Field(foreign_key="observation.id", primary_key=True)
    tally: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    kinds: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    asks: int = 0
    tells: int = 0
    levels_sum: int = 0
    levels_count: int = 0
    stop_signs: int = 0
    strip: list[list[int]] | None = Field(default=None, sa_column=Column(JSON))
    """Asks and tells in equal stretches of the talk; None without times, or before 0005."""

    in_runs: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether only drawn runs of a transcript were coded, so that the interval is wider."""


class SelfRating(Table, table=True):
    """The level that the one observed gives themself for one dimension; None is not observed."""

    observation_id: int = Field(foreign_key="observation.id", primary_key=True)
    dimension: int = Field(primary_key=True)
    level: int | None = None


class Reply(Table, table=True):
    """Where the one observed stands: rated themself, saw both, answered, acknowledged."""

    observation_id: int = Field(foreign_key="observation.id", primary_key=True)
    self_rated_at: datetime | None = None
    answer: str = Field(default="", sa_type=Text)
    answered_at: datetime | None = None
    acknowledged_at: datetime | None = None


class Talk(Table, table=True):
    """The talk of observer and observed over one session; corrections of it share it."""

    __table_args__ = (
        UniqueConstraint("coaching_session_id", "observer_id"),
        Index("ix_talk_two", "observed_id", "observer_id"),
        Index("ix_talk_observer", "observer_id", "observed_signed_at"),
        CheckConstraint(
            "sha256 IS NULL OR (observer_signed_at IS NOT NULL AND observed_signed_at IS NOT NULL)",
            name="sealed_by_both",
        ),
    )
    __reach__: ClassVar[str] = "observed_id"
    __parts__: ClassVar[tuple[str, ...]] = ("observer_id", "observed_id")

    id: int | None = Field(default=None, primary_key=True)
    coaching_session_id: int = Field(foreign_key="coaching_session.id")
    observer_id: int = Field(foreign_key="person.id")
    observed_id: int = Field(foreign_key="person.id")
    booked_for: datetime | None = None
    booked_at: datetime | None = None
    opened_at: datetime | None = None
    without_own_view: bool = False
    """Whether the observer went on before the observed had rated themself."""

    shown_at: datetime | None = None
    """Since when both ratings are open to both."""

    read_alone: bool = False
    """Whether the observed opened both ratings without a talk, which did not come."""

    follows_id: int | None = Field(default=None, foreign_key="talk.id")
    """The talk in which its ONE thing was first set; None for a ONE thing of its own."""

    watch_again_on: date | None = None
    observer_signed_at: datetime | None = None
    observed_signed_at: datetime | None = None
    sha256: str | None = Field(default=None, max_length=64)


class TalkBody(Table, table=True):
    """The words of a talk, apart from its envelope."""

    talk_id: int = Field(foreign_key="talk.id", primary_key=True)
    salt: str = Field(max_length=32)
    intended: str = Field(default="", sa_type=Text)
    noticed: str = Field(default="", sa_type=Text)
    moment: str = Field(default="", sa_type=Text)
    would_try: str = Field(default="", sa_type=Text)
    one_thing: str = Field(default="", sa_type=Text)
    promised: str = Field(default="", sa_type=Text)
    """What each of the two will do until then."""

    next_reason: str = Field(default="", sa_type=Text)
    """Why another ONE thing was chosen before the last was seen twice; empty else."""

    revision: int = 0


class AskedFirst(Table, table=True):
    """What the observed says of the observer: did they ask before they told."""

    talk_id: int = Field(foreign_key="talk.id", primary_key=True)
    answer: Answer = word(Answer)
    answered_at: datetime


class PendingDecision(Table, table=True):
    """That somebody decides on this observation: its transcript waits until they have."""

    observation_id: int = Field(foreign_key="observation.id", primary_key=True)
    since: datetime
    decided_at: datetime | None = None
