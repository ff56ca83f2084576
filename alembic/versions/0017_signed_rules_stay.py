"""What was signed, sent or done to an appointment stays, as 0012 has it of observations."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


class Frozen(NamedTuple):
    """What of a table is frozen, and what of it may be written all the same."""

    table: str
    when: str
    """The condition under which {row} is frozen."""
    reason: str
    named: tuple[str, ...]
    """Columns that name a row, alone or some together: on SQLite no other replaces a frozen one."""
    erased: str = ""
    """Whose erasure opens it: a query for people of {row}; empty is nobody's."""
    words: tuple[str, ...] = ()
    """Columns that may then be emptied, and never reworded."""
    later: tuple[str, ...] = ()
    """Columns that may be set once, together: the first of them says that they are."""
    until_then: str = ""
    """Columns that name a row as long as those of `later` are not set."""


PLAN = "SELECT coached_id FROM action_plan WHERE id = {row}.action_plan_id"
BOOKED = (
    "SELECT coach_id FROM appointment WHERE id = {row}.appointment_id "
    "UNION SELECT coached_id FROM appointment WHERE id = {row}.appointment_id"
)
SENT = "EXISTS (SELECT 1 FROM self_audit WHERE id = {row}.self_audit_id AND sent_at IS NOT NULL)"

ALL = (
    Frozen(
        "evidence",
        "1 = 1",
        "what counts is withdrawn and not removed",
        ("id",),
        later=("withdrawn_at", "reason"),
        until_then="subject person_id kind",
    ),
    Frozen(
        "interruption_contract",
        "{row}.signed_at IS NOT NULL",
        "signed rules of interruption cannot be changed",
        ("id", "public_id"),
        "SELECT {row}.coach_id",
        ("text", "reasons", "returned_why"),
    ),
    Frozen(
        "plan_review",
        "1 = 1",
        "a signature under a plan cannot be changed",
        ("action_plan_id version side",),
        PLAN,
        ("note",),
    ),
    Frozen(
        "appointment_step",
        "1 = 1",
        "what was done to an appointment stays",
        ("appointment_id place",),
        BOOKED,
        ("reason",),
    ),
    Frozen(
        "self_audit",
        "{row}.sent_at IS NOT NULL",
        "ten points that were sent cannot be changed",
        ("id", "public_id", "about_id by_id quarter"),
        later=("talked_at",),
    ),
    Frozen(
        "self_audit_point",
        SENT,
        "ten points that were sent cannot be changed",
        ("self_audit_id point",),
        "SELECT about_id FROM self_audit WHERE id = {row}.self_audit_id",
        ("found", "note"),
    ),
)

VERBS = ("update", "delete")
REPLACING = ("replace", "replace_by_change")
"""The triggers on SQLite against another row in the place of a frozen one."""


def upgrade() -> None:
    """Go up."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for frozen in ALL:
        if postgresql:
            _freeze_on_postgresql(frozen)
        else:
            _freeze_on_sqlite(frozen)


def downgrade() -> None:
    """Go back."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for frozen in ALL:
        on = f" ON {frozen.table}" if postgresql else ""
        for what in (*VERBS, *(["truncate"] if postgresql else REPLACING)):
            op.execute(f"DROP TRIGGER frozen_{frozen.table}_{what}{on}")
        if postgresql:
            op.execute(f"DROP FUNCTION keep_{frozen.table}()")


def _columns(table: str) -> list[str]:
    return [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]


def _same(column: str, postgresql: bool) -> str:
    if postgresql:
        return f'NEW."{column}" IS NOT DISTINCT FROM OLD."{column}"'
    return f'NEW."{column}" IS OLD."{column}"'


def _only(free: tuple[str, ...], frozen: Frozen, postgresql: bool) -> str:
    """The condition that every other column stays as it is."""
    return " AND ".join(
        _same(name, postgresql) for name in _columns(frozen.table) if name not in free
    )


def _passes(frozen: Frozen, *, postgresql: bool) -> str:
    """The condition under which a change of a frozen row passes after all."""
    ways = []
    if frozen.words:
        people = frozen.erased.format(row="OLD")
        is_open = (
            "EXISTS (SELECT 1 FROM erasing JOIN erasure ON erasure.id = erasing.erasure_id "
            f"WHERE erasing.person_id IN ({people}) AND erasure.finished_at IS NULL)"
        )
        emptied = " AND ".join(
            f"({_same(word, postgresql)} OR NEW.\"{word}\" = '')" for word in frozen.words
        )
        ways.append(f"{is_open} AND {_only(frozen.words, frozen, postgresql)} AND {emptied}")
    if frozen.later:
        only = _only(frozen.later, frozen, postgresql)
        ways.append(f'OLD."{frozen.later[0]}" IS NULL AND {only}')
    return " OR ".join(f"({way})" for way in ways)


def _freeze_on_sqlite(frozen: Frozen) -> None:
    old = frozen.when.format(row="OLD")
    passes = _passes(frozen, postgresql=False)
    _trigger(frozen, "UPDATE", "update", f"({old}) AND NOT ({passes})")
    _trigger(frozen, "DELETE", "delete", old)
    same = " OR ".join(f"({_is_named(names)})" for names in frozen.named)
    if frozen.until_then:
        unset = " AND ".join(f'{row}."{frozen.later[0]}" IS NULL' for row in ("one", "NEW"))
        same += f" OR ({_is_named(frozen.until_then)} AND {unset})"
    when = frozen.when.format(row="one")
    there = f"EXISTS (SELECT 1 FROM {frozen.table} AS one WHERE ({same}) AND {when}"
    _trigger(frozen, "INSERT", "replace", f"{there})")
    naming = " ".join((*frozen.named, frozen.until_then)).split()
    columns = ", ".join(f'"{name}"' for name in naming)
    other = f"{there} AND one.rowid <> OLD.rowid)"
    _trigger(frozen, f"UPDATE OF {columns}", "replace_by_change", other)


def _is_named(names: str) -> str:
    """The condition that another row has the same name."""
    return " AND ".join(f'one."{name}" = NEW."{name}"' for name in names.split())


def _trigger(frozen: Frozen, verb: str, name: str, when: str) -> None:
    op.execute(
        f"CREATE TRIGGER frozen_{frozen.table}_{name} BEFORE {verb} ON {frozen.table} "
        f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{frozen.reason}'); END"
    )


def _freeze_on_postgresql(frozen: Frozen) -> None:
    old = frozen.when.format(row="OLD")
    raised = f"RAISE EXCEPTION '{frozen.reason}'"
    passes = _passes(frozen, postgresql=True)
    op.execute(
        f"CREATE FUNCTION keep_{frozen.table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN IF {old} THEN {raised}; END IF; RETURN OLD; END IF; "
        f"IF ({old}) AND NOT ({passes}) THEN {raised}; END IF; "
        "RETURN NEW; END $$"
    )
    for verb in VERBS:
        op.execute(
            f"CREATE TRIGGER frozen_{frozen.table}_{verb} BEFORE {verb.upper()} "
            f"ON {frozen.table} FOR EACH ROW EXECUTE FUNCTION keep_{frozen.table}()"
        )
    op.execute(
        f"CREATE TRIGGER frozen_{frozen.table}_truncate BEFORE TRUNCATE ON {frozen.table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncating()"
    )
