"""On PostgreSQL the program is asked first of every row, and the viewer only where it is not.

PostgreSQL asks the policies of a table from the last name to the first: what each viewer may have
was worked out for every row that a job read, which takes some hundred times as long.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go up; SQLite has no such thing."""
    _rename("program", "whole")


def downgrade() -> None:
    """Go back."""
    _rename("whole", "program")


def _rename(old: str, new: str) -> None:
    """Give a policy another name on every table that has it."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        "DO $$ DECLARE one record; BEGIN FOR one IN SELECT tablename FROM pg_policies "
        f"WHERE schemaname = current_schema() AND policyname = '{old}' LOOP "
        f"EXECUTE format('ALTER POLICY {old} ON %I RENAME TO {new}', one.tablename); "
        "END LOOP; END $$"
    )
