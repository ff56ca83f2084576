"""Awards, credentials, what is shared of them, and keys: with what freezes and guards them."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

VIEWER = "(SELECT app_viewer())"
PROGRAM = "(SELECT app_is_program())"

ADMINISTERS = (
    'EXISTS (SELECT 1 FROM "grant" g WHERE g.person_id = '
    f"{VIEWER} AND g.role = 'admin' AND g.starts_at <= app_at() "
    "AND (g.ends_at IS NULL OR g.ends_at > app_at()))"
)
OWN = f"person_id = {VIEWER}"

SEES = {
    # That somebody is certified is no assessment: whoever administers knows it too.
    "award": f"{OWN} OR person_id IN (SELECT app_counted({VIEWER})) OR {ADMINISTERS}",
    "credential_share": "EXISTS (SELECT 1 FROM award one "
    f"WHERE one.id = credential_share.award_id AND one.{OWN})",
    "credential": "EXISTS (SELECT 1 FROM award one "
    f"WHERE one.id = credential.award_id AND one.{OWN})",
    # The program alone: it holds the house's private keys, sealed.
    "issuer_key": "",
}
"""Who is given which row; the program alone writes. Source: docs/access.md."""


class Frozen(NamedTuple):
    """What of a table may never change."""

    table: str
    reason: str
    named: tuple[str, ...]
    """Columns that name a row: on SQLite no other row takes the place of a frozen one."""
    stays: tuple[str, ...]
    json: tuple[str, ...]
    """Those that hold JSON, which PostgreSQL compares as text."""
    passes: tuple[str, ...]
    """What must hold of the rest for a change to pass."""


ALL = (
    Frozen(
        "award",
        "an award stays as it was granted",
        ("id", "public_id", "status_index"),
        (
            *("id", "public_id", "person_id", "path_key", "path_title", "level", "version"),
            *("awarded_at", "valid_from", "valid_until", "kind", "status_index"),
        ),
        ("criteria", "evidence", "signed_by"),
        (
            # Once it is revoked or has been followed by another, that stays too.
            "(OLD.revoked_at IS NULL OR NEW.revoked_at = OLD.revoked_at "
            "AND NEW.revoke_reason = OLD.revoke_reason)",
            "(OLD.superseded_by_id IS NULL OR NEW.superseded_by_id = OLD.superseded_by_id)",
        ),
    ),
    Frozen(
        "issuer_key",
        "a key is retired and never removed",
        ("kid",),
        ("kid", "algorithm", "made_at"),
        ("public",),
        (
            "(NEW.sealed = OLD.sealed OR NEW.sealed = '' AND NEW.retired_at IS NOT NULL)",
            "(OLD.retired_at IS NULL OR NEW.retired_at = OLD.retired_at)",
        ),
    ),
)


def upgrade() -> None:
    """Go up."""
    _tables()
    postgresql = op.get_bind().dialect.name == "postgresql"
    for frozen in ALL:
        if postgresql:
            _freeze_on_postgresql(frozen)
        else:
            _freeze_on_sqlite(frozen)
    for table, sees in SEES.items() if postgresql else ():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        # Or whoever owns the table is not bound.
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY program ON {table} USING ({PROGRAM}) WITH CHECK ({PROGRAM})")
        if sees:
            op.execute(f"CREATE POLICY viewer_sees ON {table} FOR SELECT USING ({sees})")


def downgrade() -> None:
    """Go back."""
    for table in ("credential", "credential_share", "issuer_key", "award"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for frozen in ALL:
            op.execute(f"DROP FUNCTION keep_{frozen.table}()")


def _tables() -> None:
    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("path_key", sa.String(length=40), nullable=False),
        sa.Column("path_title", sa.String(length=120), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("signed_by", sa.JSON(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("superseded_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoke_reason", sa.String(length=24), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_award_person_id")),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"], ["award.id"], name=op.f("fk_award_superseded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("public_id", name=op.f("uq_award_public_id")),
        sa.UniqueConstraint("status_index", name=op.f("uq_award_status_index")),
    )
    op.create_index("ix_award_person_id", "award", ["person_id"])
    op.create_table(
        "credential_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["award_id"], ["award.id"], name=op.f("fk_credential_share_award_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential_share")),
        sa.UniqueConstraint("link_id", name=op.f("uq_credential_share_link_id")),
        sa.UniqueConstraint("status_index", name=op.f("uq_credential_share_status_index")),
    )
    op.create_index("ix_credential_share_award_id", "credential_share", ["award_id"])
    op.create_table(
        "issuer_key",
        sa.Column("kid", sa.String(length=40), nullable=False),
        sa.Column("algorithm", sa.String(length=12), nullable=False),
        sa.Column("public", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_issuer_key")),
    )
    in_use = sa.text("retired_at IS NULL")
    op.create_index(
        "uq_issuer_key_in_use",
        "issuer_key",
        ["algorithm"],
        unique=True,
        sqlite_where=in_use,
        postgresql_where=in_use,
    )
    op.create_table(
        "credential",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("share_id", sa.Integer(), nullable=True),
        sa.Column("format", sa.String(length=24), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("kid", sa.String(length=40), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_credential_award_id")),
        sa.ForeignKeyConstraint(["kid"], ["issuer_key.kid"], name=op.f("fk_credential_kid")),
        sa.ForeignKeyConstraint(
            ["share_id"], ["credential_share.id"], name=op.f("fk_credential_share_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
    )
    op.create_index("ix_credential_award_id", "credential", ["award_id"])
    op.create_index("ix_credential_share_id", "credential", ["share_id"])


def _holds(frozen: Frozen, same: str, cast: str) -> str:
    """The condition under which a change passes."""
    stays = [f'NEW."{name}" {same} OLD."{name}"' for name in frozen.stays]
    stays += [f'NEW."{name}"{cast} {same} OLD."{name}"{cast}' for name in frozen.json]
    return " AND ".join((*stays, *frozen.passes))


def _freeze_on_sqlite(frozen: Frozen) -> None:
    # A condition that is unknown must not let a change pass.
    holds = f"COALESCE({_holds(frozen, 'IS', '')}, 0)"
    _trigger(frozen, "UPDATE", "update", f"NOT {holds}")
    _trigger(frozen, "DELETE", "delete", "1 = 1")
    same = " OR ".join(f'one."{name}" = NEW."{name}"' for name in frozen.named)
    there = f"EXISTS (SELECT 1 FROM {frozen.table} AS one WHERE {same})"
    _trigger(frozen, "INSERT", "replace", there)


def _trigger(frozen: Frozen, verb: str, name: str, when: str) -> None:
    op.execute(
        f"CREATE TRIGGER frozen_{frozen.table}_{name} BEFORE {verb} ON {frozen.table} "
        f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{frozen.reason}'); END"
    )


def _freeze_on_postgresql(frozen: Frozen) -> None:
    raised = f"RAISE EXCEPTION '{frozen.reason}'"
    holds = f"COALESCE({_holds(frozen, 'IS NOT DISTINCT FROM', '::text')}, false)"
    op.execute(
        f"CREATE FUNCTION keep_{frozen.table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN {raised}; END IF; "
        f"IF NOT {holds} THEN {raised}; END IF; RETURN NEW; END $$"
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
