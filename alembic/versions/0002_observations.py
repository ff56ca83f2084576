"""Coaching sessions, and observations of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "rubric",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_rubric_name_version")),
        sa.UniqueConstraint("sha256", name=op.f("uq_rubric_sha256")),
    )
    op.create_table(
        "coaching_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("coached_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "coach",
                "train",
                "inspect",
                "celebrate",
                name="purpose",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("coach_id <> coached_id", name=op.f("ck_coaching_session_two_people")),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["person.id"], name=op.f("fk_coaching_session_coach_id")
        ),
        sa.ForeignKeyConstraint(
            ["coached_id"], ["person.id"], name=op.f("fk_coaching_session_coached_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_coaching_session_public_id")),
    )
    with op.batch_alter_table("coaching_session", schema=None) as batch_op:
        batch_op.create_index("ix_coaching_session_coach", ["coach_id", "held_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_coaching_session_coached_id"), ["coached_id"], unique=False
        )

    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("coaching_session_id", sa.Integer(), nullable=False),
        sa.Column("observer_id", sa.Integer(), nullable=False),
        sa.Column("observed_id", sa.Integer(), nullable=False),
        sa.Column(
            "aim",
            sa.Enum("development", "certification", name="aim", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum("live", "transcript", name="source", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("rubric_id", sa.Integer(), nullable=False),
        sa.Column("both_agreed", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "signed", name="status", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("amend_reason", sa.String(length=500), nullable=True),
        sa.Column("line_of_day", sa.JSON(), nullable=True),
        sa.Column("body_sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(status = 'draft') = (signed_at IS NULL)",
            name=op.f("ck_observation_signed_when_signed"),
        ),
        sa.CheckConstraint("observer_id <> observed_id", name=op.f("ck_observation_not_oneself")),
        sa.ForeignKeyConstraint(
            ["coaching_session_id"],
            ["coaching_session.id"],
            name=op.f("fk_observation_coaching_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["observed_id"], ["person.id"], name=op.f("fk_observation_observed_id")
        ),
        sa.ForeignKeyConstraint(
            ["observer_id"], ["person.id"], name=op.f("fk_observation_observer_id")
        ),
        sa.ForeignKeyConstraint(
            ["rubric_id"], ["rubric.id"], name=op.f("fk_observation_rubric_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["observation.id"], name=op.f("fk_observation_supersedes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_observation_public_id")),
    )
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_observation_coaching_session_id"), ["coaching_session_id"], unique=False
        )
        batch_op.create_index("ix_observation_observed", ["observed_id", "signed_at"], unique=False)
        batch_op.create_index("ix_observation_observer", ["observer_id", "status"], unique=False)
        batch_op.create_index(
            "uq_observation_supersedes",
            ["supersedes_id"],
            unique=True,
            sqlite_where=sa.text("supersedes_id IS NOT NULL"),
            postgresql_where=sa.text("supersedes_id IS NOT NULL"),
        )

    op.create_table(
        "kind_answer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "developmental",
                "tactical",
                "strategic",
                "opportunistic",
                "status",
                name="kind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_kind_answer_observation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kind_answer")),
    )
    with op.batch_alter_table("kind_answer", schema=None) as batch_op:
        batch_op.create_index("ix_kind_answer_observation", ["observation_id", "at"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_note_observation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index("ix_note_observation", ["observation_id", "at"], unique=False)

    op.create_table(
        "observation_body",
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.Column("one_thing", sa.Text(), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("watch_again_on", sa.Date(), nullable=True),
        sa.Column("stop_signs", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_observation_body_observation_id")
        ),
        sa.PrimaryKeyConstraint("observation_id", name=op.f("pk_observation_body")),
    )
    op.create_table(
        "outcome",
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("tally", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("tells", sa.Integer(), nullable=False),
        sa.Column("levels_sum", sa.Integer(), nullable=False),
        sa.Column("levels_count", sa.Integer(), nullable=False),
        sa.Column("stop_signs", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_outcome_observation_id")
        ),
        sa.PrimaryKeyConstraint("observation_id", name=op.f("pk_outcome")),
    )
    op.create_table(
        "rating",
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("moment_seconds", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_rating_observation_id")
        ),
        sa.PrimaryKeyConstraint("observation_id", "dimension", name=op.f("pk_rating")),
    )
    op.create_table(
        "reply",
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("self_rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_reply_observation_id")
        ),
        sa.PrimaryKeyConstraint("observation_id", name=op.f("pk_reply")),
    )
    op.create_table(
        "self_rating",
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_self_rating_observation_id")
        ),
        sa.PrimaryKeyConstraint("observation_id", "dimension", name=op.f("pk_self_rating")),
    )
    op.create_table(
        "tap",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "code",
            sa.Enum(
                "open",
                "closed",
                "back",
                "offer",
                "direct",
                "explain",
                "take",
                "praise",
                "pause",
                name="code",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("undoes", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_tap_observation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tap")),
    )
    with op.batch_alter_table("tap", schema=None) as batch_op:
        batch_op.create_index("ix_tap_observation", ["observation_id", "at"], unique=False)

    op.create_table(
        "transcript",
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("manager_speaker", sa.String(length=120), nullable=True),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_transcript_observation_id")
        ),
        sa.PrimaryKeyConstraint("observation_id", name=op.f("pk_transcript")),
    )
    op.create_table(
        "transcript_turn",
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
        sa.Column("start", sa.Float(), nullable=True),
        sa.Column("end", sa.Float(), nullable=True),
        sa.Column("speaker", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_transcript_turn_observation_id")
        ),
        sa.PrimaryKeyConstraint("observation_id", "index", name=op.f("pk_transcript_turn")),
    )
    op.create_table(
        "turn_code",
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("turn_index", sa.Integer(), nullable=False),
        sa.Column(
            "code",
            sa.Enum(
                "open",
                "closed",
                "back",
                "offer",
                "direct",
                "explain",
                "take",
                "praise",
                "pause",
                name="code",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_turn_code_observation_id")
        ),
        sa.PrimaryKeyConstraint("observation_id", "turn_index", name=op.f("pk_turn_code")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("turn_code")
    op.drop_table("transcript_turn")
    op.drop_table("transcript")
    with op.batch_alter_table("tap", schema=None) as batch_op:
        batch_op.drop_index("ix_tap_observation")

    op.drop_table("tap")
    op.drop_table("self_rating")
    op.drop_table("reply")
    op.drop_table("rating")
    op.drop_table("outcome")
    op.drop_table("observation_body")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index("ix_note_observation")

    op.drop_table("note")
    with op.batch_alter_table("kind_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_kind_answer_observation")

    op.drop_table("kind_answer")
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.drop_index("uq_observation_supersedes")
        batch_op.drop_index("ix_observation_observer")
        batch_op.drop_index("ix_observation_observed")
        batch_op.drop_index(batch_op.f("ix_observation_coaching_session_id"))

    op.drop_table("observation")
    with op.batch_alter_table("coaching_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coaching_session_coached_id"))
        batch_op.drop_index("ix_coaching_session_coach")

    op.drop_table("coaching_session")
    op.drop_table("rubric")
