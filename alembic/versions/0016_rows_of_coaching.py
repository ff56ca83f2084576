"""On PostgreSQL every row about coaching says itself who may have it, as in 0013."""

from collections.abc import Sequence
from typing import NamedTuple

from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# In brackets each is asked once in a statement and not once for each row.
VIEWER = "(SELECT app_viewer())"
PROGRAM = "(SELECT app_is_program())"

COUNTED = (
    "SELECT app_led(viewer) UNION SELECT p.id FROM person p WHERE p.id <> viewer AND EXISTS "
    "(SELECT 1 FROM \"grant\" g WHERE g.person_id = viewer AND g.role = 'specialist' "
    "AND g.starts_at <= app_at() AND (g.ends_at IS NULL OR g.ends_at > app_at()) "
    "AND p.id IS DISTINCT FROM g.stands_in_for_id)"
)
"""Of whom the viewer may see how often and how long they coach, and none of its words."""


class Rule(NamedTuple):
    """Who may do what with the rows of a table; an empty condition is nobody."""

    sees: str
    adds: str = ""
    changes: str = ""
    removes: str = ""
    leaves: str = ""
    """What a changed row must be; empty is what it had to be before."""


def _is(*columns: str) -> str:
    return " OR ".join(f"{column} = {VIEWER}" for column in columns)


def _led(column: str) -> str:
    return f"{column} IN (SELECT app_led({VIEWER}))"


def _led_directly(column: str) -> str:
    return f"{column} IN (SELECT app_led_directly({VIEWER}))"


def _counted(column: str) -> str:
    return f"{column} IN (SELECT app_counted({VIEWER}))"


def _below(column: str) -> str:
    return (
        f"{column} IN (SELECT descendant_id FROM reach WHERE ancestor_id = {VIEWER} AND depth = 1)"
    )


def _above(column: str) -> str:
    return (
        f"{column} IN (SELECT ancestor_id FROM reach WHERE descendant_id = {VIEWER} AND depth = 1)"
    )


def _of(column: str, table: str, condition: str) -> str:
    """That the row of `table` on which this one hangs is so; asked of that one row."""
    return f"EXISTS (SELECT 1 FROM {table} one WHERE one.id = {column} AND ({condition}))"


def _writing(sees: str, writes: str) -> Rule:
    return Rule(sees, writes, writes, writes)


TWO = _is("coach_id", "coached_id")
COUNT_OF_TWO = f"{TWO} OR {_counted('coach_id')}"
WORDS_OF_TWO = f"{TWO} OR {_led_directly('coach_id')}"
CALL = _is("coach_id", "rep_id")
WORDS_OF_CALL = f"{CALL} OR {_led_directly('coach_id')}"
SENT = (
    f"{_is('by_id')} OR sent_at IS NOT NULL AND ({_is('about_id')} OR {_led_directly('about_id')})"
)
OWN_SENT = (
    f"EXISTS (SELECT 1 FROM self_audit own WHERE own.by_id = {VIEWER} "
    "AND own.about_id = one.about_id AND own.quarter = one.quarter AND own.sent_at IS NOT NULL)"
)
ANSWERS = (
    f"{_is('one.by_id')} OR one.sent_at IS NOT NULL AND ({_is('one.about_id')} "
    f"OR {_led_directly('one.about_id')} AND one.by_id = one.about_id) AND {OWN_SENT}"
)
"""That the other has sent theirs both know; what they answered, once both have."""

ABOUT = f"{_is('about_id')} OR {_led_directly('about_id')}"
"""About whom one answers the ten points."""

OWN = _is("coach_id")
OFFERED = f"offered_at IS NOT NULL AND {_led_directly('coach_id')}"
CLOSED = f"{_is('person_id')} OR closed_at IS NOT NULL AND {_led_directly('person_id')}"
"""Whose two weeks of time it is, and once they are over also whoever leads them directly."""

RULES = {
    "evidence": Rule(f"{_is('person_id')} OR {_counted('person_id')}"),
    "cycle": _writing(COUNT_OF_TWO, OWN),
    "cycle_body": _writing(
        _of("cycle_body.cycle_id", "cycle", WORDS_OF_TWO), _of("cycle_body.cycle_id", "cycle", TWO)
    ),
    "log_entry": _writing(COUNT_OF_TWO, OWN),
    "log_body": _writing(
        _of("log_body.log_entry_id", "log_entry", WORDS_OF_TWO),
        _of("log_body.log_entry_id", "log_entry", OWN),
    ),
    "commitment": Rule(WORDS_OF_TWO, OWN, TWO),
    "log_answer": _writing(
        _of("log_answer.log_entry_id", "log_entry", TWO),
        _of("log_answer.log_entry_id", "log_entry", _is("coached_id")),
    ),
    "customer_call": Rule(f"{CALL} OR {_counted('coach_id')}", CALL, CALL),
    "call_body": _writing(
        _of("call_body.customer_call_id", "customer_call", WORDS_OF_CALL),
        _of("call_body.customer_call_id", "customer_call", CALL),
    ),
    "rep_tier": Rule(
        f"{_is('rep_id', 'set_by_id')} OR {_below('rep_id')}",
        _is("set_by_id"),
        f"{_is('set_by_id')} OR {_below('rep_id')}",
        leaves=_is("set_by_id"),
    ),
    "pilot": Rule(f"{CALL} OR {_counted('coach_id')}", OWN, OWN),
    "action_plan": Rule(COUNT_OF_TWO, OWN, OWN),
    "action_plan_body": _writing(
        _of("action_plan_body.action_plan_id", "action_plan", WORDS_OF_TWO),
        _of("action_plan_body.action_plan_id", "action_plan", OWN),
    ),
    "action_step": _writing(
        _of("action_step.action_plan_id", "action_plan", WORDS_OF_TWO),
        _of("action_step.action_plan_id", "action_plan", TWO),
    ),
    "plan_review": Rule(
        _of("plan_review.action_plan_id", "action_plan", WORDS_OF_TWO),
        # Each signs on their own side.
        f"({_is('by_id')}) AND (side = 'leader' AND "
        + _of("plan_review.action_plan_id", "action_plan", _led_directly("coach_id"))
        + f" OR side <> 'leader' AND {_of('plan_review.action_plan_id', 'action_plan', OWN)})",
    ),
    "team_practice": Rule(
        f"{OWN} OR {_counted('coach_id')} OR {_above('coach_id')}", OWN, OWN, OWN
    ),
    "practice_turn": _writing(
        f"{_is('rep_id')} OR {_of('practice_turn.team_practice_id', 'team_practice', OWN)}",
        _of("practice_turn.team_practice_id", "team_practice", OWN),
    ),
    # Why a rep has another rhythm is words about them; the program makes the figures of it.
    "cadence_override": Rule(WORDS_OF_TWO, OWN, OWN),
    "series": Rule(WORDS_OF_TWO, OWN, OWN),
    "appointment": Rule(
        # When the team practises, everybody in it knows.
        f"{COUNT_OF_TWO} OR booked = 'team-practice' AND {_above('coach_id')}",
        OWN,
        OWN,
    ),
    "appointment_step": Rule(
        _of("appointment_step.appointment_id", "appointment", WORDS_OF_TWO),
        f"({_is('by_id')}) AND {_of('appointment_step.appointment_id', 'appointment', OWN)}",
    ),
    "coach_month": Rule(f"{OWN} OR {_counted('coach_id')}"),
    "quarter_hour": Rule(CALL, _is("rep_id"), CALL),
    "interruption_contract": Rule(
        f"{OWN} OR {OFFERED} OR signed_at IS NOT NULL AND {_above('coach_id')}",
        f"signed_at IS NULL AND {OWN}",
        # A signed one stays as it is, and nobody signs their own.
        f"signed_at IS NULL AND ({OWN} OR {OFFERED})",
        f"signed_at IS NULL AND {OWN}",
        leaves=f"signed_at IS NULL AND {OWN} OR {OFFERED}",
    ),
    "calendar_feed": _writing(_is("person_id"), _is("person_id")),
    "time_audit": Rule(CLOSED, _is("person_id"), CLOSED),
    "time_slot": _writing(
        _of("time_slot.time_audit_id", "time_audit", CLOSED),
        _of("time_slot.time_audit_id", "time_audit", _is("person_id")),
    ),
    "pulse_ticket": Rule(_is("coached_id")),
    # What was said nobody reads: the program makes the figures of it.
    "pulse_said": Rule(""),
    "pulse_figure": Rule(f"{_is('node_id')} OR {_led('node_id')}"),
    "self_audit": Rule(
        SENT,
        f"({_is('by_id')}) AND ({ABOUT})",
        SENT,
        _is("by_id"),
        leaves=f"({ABOUT}) AND ({_is('by_id')} OR sent_at IS NOT NULL)",
    ),
    "self_audit_point": _writing(
        _of("self_audit_point.self_audit_id", "self_audit", ANSWERS),
        _of("self_audit_point.self_audit_id", "self_audit", _is("by_id")),
    ),
}
"""Who may have which row of what managers and reps do and say. Source: docs/access.md."""

FOR = {"SELECT": "sees", "INSERT": "adds", "UPDATE": "changes", "DELETE": "removes"}


def upgrade() -> None:
    """Go up; SQLite has no such thing."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        "CREATE FUNCTION app_counted(viewer integer) RETURNS SETOF integer "
        f"LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN QUERY {COUNTED}; END $$"
    )
    for table, rule in RULES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        # Or whoever owns the table is not bound.
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY program ON {table} USING ({PROGRAM}) WITH CHECK ({PROGRAM})")
        for verb, name in FOR.items():
            if policy := _policy(table, verb, name, rule):
                op.execute(policy)


def _policy(table: str, verb: str, name: str, rule: Rule) -> str:
    """One policy; empty for what nobody does."""
    condition = getattr(rule, name)
    if not condition:
        return ""
    using = "" if verb == "INSERT" else f" USING ({condition})"
    left = (rule.leaves if verb == "UPDATE" else "") or condition
    check = f" WITH CHECK ({left})" if verb in {"INSERT", "UPDATE"} else ""
    return f"CREATE POLICY viewer_{name} ON {table} FOR {verb}{using}{check}"


def downgrade() -> None:
    """Go back."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, rule in RULES.items():
        for name in FOR.values():
            if getattr(rule, name):
                op.execute(f"DROP POLICY viewer_{name} ON {table}")
        op.execute(f"DROP POLICY program ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute("DROP FUNCTION app_counted(integer)")
