"""The audit log, which nobody can change: entries, what they say, and the chain over them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("audit_entry", "audit_detail", "audit_waiting", "audit_link")
REASON = "the audit log cannot be changed"
FROZEN = {
    "audit_entry": ("UPDATE", "DELETE"),
    "audit_link": ("UPDATE", "DELETE"),
    # What is said beyond an entry may be erased with the person it is about, and never reworded.
    "audit_detail": ("UPDATE",),
}

NAMED = {
    "audit_entry": ("id",),
    "audit_link": ("seq", "entry_id"),
    "audit_detail": ("entry_id",),
}
"""By what a row is named that no other takes the place of."""


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("result", sa.String(length=24), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("thing", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_audit_entry_actor_id")),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_audit_entry_about_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"])
    # A page of what concerns somebody, or of one action, is read from its end.
    for column in ("actor_id", "about_id", "action"):
        op.create_index(op.f(f"ix_audit_entry_{column}_id"), "audit_entry", [column, "id"])
    op.create_table(
        "audit_detail",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_detail_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_detail")),
    )
    op.create_table(
        "audit_waiting",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_waiting_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_waiting")),
    )
    op.create_table(
        "audit_link",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_link_entry_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_link")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_link_entry_id")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _freeze_on_postgresql()
    else:
        _freeze_on_sqlite()


def _freeze_on_sqlite() -> None:
    for table, verbs in FROZEN.items():
        for verb in verbs:
            op.execute(
                f"CREATE TRIGGER frozen_{table}_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
            )

    # A new row in the place of another deletes it without a word, where the connection has no
    # recursive triggers.
    for table, names in NAMED.items():
        same = " OR ".join(f"{name} = NEW.{name}" for name in names)
        op.execute(
            f"CREATE TRIGGER frozen_{table}_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
            f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
        )


def _freeze_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{REASON}'; END $$"
    )
    for table, verbs in FROZEN.items():
        for verb in verbs:
            op.execute(
                f"CREATE TRIGGER frozen_{table}_{verb.lower()} BEFORE {verb} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_audit()"
            )
        op.execute(
            f"CREATE TRIGGER frozen_{table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit()"
        )


def downgrade() -> None:
    """Go back; indexes and triggers go with their tables."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit()")
