"""A session can be scored again for an appeal, beside what was scored of it before."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "blind_scoring"
ONCE = "uq_blind_scoring_coaching_session_id"
INDEXES = {
    "uq_blind_scoring_double": (["coaching_session_id"], "again_for = ''"),
    "uq_blind_scoring_again": (
        ["coaching_session_id"],
        "again_for <> '' AND settled_at IS NULL AND called_off_at IS NULL",
    ),
    "uq_blind_scoring_appeal": (["again_for"], "again_for <> ''"),
}
"""One scoring by two of a session, one at a time for an appeal, and one for each appeal."""

SCORES = (
    "EXISTS (SELECT 1 FROM blind_scoring b WHERE b.coaching_session_id = o.coaching_session_id "
    "AND b.third_observer_id = viewer AND b.settled_at IS NULL AND b.called_off_at IS NULL)"
)
"""As 0019 has it: that the viewer is still to adjudicate a session."""

SCORES_OR_AGAIN = SCORES.replace(
    "b.third_observer_id = viewer",
    "(b.third_observer_id = viewer OR b.again_for <> '' "
    "AND viewer IN (b.first_observer_id, b.second_observer_id))",
)
"""Nor does whoever scores it again for an appeal read what was scored before."""

VIEWER = "(SELECT app_viewer())"
PARTS = " OR ".join(
    f"{one} = {VIEWER}"
    for one in (
        "observed_id",
        "first_observer_id",
        "second_observer_id",
        "third_observer_id",
        "asked_by_id",
    )
)
COUNTED = f"observed_id IN (SELECT app_counted({VIEWER}))"


def upgrade() -> None:
    """Go up."""
    with _without_triggers(), op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(ONCE), type_="unique")
        batch.add_column(
            sa.Column("again_for", sa.String(length=32), nullable=False, server_default="")
        )
    op.create_index(op.f("ix_blind_scoring_coaching_session_id"), TABLE, ["coaching_session_id"])
    for name, (columns, where) in INDEXES.items():
        op.create_index(
            name,
            TABLE,
            columns,
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    if _is_postgresql():
        _see(f"{PARTS} OR again_for = '' AND {COUNTED}")
        _replace_in_part(SCORES, SCORES_OR_AGAIN)


def downgrade() -> None:
    """Go back; what was scored again for an appeal is handed over, and counts no more."""
    if _is_postgresql():
        _replace_in_part(SCORES_OR_AGAIN, SCORES)
        _see(f"{PARTS} OR {COUNTED}")
        op.execute("SELECT set_config('app.viewer', 'program', true)")
    op.execute(
        "UPDATE blind_scoring SET both_signed_at = asked_at "
        "WHERE again_for <> '' AND both_signed_at IS NULL AND called_off_at IS NULL"
    )
    op.execute(
        "UPDATE observation SET status = 'signed' WHERE status = 'blind' AND coaching_session_id "
        "IN (SELECT coaching_session_id FROM blind_scoring WHERE again_for <> '')"
    )
    op.execute("DELETE FROM blind_scoring WHERE again_for <> ''")
    for name in (*INDEXES, op.f("ix_blind_scoring_coaching_session_id")):
        op.drop_index(name, table_name=TABLE)
    with _without_triggers(), op.batch_alter_table(TABLE) as batch:
        batch.drop_column("again_for")
        batch.create_unique_constraint(op.f(ONCE), ["coaching_session_id"])


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


@contextmanager
def _without_triggers() -> Iterator[None]:
    """Lay aside what names the table on SQLite, which makes it anew under another name."""
    if _is_postgresql():
        yield
        return
    connection = op.get_bind()
    found = connection.execute(
        sa.text(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' "
            "AND instr(sql, 'blind_scoring') > 0"
        )
    ).all()
    for name, _sql in found:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _name, sql in found:
        connection.exec_driver_sql(sql)


def _see(condition: str) -> None:
    """Who may know that two score a session: of an appeal those alone who take part in it."""
    op.execute("DROP POLICY viewer_sees ON blind_scoring")
    op.execute(f"CREATE POLICY viewer_sees ON blind_scoring FOR SELECT USING ({condition})")


def _replace_in_part(before: str, after: str) -> None:
    """Say it otherwise in the function that says how much of an observation somebody reads."""
    said = (
        "SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n "
        "ON n.oid = p.pronamespace WHERE n.nspname = current_schema() AND p.proname = 'app_part'"
    )
    text = op.get_bind().execute(sa.text(said)).scalar_one()
    if before not in text:
        raise LookupError(f"app_part does not say {before}")
    op.execute(text.replace(before, after))
