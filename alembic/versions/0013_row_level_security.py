"""On PostgreSQL every row of an assessment says itself who may have it, beneath all our queries."""

from collections.abc import Sequence
from secrets import token_hex
from typing import NamedTuple

from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# In brackets each is asked once in a statement and not once for each row.
VIEWER = "(SELECT app_viewer())"
PROGRAM = "(SELECT app_is_program())"

LEADS = (
    "g.person_id = viewer AND g.role = 'leader' AND g.starts_at <= app_at() "
    "AND (g.ends_at IS NULL OR g.ends_at > app_at())"
)
"""A grant in force that bears what no other role bears: to know of observations, and to decide."""

LED = (
    f'SELECT r.descendant_id FROM "grant" g JOIN reach r ON r.ancestor_id = g.root_id '
    f"WHERE {LEADS} AND r.depth > 0 AND r.descendant_id <> viewer "
    "AND r.descendant_id IS DISTINCT FROM g.stands_in_for_id "
    f'UNION ALL SELECT p.id FROM "grant" g CROSS JOIN person p WHERE {LEADS} '
    "AND g.root_id IS NULL AND p.id <> viewer AND p.id IS DISTINCT FROM g.stands_in_for_id"
)
"""Whom the viewer leads, with others between or none; never themself."""

PLACE = "coalesce(g.stands_in_for_id, g.person_id)"
LED_DIRECTLY = (
    f'SELECT r.descendant_id FROM "grant" g JOIN reach r ON r.ancestor_id = {PLACE} '
    f"WHERE {LEADS} AND (g.root_id IS NULL OR g.root_id = {PLACE}) "
    "AND r.depth = 1 AND r.descendant_id <> viewer"
)
"""Who reports to the viewer, or to the one whose place the viewer takes."""

SHOWN = (
    "EXISTS (SELECT 1 FROM talk t WHERE t.coaching_session_id = o.coaching_session_id "
    "AND t.observer_id = o.observer_id AND t.shown_at IS NOT NULL)"
)
FUNCTIONS = {
    "app_led(viewer integer) RETURNS SETOF integer": LED,
    "app_led_directly(viewer integer) RETURNS SETOF integer": LED_DIRECTLY,
    # What somebody is in an observation, as a sum: 1 the observer, 2 the one observed, 4 who may
    # read that it says something, 8 and what, 16 whoever decides, 32 whoever may see the scores.
    "app_part(of_observation integer, viewer integer) RETURNS integer": (
        "SELECT CASE WHEN o.observer_id = viewer THEN 1 "
        "WHEN o.observed_id = viewer THEN CASE WHEN o.status <> 'signed' THEN 2 "
        f"WHEN {SHOWN} THEN 14 ELSE 6 END "
        "WHEN o.status = 'signed' AND o.aim = 'certification' THEN "
        "CASE WHEN o.observed_id IN (SELECT app_led_directly(viewer)) THEN 16 "
        "WHEN o.observed_id IN (SELECT app_led(viewer)) THEN 32 ELSE 0 END "
        "ELSE 0 END FROM observation o WHERE o.id = of_observation"
    ),
    "app_is_shown(of_observation integer) RETURNS boolean": (
        f"SELECT EXISTS (SELECT 1 FROM observation o WHERE o.id = of_observation AND {SHOWN})"
    ),
    "app_is_to_decide(held integer, observer integer) RETURNS boolean": (
        "SELECT EXISTS (SELECT 1 FROM observation o WHERE o.coaching_session_id = held "
        "AND o.observer_id = observer AND o.status = 'signed' AND o.aim = 'certification')"
    ),
    # Whoever agreed to be watched knows that it has begun, and with whom a talk is booked knows
    # of that; of other drafts the one observed knows nothing.
    "app_is_agreed(held integer, observer integer, viewer integer) RETURNS boolean": (
        "SELECT EXISTS (SELECT 1 FROM watching w WHERE w.coaching_session_id = held "
        "AND w.observer_id = observer AND w.observed_id = viewer) "
        "OR EXISTS (SELECT 1 FROM talk t WHERE t.coaching_session_id = held "
        "AND t.observer_id = observer AND t.observed_id = viewer AND t.booked_for IS NOT NULL)"
    ),
}
"""What the policies ask. They look past the policies, or these would ask for ever, and their plans
are kept: a condition spelled out in each policy would take longer to plan than a page to answer."""


class Rule(NamedTuple):
    """Who may do what with the rows of a table; an empty condition is nobody."""

    sees: str
    adds: str = ""
    changes: str = ""
    removes: str = ""
    leaves: str = ""
    """What a changed row must be; empty is what it had to be before."""


def _writing(sees: str, writes: str) -> Rule:
    return Rule(sees, writes, writes, writes)


def _alone(condition: str) -> Rule:
    """Whoever sees a row may do anything with it."""
    return _writing(condition, condition)


def _is(*columns: str) -> str:
    return " OR ".join(f"{column} = {VIEWER}" for column in columns)


def _part(sees: int, writes: int = 1) -> Rule:
    """What hangs on an observation, by what the viewer is in it."""
    part = f"app_part(observation_id, {VIEWER})"
    return _writing(f"{part} & {sees} > 0", f"{part} & {writes} > 0")


def _of(column: str, table: str, condition: str) -> str:
    """That the row of `table` on which this one hangs is so."""
    return f"{column} IN (SELECT id FROM {table} WHERE {condition})"


GIVEN = f"{_is('observer_id')} OR ({_is('observed_id')}) AND given_at IS NOT NULL"
OF_LOOK = _writing(_of("look_id", "look", GIVEN), _of("look_id", "look", _is("observer_id")))
OF_TALLY = _alone(_of("self_tally_id", "self_tally", _is("coach_id")))
TWO = _is("observer_id", "observed_id")
WANTED = f"{_is('observer_id')} OR ({_is('observed_id')}) AND accepted_at IS NOT NULL"
STEPS = _of(
    "watching_id", "watching", f"{WANTED} OR ({_is('asked_by_id')}) AND accepted_at IS NULL"
)

RULES = {
    # Whoever holds a row so that it stays as it is must be allowed to change it, as the one
    # observed holds a signed one; what is changed must be their own all the same.
    "observation": Rule(
        f"{_is('observer_id')} OR status = 'signed' AND ({_is('observed_id')} "
        f"OR observed_id IN (SELECT app_led({VIEWER}))) OR ({_is('observed_id')}) "
        f"AND app_is_agreed(coaching_session_id, observer_id, {VIEWER})",
        _is("observer_id"),
        f"{_is('observer_id')} OR status = 'signed' AND ({_is('observed_id')})",
        _is("observer_id"),
        _is("observer_id"),
    ),
    "observation_body": _part(1 + 4 + 16),
    "rating": _part(1 + 8 + 16 + 32),
    "tap": _part(1 + 8 + 16),
    "kind_answer": _part(1 + 8 + 16),
    "note": _part(1 + 8),
    "turn_code": _part(1 + 4 + 16),
    "outcome": _part(1 + 4 + 16 + 32),
    "transcript": _part(1 + 4 + 16),
    "transcript_turn": _part(1),
    "self_rating": _writing(
        f"app_part(observation_id, {VIEWER}) & 2 > 0 "
        f"OR app_part(observation_id, {VIEWER}) & 17 > 0 AND app_is_shown(observation_id)",
        f"app_part(observation_id, {VIEWER}) & 2 > 0",
    ),
    "reply": _part(1 + 2 + 16, 1 + 2),
    "talk": _writing(
        f"{TWO} OR observed_id IN (SELECT app_led_directly({VIEWER})) "
        "AND app_is_to_decide(coaching_session_id, observer_id)",
        TWO,
    ),
    "talk_body": _alone(_of("talk_id", "talk", TWO)),
    "asked_first": _writing(
        _of("talk_id", "talk", TWO), _of("talk_id", "talk", _is("observed_id"))
    ),
    "look": Rule(GIVEN, _is("observer_id"), GIVEN, _is("observer_id")),
    "look_body": OF_LOOK,
    "look_level": OF_LOOK,
    "self_tally": _writing(
        f"{_is('coach_id')} OR ({_is('shared_with_id')}) AND stopped_at IS NOT NULL",
        _is("coach_id"),
    ),
    "self_tap": OF_TALLY,
    "self_turn": OF_TALLY,
    "self_code": OF_TALLY,
    "practice_round": _alone(_is("person_id")),
    "practice_offer": _alone(_is("person_id")),
    "observer_places": _alone(_is("person_id")),
    "watching": Rule(
        f"{WANTED} OR {_is('asked_by_id')} OR observed_id IN (SELECT app_led({VIEWER}))",
        _is("asked_by_id"),
        f"{WANTED} OR {_is('asked_by_id')}",
    ),
    "watching_step": Rule(STEPS, f"({_is('by_id')}) AND {STEPS}"),
    "notice": _alone(_is("person_id")),
}
"""Who may have which row of what holds words or judgements. Source: docs/access.md."""

FOR = {"SELECT": "sees", "INSERT": "adds", "UPDATE": "changes", "DELETE": "removes"}

KEPT = {
    "audit_entry": "UPDATE, DELETE",
    "audit_link": "UPDATE, DELETE",
    "audit_detail": "UPDATE",
    "alembic_version": "INSERT, UPDATE, DELETE",
}
"""What the role may not do, whatever the rows say."""


def upgrade() -> None:
    """Go up; SQLite has no such thing."""
    if op.get_bind().dialect.name != "postgresql":
        return
    _add_functions()
    for table, rule in RULES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        # Or whoever owns the table is not bound.
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        # By their names it is asked first, and the others only where it does not hold.
        op.execute(f"CREATE POLICY program ON {table} USING ({PROGRAM}) WITH CHECK ({PROGRAM})")
        for verb, name in FOR.items():
            if policy := _policy(table, verb, name, rule):
                op.execute(policy)
    _add_role()


def _policy(table: str, verb: str, name: str, rule: Rule) -> str:
    """One policy; empty for what nobody does."""
    condition = getattr(rule, name)
    if not condition:
        return ""
    using = "" if verb == "INSERT" else f" USING ({condition})"
    left = (rule.leaves if verb == "UPDATE" else "") or condition
    check = f" WITH CHECK ({left})" if verb in {"INSERT", "UPDATE"} else ""
    return f"CREATE POLICY viewer_{name} ON {table} FOR {verb}{using}{check}"


def _add_functions() -> None:
    """Who looks, as the store has said for this transaction; without a word it is nobody."""
    said = "current_setting('app.viewer', true)"
    op.execute(
        "CREATE FUNCTION app_viewer() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS $$ "
        f"SELECT CASE WHEN {said} ~ '^[0-9]{{1,9}}$' THEN {said}::integer END $$"
    )
    # What keeps a signed row as it is must see that it is signed, whoever changes it.
    op.execute(
        "CREATE FUNCTION app_is_program() RETURNS boolean LANGUAGE sql STABLE "
        f"AS $$ SELECT coalesce({said} = 'program', false) OR pg_trigger_depth() > 0 $$"
    )
    op.execute(
        "CREATE FUNCTION app_at() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$ "
        "SELECT coalesce(nullif(current_setting('app.at', true), '')::timestamptz, now()) $$"
    )
    for name, query in FUNCTIONS.items():
        op.execute(_function(name, query))


def _function(name: str, query: str) -> str:
    """A function that answers as the program, and whose plan is kept."""
    answers = name.split(" RETURNS ")[1]
    begin = f"CREATE FUNCTION {name} LANGUAGE plpgsql STABLE"
    if answers.startswith("SETOF"):  # It asks nothing that is guarded.
        return f"{begin} AS $$ BEGIN RETURN QUERY {query}; END $$"
    # Its cost is what one call takes, so that it is asked of few rows and not of a whole table.
    begin += " COST 600 AS $$ "
    return (
        f"{begin} DECLARE answer {answers}; "
        "before text := coalesce(current_setting('app.viewer', true), ''); "
        # Only somebody of every right may have this set for a function as a whole.
        "BEGIN PERFORM set_config('app.viewer', 'program', true); "
        f"answer := ({query}); "
        "PERFORM set_config('app.viewer', before, true); RETURN answer; END $$"
    )


def _add_role() -> None:
    """A role that nothing of this passes by, where we may make it; else the tables' owner is bound.

    Roles belong to the whole server, and whoever is a member of one has what it was given in every
    database there: so it is this database's alone. Its name is kept in the database, and goes with
    a copy of it.
    """
    role = f"coach_app_{token_hex(8)}"
    op.execute(
        "CREATE FUNCTION app_role() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE "
        f"AS $$ SELECT '{role}' $$"
    )
    op.execute(
        "DO $$ BEGIN "
        f"CREATE ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE; "
        "EXCEPTION WHEN insufficient_privilege THEN NULL; END $$"
    )
    # Whoever makes a role is a member of it from version 16 on, and may not take it all the same.
    op.execute(
        "DO $$ BEGIN "
        f"EXECUTE 'GRANT {role} TO ' || quote_ident(current_user) || "
        "CASE WHEN current_setting('server_version_num')::integer >= 160000 "
        "THEN ' WITH INHERIT FALSE, SET TRUE' ELSE '' END; "
        "EXCEPTION WHEN insufficient_privilege OR undefined_object THEN NULL; END $$"
    )
    own = "SELECT, INSERT, UPDATE, DELETE ON"
    _where_there_is_a_role(
        f"{_each('GRANT USAGE ON SCHEMA %I TO %I')} "
        f"{_each(f'GRANT {own} ALL TABLES IN SCHEMA %I TO %I')} "
        f"{_each('GRANT USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA %I TO %I')} "
        f"{_each(f'ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT {own} TABLES TO %I')} "
        f"{_each('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE, UPDATE ON SEQUENCES TO %I')} "
        + " ".join(_each(f"REVOKE {verbs} ON %I.{table} FROM %I") for table, verbs in KEPT.items())
    )


def _each(statement: str) -> str:
    """A statement about the schema and the role, by their names."""
    return f"EXECUTE format('{statement}', current_schema(), app_role());"


def _where_there_is_a_role(statements: str) -> None:
    op.execute(
        "DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = app_role()) "
        f"THEN {statements} END IF; END $$"
    )


def downgrade() -> None:
    """Go back; the role goes too, unless a copy of this database uses it."""
    if op.get_bind().dialect.name != "postgresql":
        return
    _where_there_is_a_role(
        f"{_each('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON TABLES FROM %I')} "
        f"{_each('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON SEQUENCES FROM %I')} "
        f"{_each('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %I')} "
        f"{_each('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM %I')} "
        f"{_each('REVOKE ALL ON SCHEMA %I FROM %I')} "
    )
    op.execute(
        "DO $$ BEGIN EXECUTE format('DROP ROLE IF EXISTS %I', app_role()); "
        "EXCEPTION WHEN insufficient_privilege OR dependent_objects_still_exist THEN NULL; END $$"
    )
    for table, rule in RULES.items():
        for name in FOR.values():
            if getattr(rule, name):
                op.execute(f"DROP POLICY viewer_{name} ON {table}")
        op.execute(f"DROP POLICY program ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    for name in ("app_role()", "app_viewer()", "app_is_program()", "app_at()", *FUNCTIONS):
        op.execute(f"DROP FUNCTION {name.split(' RETURNS')[0]}")
