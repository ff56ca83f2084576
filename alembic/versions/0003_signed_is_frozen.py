"""A signed observation cannot be changed, whoever asks the database."""

from collections.abc import Sequence

from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PARTS = ("observation_body", "rating", "tap", "kind_answer", "note", "turn_code", "outcome")
REASON = "a signed observation cannot be changed"


OWNERS = {"coaching_session": "coaching_session_id", "rubric": "rubric_id"}
"""What a signed observation rests on, and how it names it."""


def upgrade() -> None:
    """Freeze the envelope, all that hangs on it and what it rests on, from signing on."""
    if op.get_bind().dialect.name == "postgresql":
        _freeze_on_postgresql()
    else:
        _freeze_on_sqlite()


def downgrade() -> None:
    """Let everything be changed again."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in ("observation", *PARTS):
        for verb in ("INSERT", "UPDATE", "DELETE"):
            if table == "observation" and verb == "INSERT":
                continue
            on = f" ON {table}" if postgresql else ""
            op.execute(f"DROP TRIGGER {_name(table, verb)}{on}")
    for table in OWNERS:
        for verb in ("UPDATE", "DELETE"):
            on = f" ON {table}" if postgresql else ""
            op.execute(f"DROP TRIGGER {_name(table, verb)}{on}")
        if postgresql:
            op.execute(f"DROP FUNCTION refuse_signed_{table}()")
    if postgresql:
        op.execute("DROP FUNCTION refuse_signed_part()")
        op.execute("DROP FUNCTION refuse_signed()")


def _name(table: str, verb: str) -> str:
    return f"frozen_{table}_{verb.lower()}"


# The texts below are put together from the names above alone.


def _freeze_on_sqlite() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {_name('observation', verb)} BEFORE {verb} ON observation "
            f"WHEN OLD.status = 'signed' BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
        )
    for table in PARTS:
        for verb, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
            ids = ", ".join(f"{row}.observation_id" for row in rows)
            op.execute(
                f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} WHEN EXISTS "
                f"(SELECT 1 FROM observation WHERE id IN ({ids}) AND status = 'signed') "
                f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
            )

    for table, name in OWNERS.items():
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} WHEN EXISTS "
                f"(SELECT 1 FROM observation WHERE {name} = OLD.id AND status = 'signed') "
                f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
            )


def _freeze_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_signed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.status = 'signed' THEN RAISE EXCEPTION '{REASON}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE FUNCTION refuse_signed_part() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE signed boolean; BEGIN "
        "signed := false; "
        "IF TG_OP <> 'INSERT' THEN signed := EXISTS (SELECT 1 FROM observation "
        "WHERE id = OLD.observation_id AND status = 'signed'); END IF; "
        "IF NOT signed AND TG_OP <> 'DELETE' THEN signed := EXISTS (SELECT 1 FROM observation "
        "WHERE id = NEW.observation_id AND status = 'signed'); END IF; "
        f"IF signed THEN RAISE EXCEPTION '{REASON}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {_name('observation', verb)} BEFORE {verb} ON observation "
            "FOR EACH ROW EXECUTE FUNCTION refuse_signed()"
        )
    for table in PARTS:
        for verb in ("INSERT", "UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_signed_part()"
            )
    for table, name in OWNERS.items():
        op.execute(
            f"CREATE FUNCTION refuse_signed_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF EXISTS (SELECT 1 FROM observation WHERE {name} = OLD.id AND status = 'signed') "
            f"THEN RAISE EXCEPTION '{REASON}'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION refuse_signed_{table}()"
            )
