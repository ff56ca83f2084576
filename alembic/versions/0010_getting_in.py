"""Ways in: a provider's accounts, second factors, tries in vain; grants by hand and for a time."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "external_identity",
    "second_factor",
    "recovery_code",
    "tries",
    "passing",
    "house_rule",
)

INSTANT = sa.DateTime(timezone=True)


PEOPLE = ("given_by_id", "stands_in_for_id")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "external_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_external_identity_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_external_identity_issuer_subject")),
    )
    op.create_index(op.f("ix_external_identity_person_id"), "external_identity", ["person_id"])
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=255), nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_recovery_code_digest")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"])
    op.create_table(
        "tries",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("wait_until", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_tries")),
    )
    op.create_index(op.f("ix_tries_last_at"), "tries", ["last_at"])
    op.create_table(
        "passing",
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_passing")),
    )
    op.create_index(op.f("ix_passing_ends_at"), "passing", ["ends_at"])
    op.create_table(
        "house_rule",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_house_rule_set_by_id")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_house_rule")),
    )
    # Open pages say themselves again which sign-in is theirs; a table that others name is not
    # made anew on SQLite while they do.
    op.execute("DELETE FROM sign_in_tab")
    with op.batch_alter_table("sign_in") as batch:
        batch.add_column(
            sa.Column("way", sa.String(length=24), server_default="password", nullable=False)
        )
        batch.add_column(
            sa.Column("proved_at", INSTANT, server_default="1970-01-01 00:00:00", nullable=False)
        )
        batch.add_column(sa.Column("identity_id", sa.Integer()))
        batch.add_column(sa.Column("provider_session", sa.String(length=255)))
        batch.create_foreign_key(
            op.f("fk_sign_in_identity_id"), "external_identity", ["identity_id"], ["id"]
        )
        batch.create_index(op.f("ix_sign_in_identity_id"), ["identity_id"])
        batch.create_index(op.f("ix_sign_in_provider_session"), ["provider_session"])
    op.execute("UPDATE sign_in SET proved_at = created_at")
    with op.batch_alter_table("grant") as batch:
        for column in PEOPLE:
            batch.add_column(sa.Column(column, sa.Integer()))
            batch.create_foreign_key(op.f(f"fk_grant_{column}"), "person", [column], ["id"])
        batch.add_column(
            sa.Column("reason", sa.String(length=200), server_default="", nullable=False)
        )


def downgrade() -> None:
    """Go back; indexes go with their tables."""
    with op.batch_alter_table("grant") as batch:
        batch.drop_column("reason")
        for column in reversed(PEOPLE):
            batch.drop_constraint(op.f(f"fk_grant_{column}"), type_="foreignkey")
            batch.drop_column(column)
    op.execute("DELETE FROM sign_in_tab")
    with op.batch_alter_table("sign_in") as batch:
        batch.drop_index(op.f("ix_sign_in_provider_session"))
        batch.drop_index(op.f("ix_sign_in_identity_id"))
        batch.drop_constraint(op.f("fk_sign_in_identity_id"), type_="foreignkey")
        for column in ("provider_session", "identity_id", "proved_at", "way"):
            batch.drop_column(column)
    for table in reversed(TABLES):
        op.drop_table(table)
