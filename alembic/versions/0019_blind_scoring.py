"""Two score one session blind: what one signed is frozen, and nobody else's before both have."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)
PEOPLE = (
    "observed_id",
    "first_observer_id",
    "second_observer_id",
    "third_observer_id",
    "asked_by_id",
)
SIGNED, NO_DRAFT = "status = 'signed'", "status <> 'draft'"
"""What the triggers of 0003 and 0012 freeze by, and what they freeze by from here on."""

OPEN = (
    "EXISTS (SELECT 1 FROM blind_scoring b WHERE b.coaching_session_id = "
    "OLD.coaching_session_id AND b.both_signed_at IS NULL AND b.called_off_at IS NULL)"
)
"""That not both have signed of the session of a row."""

EARLY = "OLD.status = 'draft' AND NEW.status = 'signed' AND NEW.aim = 'certification' AND " + OPEN
TOO_EARLY = "both sign before anything of it is handed over"
VIEWER = "(SELECT app_viewer())"
PROGRAM = "(SELECT app_is_program())"
TAKES_PART = (
    " OR ".join(f"{one} = {VIEWER}" for one in PEOPLE)
    + f" OR observed_id IN (SELECT app_counted({VIEWER}))"
)
"""Who may know that two score a session; of neither it says that they have signed."""

SCORES = (
    "EXISTS (SELECT 1 FROM blind_scoring b WHERE b.coaching_session_id = o.coaching_session_id "
    "AND b.third_observer_id = viewer AND b.settled_at IS NULL AND b.called_off_at IS NULL)"
)
"""That the viewer is still to score a session, so that they read of none of the two before."""

DECIDES = "WHEN o.status = 'signed' AND o.aim = 'certification' THEN"


def upgrade() -> None:
    """Go up."""
    _create_table()
    _remake(SIGNED, NO_DRAFT)
    _let_move(f"NOT ({_moves()} OR ", "NOT (")
    if op.get_bind().dialect.name == "postgresql":
        _refuse_on_postgresql()
        _guard()
        _replace_in("app_part", DECIDES, f"WHEN {SCORES} THEN 0 {DECIDES}")
    else:
        op.execute(
            f"CREATE TRIGGER blind_observation_update BEFORE UPDATE ON observation WHEN {EARLY} "
            f"BEGIN SELECT RAISE(ABORT, '{TOO_EARLY}'); END"
        )


def downgrade() -> None:
    """Go back; what waits for a second observer is handed over by that."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP TRIGGER blind_observation_update{' ON observation' if postgresql else ''}")
    _let_move("NOT (", f"NOT ({_moves()} OR ")
    _remake(NO_DRAFT, SIGNED)
    if postgresql:
        op.execute("DROP FUNCTION keep_blind()")
        _replace_in("app_part", f"WHEN {SCORES} THEN 0 {DECIDES}", DECIDES)
        op.execute("SELECT set_config('app.viewer', 'program', true)")
    op.execute("UPDATE observation SET status = 'signed' WHERE status = 'blind'")
    op.drop_table("blind_scoring")


def _create_table() -> None:
    op.create_table(
        "blind_scoring",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("coaching_session_id", sa.Integer(), nullable=False),
        *(sa.Column(one, sa.Integer(), nullable=one == "third_observer_id") for one in PEOPLE),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        *(
            sa.Column(one, INSTANT, nullable=True)
            for one in ("both_signed_at", "third_asked_at", "settled_at", "called_off_at")
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "first_observer_id <> second_observer_id AND first_observer_id <> observed_id "
            "AND second_observer_id <> observed_id",
            name=op.f("ck_blind_scoring_two_others"),
        ),
        sa.CheckConstraint(
            "both_signed_at IS NULL OR called_off_at IS NULL",
            name=op.f("ck_blind_scoring_signed_or_called_off"),
        ),
        sa.CheckConstraint(
            "settled_at IS NULL OR both_signed_at IS NOT NULL",
            name=op.f("ck_blind_scoring_settled_when_signed"),
        ),
        sa.ForeignKeyConstraint(
            ["coaching_session_id"],
            ["coaching_session.id"],
            name=op.f("fk_blind_scoring_coaching_session_id"),
        ),
        *(
            sa.ForeignKeyConstraint([one], ["person.id"], name=op.f(f"fk_blind_scoring_{one}"))
            for one in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_scoring")),
        sa.UniqueConstraint(
            "coaching_session_id", name=op.f("uq_blind_scoring_coaching_session_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_blind_scoring_public_id")),
    )
    op.create_index("ix_blind_scoring_second", "blind_scoring", ["second_observer_id", "asked_at"])
    op.create_index("ix_blind_scoring_observed", "blind_scoring", ["observed_id"])
    for one in ("first_observer_id", "third_observer_id"):
        op.create_index(op.f(f"ix_blind_scoring_{one}"), "blind_scoring", [one])


def _moves() -> str:
    """The condition of the one change that passes: kept from others, and handed over."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    # As text: JSON has no equality there.
    same = (
        'NEW."{0}"::text IS NOT DISTINCT FROM OLD."{0}"::text'
        if postgresql
        else 'NEW."{0}" IS OLD."{0}"'
    )
    columns = [one["name"] for one in sa.inspect(op.get_bind()).get_columns("observation")]
    others = " AND ".join(same.format(one) for one in columns if one != "status")
    return (
        f"(OLD.status = 'signed' AND NEW.status = 'blind' AND OLD.aim = 'certification' "
        f"AND {OPEN} OR OLD.status = 'blind' AND NEW.status = 'signed' AND NOT {OPEN}) "
        f"AND {others}"
    )


def _remake(before: str, after: str) -> None:
    """Say it otherwise in every trigger that freezes by the status of an observation."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        named = (
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = current_schema() AND position(:words IN p.prosrc) > 0 "
            "AND (p.proname LIKE 'keep\\_%' OR p.proname LIKE 'refuse\\_signed%')"
        )
        for (name,) in connection.execute(sa.text(named), {"words": before}).all():
            _replace_in(name, before, after)
        return
    found = connection.execute(
        sa.text(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'frozen%' "
            "AND instr(sql, :words) > 0"
        ),
        {"words": before},
    )
    for (name,) in found.all():
        _replace_in(name, before, after)


def _let_move(after: str, before: str) -> None:
    """Let the envelope move from and to being kept from others, or no more."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    _replace_in("keep_observation" if postgresql else "frozen_observation_update", before, after)


def _replace_in(name: str, before: str, after: str) -> None:
    """Make a trigger, or the function of one, anew with other words."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        said = (
            "SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n "
            "ON n.oid = p.pronamespace WHERE n.nspname = current_schema() AND p.proname = :name"
        )
    else:
        said = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name"
    text = connection.execute(sa.text(said), {"name": name}).scalar_one()
    if before not in text:
        raise LookupError(f"{name} does not say {before}")
    if connection.dialect.name != "postgresql":
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    op.execute(text.replace(before, after))


def _refuse_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION keep_blind() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {EARLY} THEN RAISE EXCEPTION '{TOO_EARLY}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER blind_observation_update BEFORE UPDATE ON observation "
        "FOR EACH ROW EXECUTE FUNCTION keep_blind()"
    )


def _guard() -> None:
    """Whoever takes part or counts reads that it is so; the program alone writes it."""
    op.execute("ALTER TABLE blind_scoring ENABLE ROW LEVEL SECURITY")
    # Or whoever owns the table is not bound.
    op.execute("ALTER TABLE blind_scoring FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY program ON blind_scoring USING ({PROGRAM}) WITH CHECK ({PROGRAM})")
    op.execute(f"CREATE POLICY viewer_sees ON blind_scoring FOR SELECT USING ({TAKES_PART})")
