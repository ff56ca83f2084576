"""Who is to watch whom, each step on the way, and how many sessions an observer can watch."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


TABLES = ("observer_places", "watching", "watching_step")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "observer_places",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("per_month", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "per_month BETWEEN 0 AND 20", name=op.f("ck_observer_places_few_enough")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_observer_places_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_observer_places")),
    )
    op.create_table(
        "watching",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("observer_id", sa.Integer(), nullable=False),
        sa.Column("observed_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("aim", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("coaching_session_id", sa.Integer(), nullable=True),
        sa.Column("made_session", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("coached_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=24), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.CheckConstraint("observer_id <> observed_id", name=op.f("ck_watching_not_oneself")),
        sa.CheckConstraint(
            "state <> 'agreed' OR (coaching_session_id IS NOT NULL AND starts_at IS NOT NULL)",
            name=op.f("ck_watching_agreed_on_a_session"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_watching_asked_by_id")
        ),
        sa.ForeignKeyConstraint(["coached_id"], ["person.id"], name=op.f("fk_watching_coached_id")),
        sa.ForeignKeyConstraint(
            ["coaching_session_id"],
            ["coaching_session.id"],
            name=op.f("fk_watching_coaching_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["observed_id"], ["person.id"], name=op.f("fk_watching_observed_id")
        ),
        sa.ForeignKeyConstraint(
            ["observer_id"], ["person.id"], name=op.f("fk_watching_observer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watching")),
        sa.UniqueConstraint("public_id", name=op.f("uq_watching_public_id")),
    )
    op.create_index("ix_watching_observed", "watching", ["observed_id", "state"])
    op.create_index("ix_watching_observer", "watching", ["observer_id", "state", "starts_at"])
    op.create_index(op.f("ix_watching_coaching_session_id"), "watching", ["coaching_session_id"])
    op.create_table(
        "watching_step",
        sa.Column("watching_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_watching_step_by_id")),
        sa.ForeignKeyConstraint(
            ["watching_id"], ["watching.id"], name=op.f("fk_watching_step_watching_id")
        ),
        sa.PrimaryKeyConstraint("watching_id", "place", name=op.f("pk_watching_step")),
    )


def downgrade() -> None:
    """Go back; indexes go with their tables."""
    for table in reversed(TABLES):
        op.drop_table(table)
