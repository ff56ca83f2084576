"""Who decides about certificates, what they signed, appeals, and certificates that rest."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "suspension_act",
    "suspension_body",
    "suspension",
    "appeal_body",
    "appeal",
    "co_signature_body",
    "co_signature",
    "review_seat",
)

VIEWER = "(SELECT app_viewer())"
PROGRAM = "(SELECT app_is_program())"
OWN = f"person_id = {VIEWER}"
COUNTED = f"person_id IN (SELECT app_counted({VIEWER}))"
"""Those whom the viewer leads, and for a specialist everybody."""

LED_DIRECTLY = f"one.person_id IN (SELECT app_led_directly({VIEWER}))"

ADMINISTERS = (
    f"EXISTS (SELECT 1 FROM \"grant\" g WHERE g.person_id = {VIEWER} AND g.role = 'admin' "
    "AND g.starts_at <= app_at() AND (g.ends_at IS NULL OR g.ends_at > app_at()))"
)
"""Who names people for a decision, and reads nothing of what they say."""


def _of(table: str, owner: str, condition: str) -> str:
    """That the row on which a row hangs is so."""
    return f"EXISTS (SELECT 1 FROM {owner} one WHERE one.id = {table}.{owner}_id AND ({condition}))"


SEEN = {
    "review_seat": f"{OWN} OR by_id = {VIEWER} OR {COUNTED} OR {ADMINISTERS}",
    "co_signature": f"{OWN} OR by_id = {VIEWER} OR {COUNTED}",
    # A refusal is words: for whom it is about, who wrote it, and who leads them directly.
    "co_signature_body": _of(
        "co_signature_body",
        "co_signature",
        f"one.person_id = {VIEWER} OR one.by_id = {VIEWER} OR {LED_DIRECTLY}",
    ),
    "appeal": f"{OWN} OR decider_id = {VIEWER} OR {COUNTED} OR {ADMINISTERS}",
    "appeal_body": _of(
        "appeal_body", "appeal", f"one.person_id = {VIEWER} OR one.decider_id = {VIEWER}"
    ),
    "suspension": f"{OWN} OR opened_by_id = {VIEWER} OR {COUNTED}",
    # Whoever may confirm it reads what was seen.
    "suspension_body": _of(
        "suspension_body",
        "suspension",
        f"one.person_id = {VIEWER} OR one.opened_by_id = {VIEWER} "
        f"OR one.person_id IN (SELECT app_counted({VIEWER}))",
    ),
    "suspension_act": f"{OWN} OR by_id = {VIEWER} OR {COUNTED}",
}
"""Who may read which row; all of it is written by the program, after it has asked who may.

A guest or a manager of another team who is named reads a decision through the program as well.
"""


class Frozen(NamedTuple):
    """What of a table is frozen, and what of it may be written all the same."""

    table: str
    reason: str
    named: tuple[str, ...]
    """Columns that name a row: on SQLite no other takes its place."""
    words: tuple[str, ...] = ()
    """Columns that an erasure of the person may empty, and nobody reword."""
    later: tuple[str, ...] = ()
    """Columns that may be set once, together: the first of them says that they are."""
    when: str = "1 = 1"
    """The condition under which {row} is frozen."""
    person: str = "SELECT OLD.person_id"
    """Whose erasure opens it: a query for the person of OLD."""


ALL = (
    Frozen(
        "review",
        "a decision that was made stays",
        ("id", "public_id"),
        when="{row}.closed_at IS NOT NULL",
    ),
    Frozen("review_seat", "who was asked to sign stays", ("id", "review_id seat place")),
    Frozen(
        "co_signature",
        "what was signed in a decision cannot be changed",
        ("id", "public_id", "review_id seat place"),
    ),
    Frozen(
        "co_signature_body",
        "what was signed in a decision cannot be changed",
        ("co_signature_id",),
        words=("salt", "evidence", "would_meet"),
        person="SELECT person_id FROM co_signature WHERE id = OLD.co_signature_id",
    ),
    Frozen(
        "appeal",
        "an appeal that was decided stays",
        ("id", "public_id", "review_id"),
        when="{row}.decided_at IS NOT NULL",
    ),
    Frozen(
        "appeal_body",
        "what an appeal says cannot be changed",
        ("appeal_id",),
        words=("salt", "words", "reason"),
        later=("reason",),
        person="SELECT person_id FROM appeal WHERE id = OLD.appeal_id",
    ),
    Frozen(
        "suspension",
        "a suspension that is over stays",
        ("id", "public_id"),
        when="{row}.ended_at IS NOT NULL",
    ),
    Frozen(
        "suspension_body",
        "what a suspension says cannot be changed",
        ("suspension_id",),
        words=("salt", "words", "end_reason"),
        later=("end_reason",),
        person="SELECT person_id FROM suspension WHERE id = OLD.suspension_id",
    ),
    Frozen(
        "suspension_act",
        "what was done about a suspension stays",
        ("suspension_id act by_id",),
    ),
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "review_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(length=24), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("person_id <> by_id", name=op.f("ck_review_seat_not_oneself")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_review_seat_by_id")),
        sa.ForeignKeyConstraint(
            ["named_by_id"], ["person.id"], name=op.f("fk_review_seat_named_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_review_seat_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_seat_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_seat")),
        sa.UniqueConstraint(
            "review_id", "seat", "place", name=op.f("uq_review_seat_review_id_seat_place")
        ),
    )
    op.create_index("ix_review_seat_by", "review_seat", ["by_id", "expires_at"])
    op.create_index("ix_review_seat_person_id", "review_seat", ["person_id"])
    op.create_table(
        "co_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(length=24), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("try_again_on", sa.Date(), nullable=True),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.CheckConstraint("person_id <> by_id", name=op.f("ck_co_signature_not_oneself")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_co_signature_by_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_co_signature_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_co_signature_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_signature")),
        sa.UniqueConstraint("public_id", name=op.f("uq_co_signature_public_id")),
        sa.UniqueConstraint(
            "review_id", "seat", "place", name=op.f("uq_co_signature_review_id_seat_place")
        ),
    )
    op.create_index("ix_co_signature_by_id", "co_signature", ["by_id"])
    op.create_index("ix_co_signature_person_id", "co_signature", ["person_id"])
    op.create_table(
        "co_signature_body",
        sa.Column("co_signature_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("would_meet", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["co_signature_id"],
            ["co_signature.id"],
            name=op.f("fk_co_signature_body_co_signature_id"),
        ),
        sa.PrimaryKeyConstraint("co_signature_id", name=op.f("pk_co_signature_body")),
    )
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("coaching_session", sa.String(length=32), nullable=False),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("named_by_id", sa.Integer(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_scorer_id", sa.Integer(), nullable=True),
        sa.Column("second_scorer_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("new_review_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (outcome IS NULL)", name=op.f("ck_appeal_decided_with_outcome")
        ),
        sa.ForeignKeyConstraint(["decider_id"], ["person.id"], name=op.f("fk_appeal_decider_id")),
        sa.ForeignKeyConstraint(
            ["first_scorer_id"], ["person.id"], name=op.f("fk_appeal_first_scorer_id")
        ),
        sa.ForeignKeyConstraint(["named_by_id"], ["person.id"], name=op.f("fk_appeal_named_by_id")),
        sa.ForeignKeyConstraint(
            ["new_review_id"], ["review.id"], name=op.f("fk_appeal_new_review_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appeal_person_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_appeal_review_id")),
        sa.ForeignKeyConstraint(
            ["second_scorer_id"], ["person.id"], name=op.f("fk_appeal_second_scorer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_appeal_public_id")),
        sa.UniqueConstraint("review_id", name=op.f("uq_appeal_review_id")),
    )
    op.create_index("ix_appeal_decider", "appeal", ["decider_id", "decided_at"])
    op.create_index("ix_appeal_person_id", "appeal", ["person_id"])
    op.create_table(
        "appeal_body",
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeal.id"], name=op.f("fk_appeal_body_appeal_id")
        ),
        sa.PrimaryKeyConstraint("appeal_id", name=op.f("pk_appeal_body")),
    )
    op.create_table(
        "suspension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=24), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=24), nullable=True),
        sa.CheckConstraint("person_id <> opened_by_id", name=op.f("ck_suspension_not_oneself")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_suspension_award_id")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_suspension_opened_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_suspension_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
        sa.UniqueConstraint("public_id", name=op.f("uq_suspension_public_id")),
    )
    op.create_index("ix_suspension_person_id", "suspension", ["person_id"])
    op.create_index(
        "uq_suspension_under_way",
        "suspension",
        ["award_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "suspension_body",
        sa.Column("suspension_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["suspension_id"], ["suspension.id"], name=op.f("fk_suspension_body_suspension_id")
        ),
        sa.PrimaryKeyConstraint("suspension_id", name=op.f("pk_suspension_body")),
    )
    op.create_table(
        "suspension_act",
        sa.Column("suspension_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=24), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_suspension_act_by_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_suspension_act_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["suspension_id"], ["suspension.id"], name=op.f("fk_suspension_act_suspension_id")
        ),
        sa.PrimaryKeyConstraint("suspension_id", "act", "by_id", name=op.f("pk_suspension_act")),
    )
    op.create_index("ix_suspension_act_person_id", "suspension_act", ["person_id"])
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        _guard()
    for frozen in ALL:
        (_freeze_on_postgresql if postgresql else _freeze_on_sqlite)(frozen)


def downgrade() -> None:
    """Go back."""
    for table in TABLES:
        op.drop_table(table)
    postgresql = op.get_bind().dialect.name == "postgresql"
    on = " ON review" if postgresql else ""
    gone = ("truncate",) if postgresql else ("replace", "replace_by_change")
    for what in ("update", "delete", *gone):
        op.execute(f"DROP TRIGGER frozen_review_{what}{on}")
    if postgresql:
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
            f"WHERE erasing.person_id IN ({frozen.person}) AND erasure.finished_at IS NULL)"
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
    passes, old = _passes(frozen, postgresql=False), frozen.when.format(row="OLD")
    _trigger(frozen, "UPDATE", "update", f"({old}) AND NOT ({passes})")
    _trigger(frozen, "DELETE", "delete", old)
    same = " OR ".join(
        "(" + " AND ".join(f'one."{name}" = NEW."{name}"' for name in names.split()) + ")"
        for names in frozen.named
    )
    when = frozen.when.format(row="one")
    there = f"EXISTS (SELECT 1 FROM {frozen.table} AS one WHERE ({same}) AND {when}"
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
    raised, old = f"RAISE EXCEPTION '{frozen.reason}'", frozen.when.format(row="OLD")
    op.execute(
        f"CREATE FUNCTION keep_{frozen.table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN IF {old} THEN {raised}; END IF; RETURN OLD; END IF; "
        f"IF ({old}) AND NOT ({_passes(frozen, postgresql=True)}) THEN {raised}; END IF; "
        "RETURN NEW; END $$"
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
