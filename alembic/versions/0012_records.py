"""A person's data: holds, erasures and their way past the triggers; what is said for good stays."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)
TABLES = ("erasure", "erasing", "legal_hold", "pending_decision")

SIGNED = "a signed observation cannot be changed"
SEALED = "a talk that both have signed cannot be changed"
SAID = "what was said for good cannot be changed"
GIVEN = "a short look that was given cannot be changed"
ERASED = "an erasure stays on record"


class Frozen(NamedTuple):
    """What of a table is frozen, and what an erasure may still take."""

    table: str
    when: str
    """The condition under which {row} is frozen."""
    reason: str
    verbs: tuple[str, ...] = ("UPDATE", "DELETE")
    erased: str = ""
    """Whose erasure opens it: a query for the person of {row}; empty is nobody's."""
    words: tuple[str, ...] = ()
    """Columns that may then be emptied, and never reworded."""
    goes: bool = False
    """Whether a row may then be deleted."""
    named: tuple[str, ...] = ()
    """Columns that name a row, alone or some together: on SQLite no other replaces a frozen one."""
    later: str = ""
    """A column that may be set once, afterwards."""

    @property
    def is_envelope(self) -> bool:
        """Whether its own row says that it is frozen."""
        return self.when.startswith("{row}")


ALL = ("INSERT", "UPDATE", "DELETE")
OF_SIGNED = (
    "EXISTS (SELECT 1 FROM observation WHERE id = {row}.observation_id AND status = 'signed')"
)
OBSERVED = "SELECT observed_id FROM observation WHERE id = {row}.observation_id"
OF_SEALED = "EXISTS (SELECT 1 FROM talk WHERE id = {row}.talk_id AND sha256 IS NOT NULL)"
OF_GIVEN = "EXISTS (SELECT 1 FROM look WHERE id = {row}.look_id AND given_at IS NOT NULL)"
LOOKED_AT = "SELECT observed_id FROM look WHERE id = {row}.look_id"


def _part(
    table: str, words: tuple[str, ...] = (), named: tuple[str, ...] = (), *, goes: bool = False
) -> Frozen:
    """A part of a signed observation."""
    return Frozen(table, OF_SIGNED, SIGNED, ALL, OBSERVED, words, goes, named)


# Those that 0003 and 0005 froze, now with a way for an erasure.
BEFORE = (
    Frozen(
        "observation",
        "{row}.status = 'signed'",
        SIGNED,
        erased="SELECT {row}.observed_id",
        words=("purpose_reason", "amend_reason"),
        named=("id", "public_id", "supersedes_id"),
    ),
    _part("observation_body", ("salt", "strengths", "one_thing", "agreed")),
    _part("rating", ("quote",)),
    _part("tap", named=("id",)),
    _part("kind_answer", named=("id",)),
    _part("note", named=("id",), goes=True),
    _part("turn_code"),
    _part("outcome"),
    Frozen(
        "talk",
        "{row}.sha256 IS NOT NULL",
        SEALED,
        named=("id", "coaching_session_id observer_id"),
    ),
    Frozen(
        "talk_body",
        OF_SEALED,
        SEALED,
        ALL,
        "SELECT observed_id FROM talk WHERE id = {row}.talk_id",
        (
            "salt",
            "intended",
            "noticed",
            "moment",
            "would_try",
            "one_thing",
            "promised",
            "next_reason",
        ),
    ),
)

# Those that are frozen from here on.
NEW = (
    Frozen(
        "asked_first",
        "1 = 1",
        SAID,
        erased="SELECT observer_id FROM talk WHERE id = {row}.talk_id",
        goes=True,
        named=("talk_id",),
    ),
    Frozen(
        "look",
        "{row}.given_at IS NOT NULL",
        GIVEN,
        named=("id", "public_id"),
        later="read_at",
    ),
    Frozen(
        "look_body",
        OF_GIVEN,
        GIVEN,
        erased=LOOKED_AT,
        words=("moment", "to_try"),
        named=("look_id",),
    ),
    Frozen("look_level", OF_GIVEN, GIVEN, ALL),
    Frozen("erasure", "1 = 1", ERASED, named=("id", "public_id"), later="finished_at"),
)

OWNERS = {
    "coaching_session": ("coaching_session_id", ("id", "public_id")),
    "rubric": ("rubric_id", ("id", "sha256", "name version")),
}
"""Frozen by 0003 while something signed rests on them, which names them so; by what they are named.

They have nothing to erase.
"""


def upgrade() -> None:
    """Go up."""
    _create_tables()
    # Before the triggers are made anew, which name every column.
    op.add_column("observation_body", sa.Column("touched_at", INSTANT, nullable=True))
    op.create_index("ix_observation_signed", "observation", ["signed_at"])
    postgresql = op.get_bind().dialect.name == "postgresql"
    for frozen in BEFORE:
        for verb in frozen.verbs:
            _drop(frozen.table, verb.lower())
    for frozen in (*BEFORE, *NEW):
        if postgresql:
            _freeze_on_postgresql(frozen)
        else:
            _freeze_on_sqlite(frozen)
    if postgresql:
        _refuse_truncating()
    else:
        for table, (rests, named) in OWNERS.items():
            held = f"SELECT 1 FROM observation WHERE {rests} = one.id AND status = 'signed'"
            _keep_place(table, named, f"EXISTS ({held})", SIGNED)
    _open_by_an_erasure_alone()


def downgrade() -> None:
    """Go back: triggers as 0003 and 0005 made them; those of new tables go with them.

    Who was erased, and who was under a hold, is not known any more afterwards: write it down first.
    """
    postgresql = op.get_bind().dialect.name == "postgresql"
    for frozen in (*BEFORE, *NEW):
        if frozen.table not in TABLES:
            _thaw(frozen, postgresql)
    _thaw_owners(postgresql)
    for table in reversed(TABLES):
        op.drop_table(table)
    if postgresql:
        functions = [f"keep_{frozen.table}" for frozen in (*BEFORE, *NEW)]
        for function in (*functions, "refuse_truncating", "keep_erasing"):
            op.execute(f"DROP FUNCTION {function}()")
    op.drop_index("ix_observation_signed", table_name="observation")
    op.drop_column("observation_body", "touched_at")
    refreeze = _refreeze_on_postgresql if postgresql else _refreeze_on_sqlite
    for frozen in BEFORE:
        refreeze(frozen)


def _thaw_owners(postgresql: bool) -> None:
    """Take away what 0003 did not make."""
    for table in OWNERS:
        for what in ["truncate"] if postgresql else REPLACING:
            _drop(table, what)


def _thaw(frozen: Frozen, postgresql: bool) -> None:
    """Take away the triggers of one table."""
    others = ["truncate"] if postgresql else [*REPLACING] if frozen.named else []
    for what in (*(verb.lower() for verb in frozen.verbs), *others):
        _drop(frozen.table, what)


def _create_tables() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_erasure_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_erasure_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("public_id", name=op.f("uq_erasure_public_id")),
    )
    op.create_index(op.f("ix_erasure_person_id"), "erasure", ["person_id"])
    op.create_table(
        "erasing",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("erasure_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasure.id"], name=op.f("fk_erasing_erasure_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_erasing_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_erasing")),
    )
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_legal_hold_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_index(
        "uq_legal_hold_open",
        "legal_hold",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "pending_decision",
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["observation.id"],
            name=op.f("fk_pending_decision_observation_id"),
        ),
        sa.PrimaryKeyConstraint("observation_id", name=op.f("pk_pending_decision")),
    )


REPLACING = ("replace", "replace_by_change")
"""The triggers on SQLite against another row in the place of a frozen one."""

# The texts below are put together from the names above alone.


def _drop(table: str, what: str) -> None:
    on = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER frozen_{table}_{what}{on}")


def _columns(table: str) -> list[str]:
    return [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]


def _is_open(frozen: Frozen, row: str) -> str:
    """The condition that the person of this row is being erased."""
    person = frozen.erased.format(row=row)
    return (
        "EXISTS (SELECT 1 FROM erasing JOIN erasure ON erasure.id = erasing.erasure_id "
        f"WHERE erasing.person_id = ({person}) AND erasure.finished_at IS NULL)"
    )


def _passes(frozen: Frozen, *, postgresql: bool) -> str:
    """The condition under which a change of a frozen row passes after all; empty for none."""
    ways = []
    if frozen.words:
        emptied = " AND ".join(
            f"({_same(word, postgresql)} OR NEW.\"{word}\" = '')" for word in frozen.words
        )
        ways.append(f"({_is_open(frozen, 'OLD')} AND {_only(frozen.words, frozen, postgresql)}")
        ways[-1] += f" AND {emptied})"
    if frozen.later:
        only = _only((frozen.later,), frozen, postgresql)
        ways.append(f'(OLD."{frozen.later}" IS NULL AND {only})')
    return " OR ".join(ways)


def _only(free: tuple[str, ...], frozen: Frozen, postgresql: bool) -> str:
    """The condition that every other column stays as it is."""
    return " AND ".join(
        _same(name, postgresql) for name in _columns(frozen.table) if name not in free
    )


def _same(column: str, postgresql: bool) -> str:
    if postgresql:
        # As text: JSON has no equality there.
        return f'NEW."{column}"::text IS NOT DISTINCT FROM OLD."{column}"::text'
    return f'NEW."{column}" IS OLD."{column}"'


def _freeze_on_sqlite(frozen: Frozen) -> None:
    rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
    for verb in frozen.verbs:
        # An envelope is not frozen before it is: the change that signs it passes.
        parts = ("OLD",) if frozen.is_envelope else rows[verb]
        when = " OR ".join(frozen.when.format(row=row) for row in parts)
        if frozen.table == "look_level" and verb == "INSERT":
            when = f"({when}) AND EXISTS (SELECT 1 FROM look_body WHERE look_id = NEW.look_id)"
        if verb == "UPDATE" and (passes := _passes(frozen, postgresql=False)):
            when = f"({when}) AND NOT ({passes})"
        if verb == "DELETE" and frozen.goes:
            when = f"({when}) AND NOT {_is_open(frozen, 'OLD')}"
        _trigger(frozen.table, verb, verb.lower(), when, frozen.reason)
    if frozen.named:
        _keep_place(frozen.table, frozen.named, frozen.when.format(row="one"), frozen.reason)


def _keep_place(table: str, named: tuple[str, ...], frozen: str, reason: str) -> None:
    """Another row in the place of a frozen one deletes it without a word on SQLite.

    It does where the connection has no recursive triggers, whether the other is new or changed.
    """
    same = " OR ".join(
        "(" + " AND ".join(f'one."{name}" = NEW."{name}"' for name in names.split()) + ")"
        for names in named
    )
    there = f"EXISTS (SELECT 1 FROM {table} AS one WHERE ({same}) AND {frozen}"
    _trigger(table, "INSERT", "replace", f"{there})", reason)
    columns = ", ".join(f'"{name}"' for names in named for name in names.split())
    other = f"{there} AND one.rowid <> OLD.rowid)"
    _trigger(table, f"UPDATE OF {columns}", "replace_by_change", other, reason)


def _trigger(table: str, verb: str, name: str, when: str, reason: str) -> None:
    op.execute(
        f"CREATE TRIGGER frozen_{table}_{name} BEFORE {verb} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    )


def _freeze_on_postgresql(frozen: Frozen) -> None:
    old, new = frozen.when.format(row="OLD"), frozen.when.format(row="NEW")
    raised = f"RAISE EXCEPTION '{frozen.reason}'"
    added = new
    if frozen.table == "look_level":
        added += " AND EXISTS (SELECT 1 FROM look_body WHERE look_id = NEW.look_id)"
    passes = _passes(frozen, postgresql=True) or "false"
    # An envelope is not frozen before it is: the change that signs it passes.
    changed = old if frozen.is_envelope else f"({old}) OR ({new})"
    goes = _is_open(frozen, "OLD") if frozen.goes else "false"
    op.execute(
        f"CREATE FUNCTION keep_{frozen.table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'INSERT' THEN IF {added} THEN {raised}; END IF; RETURN NEW; END IF; "
        f"IF TG_OP = 'DELETE' THEN IF ({old}) AND NOT ({goes}) THEN {raised}; END IF; "
        "RETURN OLD; END IF; "
        f"IF ({changed}) AND NOT ({passes}) THEN {raised}; END IF; "
        "RETURN NEW; END $$"
    )
    for verb in frozen.verbs:
        op.execute(
            f"CREATE TRIGGER frozen_{frozen.table}_{verb.lower()} BEFORE {verb} "
            f"ON {frozen.table} FOR EACH ROW EXECUTE FUNCTION keep_{frozen.table}()"
        )


def _refuse_truncating() -> None:
    """Emptying a table at once passes every trigger on its rows."""
    op.execute(
        "CREATE FUNCTION refuse_truncating() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'a table of what stays cannot be emptied'; END $$"
    )
    for table in (*(frozen.table for frozen in (*BEFORE, *NEW)), *OWNERS):
        op.execute(
            f"CREATE TRIGGER frozen_{table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncating()"
        )


def _open_by_an_erasure_alone() -> None:
    """The way is opened only for the person of an erasure that is not finished: it leaves a trace.

    A hold keeps it shut, whoever asks.
    """
    told = (
        "NOT EXISTS (SELECT 1 FROM erasure WHERE id = NEW.erasure_id "
        "AND person_id = NEW.person_id AND finished_at IS NULL) "
        "OR EXISTS (SELECT 1 FROM legal_hold WHERE person_id = NEW.person_id AND until IS NULL)"
    )
    reason = "only an erasure that is under way opens what is frozen"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION keep_erasing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {told} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER opened_erasing BEFORE INSERT OR UPDATE ON erasing "
            "FOR EACH ROW EXECUTE FUNCTION keep_erasing()"
        )
        return
    for verb in ("INSERT", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER opened_erasing_{verb.lower()} BEFORE {verb} ON erasing "
            f"WHEN {told} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )


def _refreeze_on_sqlite(frozen: Frozen) -> None:
    rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
    for verb in frozen.verbs:
        parts = ("OLD",) if frozen.is_envelope else rows[verb]
        when = " OR ".join(frozen.when.format(row=row) for row in parts)
        _trigger(frozen.table, verb, verb.lower(), when, frozen.reason)


def _refreeze_on_postgresql(frozen: Frozen) -> None:
    function = {
        "observation": "refuse_signed",
        "talk": "refuse_talk",
        "talk_body": "refuse_talk_body",
    }.get(frozen.table, "refuse_signed_part")
    for verb in frozen.verbs:
        op.execute(
            f"CREATE TRIGGER frozen_{frozen.table}_{verb.lower()} BEFORE {verb} "
            f"ON {frozen.table} FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
