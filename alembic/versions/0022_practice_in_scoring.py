"""Practice in scoring: the levels of a round, when they were sent, when they were compared."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go up; rounds that are there are of codes only."""
    levels = sa.Column("levels", sa.JSON(), nullable=False, server_default="{}")
    op.add_column("practice_round", levels)
    op.add_column("practice_round", sa.Column("rated_at", INSTANT, nullable=True))
    op.add_column("practice_round", sa.Column("compared_at", INSTANT, nullable=True))


def downgrade() -> None:
    """Go back."""
    for name in ("compared_at", "rated_at", "levels"):
        op.drop_column("practice_round", name)
