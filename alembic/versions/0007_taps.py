"""Taps know when they were received and whether they came afterwards; notes can hold a quote."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go up. Columns are added in place: a table made anew would lose its triggers."""
    op.add_column("tap", sa.Column("received_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "tap", sa.Column("afterwards", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("note", sa.Column("quote", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Go back."""
    op.drop_column("note", "quote")
    op.drop_column("tap", "afterwards")
    op.drop_column("tap", "received_at")
