"""Certification paths, who is on one, how far they are, and what was signed for them."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "attestation",
    "behind",
    "review",
    "enrolment_step",
    "progress",
    "enrolment",
    "path_version",
    "small_house",
)

VIEWER = "(SELECT app_viewer())"
PROGRAM = "(SELECT app_is_program())"
OWN = f"person_id = {VIEWER}"
COUNTED = f"person_id IN (SELECT app_counted({VIEWER}))"
"""Those whom the viewer leads, and for a specialist everybody."""

ADMINISTERS = (
    f"EXISTS (SELECT 1 FROM \"grant\" g WHERE g.person_id = {VIEWER} AND g.role = 'admin' "
    "AND g.starts_at <= app_at() AND (g.ends_at IS NULL OR g.ends_at > app_at()))"
)
"""Who enrols people, and reads nothing of how they do."""

SEEN = {
    "enrolment": f"{OWN} OR {COUNTED} OR {ADMINISTERS}",
    "progress": f"{OWN} OR {COUNTED}",
    "enrolment_step": (
        "EXISTS (SELECT 1 FROM enrolment one WHERE one.id = enrolment_step.enrolment_id "
        f"AND (one.person_id = {VIEWER} OR one.person_id IN (SELECT app_counted({VIEWER}))))"
    ),
    "review": f"{OWN} OR {COUNTED}",
    "attestation": f"{OWN} OR by_id = {VIEWER} OR {COUNTED}",
}
"""Who may read which row; all of it is written by the program, after it has asked who may."""


class Frozen(NamedTuple):
    """What of a table is frozen, and what of it may be written all the same."""

    table: str
    reason: str
    named: tuple[str, ...]
    """Columns that name a row: on SQLite no other takes its place."""
    later: tuple[str, ...] = ()
    """Columns that may be set once, together: the first of them says that they are."""
    words: tuple[str, ...] = ()
    """Columns that an erasure of the person may empty, and nobody reword."""


ALL = (
    Frozen("path_version", "a version of a path cannot be changed", ("id", "key version")),
    Frozen("enrolment_step", "what was done on a path stays", ("enrolment_id place",)),
    Frozen(
        "attestation",
        "what was signed for a requirement cannot be changed",
        ("id", "public_id"),
        ("withdrawn_at", "why_withdrawn"),
        ("reason", "why_withdrawn"),
    ),
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "attestation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("path_key", sa.String(length=40), nullable=False),
        sa.Column("requirement_key", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why_withdrawn", sa.String(length=200), nullable=False),
        sa.CheckConstraint("person_id <> by_id", name=op.f("ck_attestation_not_oneself")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attestation_by_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attestation_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attestation_public_id")),
    )
    op.create_index("ix_attestation_by_id", "attestation", ["by_id"])
    op.create_index("ix_attestation_person", "attestation", ["person_id", "path_key"])
    op.create_table(
        "behind",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_behind_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_behind")),
    )
    op.create_table(
        "path_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_path_version_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_version")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_path_version_key_version")),
    )
    op.create_table(
        "small_house",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_small_house_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_small_house")),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("path_key", sa.String(length=40), nullable=False),
        sa.Column("path_version_id", sa.Integer(), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("why_withdrawn", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["person.id"], name=op.f("fk_enrolment_assigned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["path_version_id"], ["path_version.id"], name=op.f("fk_enrolment_path_version_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_enrolment_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_enrolment_public_id")),
    )
    op.create_index("ix_enrolment_path", "enrolment", ["path_key", "person_id"])
    op.create_index(
        "uq_enrolment_open",
        "enrolment",
        ["person_id", "path_key"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "enrolment_step",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=24), nullable=False),
        sa.Column("to", sa.String(length=24), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_enrolment_step_by_id")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_enrolment_step_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "place", name=op.f("pk_enrolment_step")),
    )
    op.create_table(
        "progress",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("asking", sa.String(length=24), nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("next", sa.String(length=24), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("met <= asked", name=op.f("ck_progress_of_those_asked")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_progress_enrolment_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_progress_person_id")),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_progress")),
    )
    op.create_index("ix_progress_made", "progress", ["made_on"])
    op.create_index("ix_progress_person_id", "progress", ["person_id"])
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("path_version_id", sa.Integer(), nullable=False),
        sa.Column("asking", sa.String(length=24), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome IS NULL)", name=op.f("ck_review_closed_with_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_review_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["path_version_id"], ["path_version.id"], name=op.f("fk_review_path_version_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_public_id")),
    )
    op.create_index("ix_review_person", "review", ["person_id", "closed_at"])
    op.create_index(
        "uq_review_open",
        "review",
        ["enrolment_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        _guard()
    for frozen in ALL:
        (_freeze_on_postgresql if postgresql else _freeze_on_sqlite)(frozen)


def downgrade() -> None:
    """Go back."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for frozen in ALL:
            op.execute(f"DROP FUNCTION keep_{frozen.table}()")


def _guard() -> None:
    """Let PostgreSQL give each row to whoever may read it."""
    for table, sees in SEEN.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        # Or whoever owns the table is not bound.
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY program ON {table} USING ({PROGRAM}) WITH CHECK ({PROGRAM})")
        op.execute(f"CREATE POLICY viewer_sees ON {table} FOR SELECT USING ({sees})")


def _columns(table: str) -> list[str]:
    return [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]


def _same(column: str, *, postgresql: bool) -> str:
    if postgresql:
        return f'NEW."{column}" IS NOT DISTINCT FROM OLD."{column}"'
    return f'NEW."{column}" IS OLD."{column}"'


def _passes(frozen: Frozen, *, postgresql: bool) -> str:
    """The condition under which a change of a frozen row passes after all."""
    ways = ["1 = 0"]
    if frozen.later:
        only = [_same(name, postgresql=postgresql) for name in _others(frozen, frozen.later)]
        ways.append(" AND ".join([f'OLD."{frozen.later[0]}" IS NULL', *only]))
    if frozen.words:
        is_open = (
            "EXISTS (SELECT 1 FROM erasing JOIN erasure ON erasure.id = erasing.erasure_id "
            "WHERE erasing.person_id = OLD.person_id AND erasure.finished_at IS NULL)"
        )
        only = [_same(name, postgresql=postgresql) for name in _others(frozen, frozen.words)]
        emptied = [
            f"({_same(word, postgresql=postgresql)} OR NEW.\"{word}\" = '')"
            for word in frozen.words
        ]
        ways.append(" AND ".join([is_open, *only, *emptied]))
    return " OR ".join(f"({way})" for way in ways)


def _others(frozen: Frozen, but: tuple[str, ...]) -> list[str]:
    return [name for name in _columns(frozen.table) if name not in but]


def _freeze_on_sqlite(frozen: Frozen) -> None:
    passes = _passes(frozen, postgresql=False)
    _trigger(frozen, "UPDATE", "update", f"NOT ({passes})")
    _trigger(frozen, "DELETE", "delete", "1 = 1")
    same = " OR ".join(
        "(" + " AND ".join(f'one."{name}" = NEW."{name}"' for name in names.split()) + ")"
        for names in frozen.named
    )
    there = f"EXISTS (SELECT 1 FROM {frozen.table} AS one WHERE ({same})"
    _trigger(frozen, "INSERT", "replace", f"{there})")
    naming = ", ".join(f'"{name}"' for name in " ".join(frozen.named).split())
    other = f"{there} AND one.rowid <> OLD.rowid)"
    _trigger(frozen, f"UPDATE OF {naming}", "replace_by_change", other)


def _trigger(frozen: Frozen, verb: str, name: str, when: str) -> None:
    op.execute(
        f"CREATE TRIGGER frozen_{frozen.table}_{name} BEFORE {verb} ON {frozen.table} "
        f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{frozen.reason}'); END"
    )


def _freeze_on_postgresql(frozen: Frozen) -> None:
    raised = f"RAISE EXCEPTION '{frozen.reason}'"
    op.execute(
        f"CREATE FUNCTION keep_{frozen.table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN {raised}; END IF; "
        f"IF NOT ({_passes(frozen, postgresql=True)}) THEN {raised}; END IF; RETURN NEW; END $$"
    )
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER frozen_{frozen.table}_{verb} BEFORE {verb.upper()} "
            f"ON {frozen.table} FOR EACH ROW EXECUTE FUNCTION keep_{frozen.table}()"
        )
    op.execute(
        f"CREATE TRIGGER frozen_{frozen.table}_truncate BEFORE TRUNCATE ON {frozen.table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncating()"
    )
