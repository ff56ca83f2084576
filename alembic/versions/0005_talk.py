"""Handing over is a talk; lighter observations; the ONE thing followed from one to the next."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


REASON = "a talk that both have signed cannot be changed"


def upgrade() -> None:
    """Go up. Columns are added in place: a table made anew would lose its triggers."""
    op.create_table(
        "talk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coaching_session_id", sa.Integer(), nullable=False),
        sa.Column("observer_id", sa.Integer(), nullable=False),
        sa.Column("observed_id", sa.Integer(), nullable=False),
        sa.Column("booked_for", sa.DateTime(timezone=True), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("without_own_view", sa.Boolean(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_alone", sa.Boolean(), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("watch_again_on", sa.Date(), nullable=True),
        sa.Column("observer_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("observed_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "sha256 IS NULL OR (observer_signed_at IS NOT NULL AND observed_signed_at IS NOT NULL)",
            name=op.f("ck_talk_sealed_by_both"),
        ),
        sa.ForeignKeyConstraint(
            ["coaching_session_id"],
            ["coaching_session.id"],
            name=op.f("fk_talk_coaching_session_id"),
        ),
        sa.ForeignKeyConstraint(["follows_id"], ["talk.id"], name=op.f("fk_talk_follows_id")),
        sa.ForeignKeyConstraint(["observed_id"], ["person.id"], name=op.f("fk_talk_observed_id")),
        sa.ForeignKeyConstraint(["observer_id"], ["person.id"], name=op.f("fk_talk_observer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
        sa.UniqueConstraint(
            "coaching_session_id",
            "observer_id",
            name=op.f("uq_talk_coaching_session_id_observer_id"),
        ),
    )
    with op.batch_alter_table("talk", schema=None) as batch_op:
        batch_op.create_index("ix_talk_two", ["observed_id", "observer_id"], unique=False)
        batch_op.create_index(
            "ix_talk_observer", ["observer_id", "observed_signed_at"], unique=False
        )

    op.create_table(
        "talk_body",
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("intended", sa.Text(), nullable=False),
        sa.Column("noticed", sa.Text(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("would_try", sa.Text(), nullable=False),
        sa.Column("one_thing", sa.Text(), nullable=False),
        sa.Column("promised", sa.Text(), nullable=False),
        sa.Column("next_reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_talk_body_talk_id")),
        sa.PrimaryKeyConstraint("talk_id", name=op.f("pk_talk_body")),
    )

    op.create_table(
        "asked_first",
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.String(length=24),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_asked_first_talk_id")),
        sa.PrimaryKeyConstraint("talk_id", name=op.f("pk_asked_first")),
    )

    for table, columns in _added().items():
        for column in columns:
            op.add_column(table, column)
    # In one statement, which both databases take: SQLite adds no constraint afterwards.
    op.execute(
        "ALTER TABLE observation ADD COLUMN followed_id INTEGER "
        "CONSTRAINT fk_observation_followed_id REFERENCES talk (id)"
    )
    # Partial, or SQLite takes it for a lookup of the many rows that follow nothing.
    op.create_index(
        "ix_observation_followed",
        "observation",
        ["followed_id"],
        sqlite_where=sa.text("followed_id IS NOT NULL"),
        postgresql_where=sa.text("followed_id IS NOT NULL"),
    )
    _open_what_was_open()
    _freeze()


def downgrade() -> None:
    """Go back."""
    if op.get_bind().dialect.name == "postgresql":
        for table in ("talk", "talk_body"):
            for verb in ("insert", "update", "delete"):
                if (table, verb) != ("talk", "insert"):
                    op.execute(f"DROP TRIGGER frozen_{table}_{verb} ON {table}")
        op.execute("DROP FUNCTION refuse_talk()")
        op.execute("DROP FUNCTION refuse_talk_body()")
    op.drop_index("ix_observation_followed", table_name="observation")
    op.execute("ALTER TABLE observation DROP COLUMN followed_id")
    for table, columns in _added().items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.name}")
    op.drop_table("asked_first")
    op.drop_table("talk_body")
    op.drop_table("talk")


def _added() -> dict[str, tuple[sa.Column[Any], ...]]:
    """The new columns: each is empty or has a default, so what is signed stays as it was signed."""
    return {
        "observation": (
            sa.Column("buttons", sa.String(length=24), server_default="nine", nullable=False),
            sa.Column("purpose_corrected", sa.String(length=24), nullable=True),
            sa.Column("purpose_reason", sa.String(length=500), nullable=True),
        ),
        "observation_body": (
            sa.Column("seen", sa.String(length=24), nullable=True),
            sa.Column("ticks", sa.JSON(), server_default="{}", nullable=False),
        ),
        "outcome": (
            sa.Column("strip", sa.JSON(), nullable=True),
            sa.Column("in_runs", sa.Boolean(), server_default=sa.false(), nullable=False),
        ),
        "rating": (
            sa.Column("not_called", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("absent_from", sa.Integer(), nullable=True),
            sa.Column("absent_to", sa.Integer(), nullable=True),
        ),
        "transcript": (sa.Column("runs", sa.JSON(), nullable=True),),
    }


def _open_what_was_open() -> None:
    """Whoever had rated themself saw both views, and goes on seeing them; nobody has signed."""
    op.execute(
        "INSERT INTO talk (coaching_session_id, observer_id, observed_id, shown_at, "
        "without_own_view, read_alone) "
        "SELECT o.coaching_session_id, o.observer_id, o.observed_id, MIN(r.self_rated_at), "
        "false, false FROM observation o LEFT JOIN reply r ON r.observation_id = o.id "
        "WHERE o.status = 'signed' "
        "GROUP BY o.coaching_session_id, o.observer_id, o.observed_id"
    )
    salt = (
        "replace(gen_random_uuid()::text, '-', '')"
        if op.get_bind().dialect.name == "postgresql"
        else "lower(hex(randomblob(16)))"
    )
    op.execute(
        "INSERT INTO talk_body (talk_id, salt, intended, noticed, moment, would_try, one_thing, "
        f"promised, next_reason, revision) SELECT id, {salt}, '', '', '', '', '', '', '', 0 "
        "FROM talk"
    )


def _freeze() -> None:
    """From the second signature on nothing of a talk can be changed."""
    if op.get_bind().dialect.name == "postgresql":
        _freeze_on_postgresql()
    else:
        _freeze_on_sqlite()


# The texts below are put together from the names above alone.


def _freeze_on_sqlite() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER frozen_talk_{verb.lower()} BEFORE {verb} ON talk "
            f"WHEN OLD.sha256 IS NOT NULL BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
        )
    for verb, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        ids = ", ".join(f"{row}.talk_id" for row in rows)
        op.execute(
            f"CREATE TRIGGER frozen_talk_body_{verb.lower()} BEFORE {verb} ON talk_body "
            f"WHEN EXISTS (SELECT 1 FROM talk WHERE id IN ({ids}) AND sha256 IS NOT NULL) "
            f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
        )


def _freeze_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_talk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.sha256 IS NOT NULL THEN RAISE EXCEPTION '{REASON}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE FUNCTION refuse_talk_body() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE sealed boolean; BEGIN sealed := false; "
        "IF TG_OP <> 'INSERT' THEN sealed := EXISTS (SELECT 1 FROM talk "
        "WHERE id = OLD.talk_id AND sha256 IS NOT NULL); END IF; "
        "IF NOT sealed AND TG_OP <> 'DELETE' THEN sealed := EXISTS (SELECT 1 FROM talk "
        "WHERE id = NEW.talk_id AND sha256 IS NOT NULL); END IF; "
        f"IF sealed THEN RAISE EXCEPTION '{REASON}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    for table, verbs in (
        ("talk", ("UPDATE", "DELETE")),
        ("talk_body", ("INSERT", "UPDATE", "DELETE")),
    ):
        for verb in verbs:
            op.execute(
                f"CREATE TRIGGER frozen_{table}_{verb.lower()} BEFORE {verb} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION refuse_{table}()"
            )
