"""Short looks, tallies of one's own sessions, practice, and the mix of talks wanted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


TABLES = (
    "look",
    "look_body",
    "look_level",
    "self_tally",
    "self_tap",
    "self_turn",
    "self_code",
    "practice_round",
    "practice_offer",
    "kind_aim",
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("observer_id", sa.Integer(), nullable=False),
        sa.Column("observed_id", sa.Integer(), nullable=False),
        sa.Column("coached_id", sa.Integer(), nullable=True),
        sa.Column("rubric_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("observer_id <> observed_id", name=op.f("ck_look_not_oneself")),
        sa.ForeignKeyConstraint(["coached_id"], ["person.id"], name=op.f("fk_look_coached_id")),
        sa.ForeignKeyConstraint(["observed_id"], ["person.id"], name=op.f("fk_look_observed_id")),
        sa.ForeignKeyConstraint(["observer_id"], ["person.id"], name=op.f("fk_look_observer_id")),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubric.id"], name=op.f("fk_look_rubric_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
        sa.UniqueConstraint("public_id", name=op.f("uq_look_public_id")),
    )
    with op.batch_alter_table("look", schema=None) as batch_op:
        batch_op.create_index("ix_look_observed", ["observed_id", "given_at"], unique=False)
        batch_op.create_index("ix_look_observer", ["observer_id", "given_at"], unique=False)

    op.create_table(
        "look_body",
        sa.Column("look_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("to_try", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["look_id"], ["look.id"], name=op.f("fk_look_body_look_id")),
        sa.PrimaryKeyConstraint("look_id", name=op.f("pk_look_body")),
    )

    op.create_table(
        "look_level",
        sa.Column("look_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["look_id"], ["look.id"], name=op.f("fk_look_level_look_id")),
        sa.PrimaryKeyConstraint("look_id", "dimension", name=op.f("pk_look_level")),
    )

    op.create_table(
        "self_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column(
            "buttons",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column(
            "purpose",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("speaker", sa.String(length=120), nullable=True),
        sa.Column("delete_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tally", sa.JSON(), nullable=True),
        sa.Column("strip", sa.JSON(), nullable=True),
        sa.Column("shared_with_id", sa.Integer(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(shared_with_id IS NULL) = (shared_at IS NULL)",
            name=op.f("ck_self_tally_shared_with_whom"),
        ),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_self_tally_coach_id")),
        sa.ForeignKeyConstraint(
            ["shared_with_id"], ["person.id"], name=op.f("fk_self_tally_shared_with_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_tally")),
        sa.UniqueConstraint("public_id", name=op.f("uq_self_tally_public_id")),
    )
    with op.batch_alter_table("self_tally", schema=None) as batch_op:
        batch_op.create_index("ix_self_tally_coach", ["coach_id", "opened_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_self_tally_shared_with_id"), ["shared_with_id"], unique=False
        )

    op.create_table(
        "self_tap",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("self_tally_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "code",
            sa.String(length=24),
            nullable=True,
        ),
        sa.Column("undoes", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["self_tally_id"], ["self_tally.id"], name=op.f("fk_self_tap_self_tally_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_tap")),
    )
    with op.batch_alter_table("self_tap", schema=None) as batch_op:
        batch_op.create_index("ix_self_tap_self_tally", ["self_tally_id", "at"], unique=False)

    op.create_table(
        "self_turn",
        sa.Column("self_tally_id", sa.Integer(), nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
        sa.Column("start", sa.Float(), nullable=True),
        sa.Column("end", sa.Float(), nullable=True),
        sa.Column("speaker", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["self_tally_id"], ["self_tally.id"], name=op.f("fk_self_turn_self_tally_id")
        ),
        sa.PrimaryKeyConstraint("self_tally_id", "index", name=op.f("pk_self_turn")),
    )

    op.create_table(
        "self_code",
        sa.Column("self_tally_id", sa.Integer(), nullable=False),
        sa.Column("turn_index", sa.Integer(), nullable=False),
        sa.Column(
            "code",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["self_tally_id"], ["self_tally.id"], name=op.f("fk_self_code_self_tally_id")
        ),
        sa.PrimaryKeyConstraint("self_tally_id", "turn_index", name=op.f("pk_self_code")),
    )

    op.create_table(
        "practice_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("agreed", sa.Integer(), nullable=True),
        sa.Column("turns", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_practice_round_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_round")),
        sa.UniqueConstraint("public_id", name=op.f("uq_practice_round_public_id")),
    )
    with op.batch_alter_table("practice_round", schema=None) as batch_op:
        batch_op.create_index("ix_practice_round_person", ["person_id", "started_at"], unique=False)

    op.create_table(
        "practice_offer",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_practice_offer_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_practice_offer")),
    )

    op.create_table(
        "kind_aim",
        sa.Column(
            "kind",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("at_least", sa.Integer(), nullable=True),
        sa.Column("at_most", sa.Integer(), nullable=True),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_kind_aim_set_by_id")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_kind_aim")),
    )


def downgrade() -> None:
    """Go back; indexes go with their tables."""
    for table in reversed(TABLES):
        op.drop_table(table)
