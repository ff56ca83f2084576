"""What somebody answered of what they learned, and where they used it; what was sent stays."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("knowledge_try", "unit_use")

OWN = "person_id = (SELECT app_viewer())"
"""Asked once in a statement and not once for each row. Nobody else sees an answer."""

PROGRAM = "(SELECT app_is_program())"

POLICIES = {"SELECT": "sees", "INSERT": "adds", "UPDATE": "changes", "DELETE": "removes"}

REASON = "answers that were sent cannot be changed"

REPLACED = (
    "EXISTS (SELECT 1 FROM knowledge_try AS one WHERE one.finished_at IS NOT NULL "
    'AND (one."id" = NEW."id" OR one."public_id" = NEW."public_id")'
)
"""That another row would take the place of a frozen one."""

TRIGGERS = {
    "update": ("UPDATE", "OLD.finished_at IS NOT NULL"),
    "delete": ("DELETE", "OLD.finished_at IS NOT NULL"),
    "replace": ("INSERT", f"{REPLACED})"),
    "replace_by_change": ('UPDATE OF "id", "public_id"', f"{REPLACED} AND one.rowid <> OLD.rowid)"),
}
"""Those of SQLite, by name."""


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "knowledge_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("bank", sa.String(length=40), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_knowledge_try_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_try")),
        sa.UniqueConstraint("public_id", name=op.f("uq_knowledge_try_public_id")),
    )
    op.create_index(
        "ix_knowledge_try_person", "knowledge_try", ["person_id", "bank", "finished_at"]
    )
    op.create_index(
        "uq_knowledge_try_open",
        "knowledge_try",
        ["person_id", "bank"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "unit_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("log_entry_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["log_entry_id"], ["log_entry.id"], name=op.f("fk_unit_use_log_entry_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_unit_use_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_use")),
        sa.UniqueConstraint("person_id", "unit", name=op.f("uq_unit_use_person_id_unit")),
        sa.UniqueConstraint("public_id", name=op.f("uq_unit_use_public_id")),
    )
    op.create_index("ix_unit_use_log_entry_id", "unit_use", ["log_entry_id"])
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        for name, (verb, when) in TRIGGERS.items():
            op.execute(
                f"CREATE TRIGGER frozen_knowledge_try_{name} BEFORE {verb} ON knowledge_try "
                f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
            )


def downgrade() -> None:
    """Go back; triggers and policies go with their tables."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION keep_knowledge_try()")


def _guard_on_postgresql() -> None:
    """Rows are given to whose they are, and a finished try is frozen."""
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        # Or whoever owns the table is not bound.
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY program ON {table} USING ({PROGRAM}) WITH CHECK ({PROGRAM})")
        for verb, name in POLICIES.items():
            using = "" if verb == "INSERT" else f" USING ({OWN})"
            check = f" WITH CHECK ({OWN})" if verb in {"INSERT", "UPDATE"} else ""
            op.execute(f"CREATE POLICY viewer_{name} ON {table} FOR {verb}{using}{check}")
    op.execute(
        "CREATE FUNCTION keep_knowledge_try() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.finished_at IS NOT NULL THEN RAISE EXCEPTION '{REASON}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER frozen_knowledge_try_{verb} BEFORE {verb.upper()} "
            "ON knowledge_try FOR EACH ROW EXECUTE FUNCTION keep_knowledge_try()"
        )
    op.execute(
        "CREATE TRIGGER frozen_knowledge_try_truncate BEFORE TRUNCATE ON knowledge_try "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncating()"
    )
