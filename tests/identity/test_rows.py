"""Beneath all queries PostgreSQL gives and takes no other rows than the viewer's."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import func, text
from sqlalchemy import select as columns
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from coach_the_coach import schema
from coach_the_coach.cadence.contract.tables import InterruptionContract
from coach_the_coach.cadence.hours.tables import TimeAudit, TimeSlot
from coach_the_coach.cadence.rules import Category
from coach_the_coach.coaching.cycles.tables import ActionPlan
from coach_the_coach.foundation import store
from coach_the_coach.foundation.viewer import NOBODY, PROGRAM, VIEWER, as_program, view_as
from coach_the_coach.identity.access import PERMISSIONS, Permission, Role
from coach_the_coach.identity.tables import Grant, Person
from coach_the_coach.notices.actions import tell
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import Observation, Rating
from coach_the_coach.pulse.tables import PulseSaid, PulseTicket
from coach_the_coach.selfaudit.tables import SelfAudit, SelfAuditPoint
from tests import build
from tests.cast import NOW, Cast
from tests.conftest import databases_of
from tests.identity.guarded import world

UNGUARDED: Final = {
    "account": "asked before anybody is signed in",
    "alembic_version": "how far the database is migrated",
    "audit_detail": "as its entry",
    "audit_entry": "written for whoever is refused too; no word of an assessment",
    "audit_link": "hashes",
    "audit_waiting": "as its entry",
    "behind": "whose progress is to be made anew, and no more",
    "coach_of_record": "who coaches whom, which everybody who plans must know",
    "coaching_session": "who sits with whom and what for, entered before anybody watches it",
    "erasing": "which erasure is under way; what freezes rows asks it",
    "erasure": "that somebody was erased, when and why",
    "external_identity": "asked before anybody is signed in",
    "grant": "roles; the policies themselves ask it",
    "house_rule": "what holds for everybody",
    "import": "files of people, and nothing of what they did",
    "invitation": "asked before anybody is signed in",
    "job": "kinds, keys and instants of work; a letter's words are read when it goes",
    "kind_aim": "what mix of talks everybody aims at",
    "legal_hold": "whose data must stay",
    "mail_choice": "asked by whoever holds a letter, without signing in",
    "passing": "what a sign-in at the provider began with",
    "path_version": "what a path asks, the same for everybody",
    "pending_decision": "that a decision waits, and no word of it",
    "person": "who there is; pages name people before anybody is known",
    "reach": "who is below whom; the policies themselves ask it",
    "recovery_code": "asked before anybody is signed in",
    "reminder": "of which day a reminder went",
    "reporting_line": "who answers for whom",
    "rubric": "the form, the same for everybody",
    "significance": "which calls are significant, the same for everybody",
    "small_house": "who may take which part, the same for everybody",
    "stale": "which months of whom are to be counted anew, and no count",
    "second_factor": "asked before anybody is signed in",
    "sign_in": "says who is signed in",
    "sign_in_tab": "open pages of a sign-in, which is ended from elsewhere",
    "tries": "counted before anybody is signed in, and names nobody",
}
"""The tables that no policy guards, and why."""


def each(number: int, tables: str) -> dict[str, int]:
    """So many rows of each of these tables."""
    return dict.fromkeys(tables.split(), number)


PARTS: Final = (
    "observation observation_body rating tap kind_answer turn_code outcome transcript reply"
)
COUNTED: Final = (
    "evidence cycle log_entry customer_call pilot action_plan team_practice appointment "
    "coach_month award blind_scoring enrolment progress enrolment_step review attestation "
    "review_seat co_signature appeal suspension suspension_body suspension_act"
)
"""How often and how long somebody coaches, and how they stand on their paths.

Without a word of it, but for what is to be confirmed of a certificate that may rest.
"""

COACHED: Final = (
    "cycle_body log_body commitment call_body action_plan_body action_step plan_review series "
    "appointment_step cadence_override"
)
"""The words between a coach and the coached, and the hours they meet."""

LED: Final = "pulse_figure"
"""What all leaders above read, for it says nothing of one rep."""

LEADS: Final = (
    f"{COUNTED} {COACHED} {LED} interruption_contract time_audit time_slot self_audit "
    "co_signature_body"
)
"""What the direct leader reads of somebody who coaches; of ten points that they are sent."""

SEES: Final = {
    "nobody": {},
    # Her own with what the two talked over, and Sage's as it was signed, as his direct leader.
    "lena": each(2, PARTS)
    | each(1, "note transcript_turn self_rating talk talk_body asked_first look look_body")
    | each(1, "look_level self_tally practice_round practice_offer observer_places")
    | each(1, "watching watching_step")
    # How he coaches, with its words, as his direct leader; of Rae's answers nothing.
    | each(1, f"{LEADS} self_audit_point"),
    # Of Sage's he knows that it says something, and no level before the talk; of Lena's ten points
    # no answer before he has sent his.
    "mo": each(2, "observation observation_body self_rating reply turn_code outcome transcript")
    | each(1, "rating tap kind_answer note talk talk_body")
    | each(1, "asked_first look look_body look_level self_tally self_tap self_turn self_code")
    | each(1, "watching watching_step notice")
    | each(1, f"{LEADS} log_answer rep_tier practice_turn quarter_hour appeal_body")
    # What he learned is his alone, and so is what he shows of his certificates.
    | each(1, "knowledge_try unit_use credential credential_share"),
    # She is coached: what is about her, and what holds for whoever her manager coaches.
    "rae": each(1, COACHED)
    | each(1, "cycle log_entry customer_call pilot action_plan team_practice")
    | each(1, "appointment log_answer rep_tier practice_turn quarter_hour interruption_contract")
    | each(1, "calendar_feed pulse_ticket"),
    # Another of Mo's: that the team practised, and for what a session may move.
    "ren": each(1, "team_practice interruption_contract"),
    "spec": each(1, f"{PARTS} note transcript_turn {COUNTED}"),
    # Above his leader: that both took place and that another is planned, and the one's scores.
    "cleo": each(2, "observation")
    | each(1, f"rating outcome watching {COUNTED} {LED}")
    # She decides an appeal of his.
    | each(1, "appeal_body"),
    # Who is on a path, whom she names for a decision; that somebody is certified.
    "ada": each(1, "enrolment review_seat appeal award"),
    **{key: {} for key in ("odd", "sol", "mia", "sid")},
}
"""How many rows of which guarded table somebody is given, by docs/access.md; of others none."""


@pytest.fixture
def company(request: pytest.FixtureRequest) -> Iterator[Cast]:
    """The cast, with a row in every guarded table, in a PostgreSQL database of the test's own."""
    store.open_at(databases_of("postgres", request.config).fresh())
    with store.transaction() as session:
        cast = world(session)
    yield cast
    store.open_at(None)


@contextmanager
def looking(person: Person | None) -> Iterator[Session]:
    """A transaction of somebody who passed the door, or of nobody."""
    with store.transaction(NOBODY) as session:
        if person is not None:
            view_as(session, person.id or 0, NOW)
        yield session


def guarded(session: Session) -> set[str]:
    """The tables with policies that bind their owner as well."""
    found = session.connection().execute(
        text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    )
    return {row[0] for row in found}


def rows(session: Session, tables: set[str]) -> dict[str, int]:
    """How many rows of each table there are for whoever looks, where there are any."""
    counted = {
        name: session.connection().scalar(columns(func.count()).select_from(table))
        for name, table in schema.metadata.tables.items()
        if name in tables
    }
    return {name: number for name, number in counted.items() if number}


def test_every_table_is_guarded_or_says_why_not(company: Cast):
    with store.transaction() as session:
        there = session.connection().execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        )
        tables, held = {row[0] for row in there}, guarded(session)

    assert tables - held == set(UNGUARDED)


def test_the_program_is_asked_before_what_each_viewer_may_have(company: Cast):
    with store.transaction() as session:
        found = session.connection().execute(
            text("SELECT tablename, policyname FROM pg_policies ORDER BY policyname")
        )
        last = {table: policy for table, policy in found}  # noqa: C416 - rows are no pairs
    with store.transaction(PROGRAM) as session:
        held = guarded(session)
        plan = session.connection().execute(text("EXPLAIN SELECT * FROM rating")).scalars().all()

    assert last == dict.fromkeys(held, "whole")
    [asked] = [line for line in plan if "Filter:" in line]
    assert asked.index(" OR ") < asked.index("app_part")


def test_the_program_stays_the_program_where_it_does_something_as_such(company: Cast):
    with store.transaction(PROGRAM) as session:
        before = session.info[VIEWER]
        with as_program(session):
            session.add(Notice(person_id=company.mo.id or 0, text="Hello", at=NOW))

        assert session.info[VIEWER] == before
        assert session.exec(select(Notice.text).where(Notice.text == "Hello")).all() == ["Hello"]


def test_every_guarded_table_has_a_row_for_the_program(company: Cast):
    with store.transaction(PROGRAM) as session:
        held = guarded(session)

        assert set(rows(session, held)) == held


@pytest.mark.parametrize("key", SEES)
def test_whoever_looks_is_given_what_is_theirs_and_no_more(company: Cast, key: str):
    with store.transaction() as session:
        held = guarded(session)

    with looking(getattr(company, key, None)) as session:
        assert rows(session, held) == SEES[key]


HOLES: Final[dict[str, Callable[[Session], list[Any]]]] = {
    "text": lambda session: [*session.connection().execute(text("SELECT * FROM rating"))],
    "select": lambda session: [*session.exec(select(Rating))],
    "from_statement": lambda session: [
        *session.execute(columns(Rating).from_statement(text("SELECT * FROM rating")))
    ],
    "connection": lambda session: [*session.connection().execute(columns(Rating.__table__))],  # pyright: ignore[reportAttributeAccessIssue] - SQLModel does not declare it
    "get": lambda session: [session.get(Rating, (1, 1))] if session.get(Rating, (1, 1)) else [],
    "join": lambda session: [
        *session.exec(select(Person.id).join(Observation, col(Observation.id) > 0))
    ],
}
"""Ways past the filter of our queries."""


@pytest.mark.parametrize("way", HOLES)
def test_a_way_past_our_filter_gives_nothing_of_others(company: Cast, way: str):
    with looking(company.sol) as session:
        assert HOLES[way](session) == []
    with looking(company.lena) as session:
        assert HOLES[way](session) != []


def test_nobody_observes_as_another(company: Cast):
    def observe(session: Session, by: Person) -> None:
        held = session.exec(select(Observation.coaching_session_id)).first()
        session.add(
            Observation(
                coaching_session_id=held or 1,
                observer_id=by.id or 0,
                observed_id=company.mo.id or 0,
                aim=Aim.DEVELOPMENT,
                source="live",  # pyright: ignore[reportArgumentType] - its word
                rubric_id=1,
                both_agreed=True,
                opened_at=NOW,
            )
        )
        session.flush()

    with pytest.raises(DBAPIError, match="row-level security"), looking(company.sol) as session:
        observe(session, company.lena)
    with looking(company.lena) as session:
        observe(session, company.lena)


def test_nobody_writes_on_what_is_not_theirs(company: Cast):
    with store.transaction() as session:
        draft = build.observation(session, of=company.mo, by=company.lena, coached=company.ren)
        number = draft.id or 0
    for somebody in (company.mo, company.cleo, company.sol, company.ada, None):
        writing = text("INSERT INTO turn_code VALUES (:number, 1, 'open', now())")
        with pytest.raises(DBAPIError, match="row-level security"), looking(somebody) as session:
            session.connection().execute(writing, {"number": number})
        with looking(somebody) as session:
            change = text("UPDATE observation_body SET strengths = 'x'")
            assert session.connection().execute(change).rowcount == 0
            forget = text("DELETE FROM observation")
            assert session.connection().execute(forget).rowcount == 0


def test_nobody_signs_or_answers_in_the_place_of_another(company: Cast):
    mo, rae, lena = (one.id or 0 for one in (company.mo, company.rae, company.lena))
    with store.transaction() as session:
        offered = InterruptionContract(
            coach_id=mo, text="x", reasons="x", within_days=2, written_at=NOW, offered_at=NOW
        )
        session.add(offered)
        session.flush()
        contract, plan = offered.id, session.exec(select(ActionPlan.id)).one()
    given = {"mo": mo, "rae": rae, "lena": lena, "at": NOW, "contract": contract, "plan": plan}
    sign = "UPDATE interruption_contract SET signed_at = :at, signed_by_id = :lena"
    signed = (
        "INSERT INTO interruption_contract (public_id, coach_id, text, reasons, within_days, "
        "written_at, returned_why, signed_at, signed_by_id) "
        "VALUES ('s', :mo, 'x', 'x', 2, :at, '', :at, :lena)"
    )
    review = (
        "INSERT INTO plan_review (action_plan_id, version, side, by_id, at, note) "
        "VALUES (:plan, 2, '{side}', :{who}, :at, '')"
    )
    audit = (
        "INSERT INTO self_audit (public_id, about_id, by_id, quarter, begun_at) "
        "VALUES ('a', :{about}, :{by}, '2020-01-01', :at)"
    )
    refused = [
        ("mo", f"{sign} WHERE id = :contract"),
        ("mo", signed),
        ("mo", review.format(side="leader", who="mo")),
        ("mo", review.format(side="leader", who="lena")),
        ("lena", review.format(side="manager", who="lena")),
        ("rae", audit.format(about="mo", by="rae")),
        ("mo", audit.format(about="mo", by="lena")),
        ("lena", audit.format(about="rae", by="lena")),
    ]
    for who, statement in refused:
        with (
            pytest.raises(DBAPIError, match="row-level security"),
            looking(getattr(company, who)) as session,
        ):
            session.connection().execute(text(statement), given)
    for who in ("sol", "rae", "cleo", "ada"):
        with looking(getattr(company, who)) as session:
            forged = session.connection().execute(text(f"{sign} WHERE id = :contract"), given)
            assert forged.rowcount == 0, who
    for who, statement in (
        ("lena", f"{sign} WHERE id = :contract"),
        ("lena", review.format(side="leader", who="lena")),
        ("lena", audit.format(about="mo", by="lena")),
        ("mo", audit.format(about="mo", by="mo").replace("'a'", "'b'")),
    ):
        with looking(getattr(company, who)) as session:
            assert session.connection().execute(text(statement), given).rowcount == 1, who


def test_what_is_not_offered_or_closed_yet_is_nobody_elses(company: Cast):
    mo = company.mo.id or 0
    with store.transaction() as session:
        held = guarded(session)
        draft = InterruptionContract(
            coach_id=mo, text="x", reasons="x", within_days=2, written_at=NOW
        )
        audit = TimeAudit(person_id=mo, starts_on=NOW.date())
        session.add_all([draft, audit])
        session.flush()
        number, rules = audit.id or 0, draft.id
        session.add(
            TimeSlot(time_audit_id=number, day=NOW.date(), category=Category.COACHING, minutes=30)
        )
    own = ("interruption_contract", "time_audit", "time_slot")
    for who in ("lena", "cleo", "rae", "spec"):
        with looking(getattr(company, who)) as session:
            found = rows(session, held)
            assert [found.get(name, 0) for name in own] == [SEES[who].get(name, 0) for name in own]
    with looking(company.mo) as session:
        assert [rows(session, held)[name] for name in own] == [2, 2, 2]
    given = {"at": NOW, "lena": company.lena.id, "rules": rules, "audit": number}
    for change in (
        "UPDATE interruption_contract SET signed_at = :at, signed_by_id = :lena WHERE id = :rules",
        "UPDATE time_audit SET agreed_at = :at, agreed_by_id = :lena WHERE id = :audit",
    ):
        with looking(company.lena) as session:
            assert session.connection().execute(text(change), given).rowcount == 0, change


def test_whoever_answers_the_ten_points_reads_the_others_once_both_are_sent(company: Cast):
    def ten(session: Session, by: Person, about: Person, quarter: date, *, sent: bool) -> None:
        one = SelfAudit(about_id=about.id or 0, by_id=by.id or 0, quarter=quarter, begun_at=NOW)
        session.add(one)
        session.flush()
        session.add(SelfAuditPoint(self_audit_id=one.id or 0, point=1, yes=True))
        session.flush()
        one.sent_at = NOW if sent else None
        session.flush()

    def read(by: Person) -> int:
        with looking(by) as session:
            return len(session.exec(select(SelfAuditPoint)).all())

    mo, mia, lena = company.mo, company.mia, company.lena
    last, this = date(2026, 1, 1), date(2026, 4, 1)
    with store.transaction() as session:
        ten(session, lena, mia, this, sent=True)
        ten(session, mia, mia, last, sent=True)
        ten(session, mia, mia, this, sent=False)
    # Her own two alone: of this quarter hers are not sent, and of the last nobody else's are.
    assert read(mia) == 2
    # Beside those about Mo her own about Mia, and not those that Mia sent of the last quarter.
    assert read(lena) == 2
    with store.transaction() as session:
        ten(session, lena, mia, last, sent=True)
        drafts = select(SelfAudit).where(col(SelfAudit.sent_at).is_(None))
        session.exec(drafts).one().sent_at = NOW
    assert (read(mia), read(lena), read(mo)) == (4, 5, 0)


def test_nobody_finds_out_who_said_what(company: Cast):
    for who in (company.mo, company.lena, company.cleo, company.spec, company.ada, company.ren):
        with looking(who) as session:
            assert session.exec(select(PulseSaid)).all() == []
            assert session.exec(select(PulseTicket)).all() == []
            for change in (
                "UPDATE pulse_ticket SET used = true",
                "DELETE FROM pulse_ticket",
                "DELETE FROM pulse_said",
                "UPDATE pulse_figure SET rating = 10",
            ):
                assert session.connection().execute(text(change)).rowcount == 0, change
    with looking(company.rae) as session:
        assert session.exec(select(PulseSaid)).all() == []
        again = text("UPDATE pulse_ticket SET used = false")
        assert session.connection().execute(again).rowcount == 0
    saying = text("INSERT INTO pulse_said VALUES ('x', :coach, :on, 1, 1, 1, 1)")
    with pytest.raises(DBAPIError, match="row-level security"), looking(company.rae) as session:
        session.connection().execute(saying, {"coach": company.mo.id, "on": NOW.date()})


def test_who_looked_is_gone_with_the_transaction(company: Cast):
    asked = text("SELECT current_user, current_setting('app.viewer', true), pg_backend_pid()")
    with looking(company.lena) as session:
        role, viewer, connection = session.connection().execute(asked).one()
        own = session.connection().scalar(text("SELECT app_role()"))
    with store.transaction() as session:
        after = session.connection().execute(asked).one()

    assert (role, viewer) == (own, str(company.lena.id))
    assert tuple(after) == ("coach", "", connection)
    with looking(None) as session:
        assert session.exec(select(Observation)).all() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'x:y'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_link",
        "UPDATE audit_detail SET text = ''",
        "TRUNCATE note",
        "TRUNCATE audit_waiting",
        "ALTER TABLE note DISABLE ROW LEVEL SECURITY",
        "DROP POLICY whole ON note",
        "DROP TRIGGER frozen_note_delete ON note",
        "CREATE TABLE mine (id integer)",
        "UPDATE alembic_version SET version_num = '0001'",
    ],
)
def test_the_program_itself_cannot_take_the_guard_away(company: Cast, statement: str):
    with (
        pytest.raises(DBAPIError, match=r"permission denied|must be owner"),
        store.transaction(PROGRAM) as session,
    ):
        session.connection().execute(text(statement))


def test_a_role_in_force_counts_and_one_that_is_over_does_not(company: Cast):
    def given(session: Session, ends_at: timedelta) -> None:
        session.add(
            Grant(
                person_id=company.odd.id or 0,
                role=Role.LEADER,
                root_id=company.lena.id,
                stands_in_for_id=company.lena.id,
                starts_at=NOW - timedelta(days=5),
                ends_at=NOW + ends_at,
            )
        )

    with store.transaction() as session:
        held = guarded(session)
        given(session, timedelta(days=-1))
    with looking(company.odd) as session:
        assert rows(session, held) == {}
    with store.transaction() as session:
        given(session, timedelta(days=1))
    with looking(company.odd) as session:
        # As Lena, in whose place he decides: that it took place, and what was certified whole.
        certified = each(1, f"{PARTS} watching") | each(2, "observation")
        assert rows(session, held) == certified | each(1, LEADS)


def test_whoever_opens_the_store_says_as_whom():
    package = Path(schema.__file__).parent
    silent = re.compile(r"\bstore\.(transaction|reading)\(\)")

    assert [path.name for path in package.rglob("*.py") if silent.search(path.read_text())] == []


def test_the_role_that_the_policies_name_is_the_one_that_bears_the_permissions():
    leaders = (
        Permission.OBSERVATION_NOTICE,
        Permission.OBSERVATION_DECIDE,
        Permission.COACHING_READ,
        Permission.COACHING_SIGN,
    )
    for permission in leaders:
        assert {role for role, may in PERMISSIONS.items() if permission in may} == {Role.LEADER}
    counts = {role for role, may in PERMISSIONS.items() if Permission.COACHING_COUNT in may}
    assert counts == {Role.LEADER, Role.SPECIALIST}


def test_whoever_tells_somebody_does_not_see_what_they_were_told(company: Cast):
    with looking(company.sol) as session:
        for _twice in range(2):
            tell(session, company.rae.id or 0, "Sol waits.", link="/", at=NOW)
        assert session.exec(select(Notice)).all() == []

    with looking(company.rae) as session:
        assert [one.text for one in session.exec(select(Notice))] == ["Sol waits."]


def test_what_the_program_does_in_between_ends_also_when_it_fails(company: Cast):
    with looking(company.sol) as session:
        with pytest.raises(KeyError), as_program(session):
            raise KeyError
        assert session.exec(select(Observation)).all() == []


def test_a_savepoint_taken_back_ends_what_the_program_does_in_between(company: Cast):
    with looking(company.sol) as session:
        before = session.info[VIEWER]
        with (
            pytest.raises(DBAPIError),
            session.begin_nested(),
            as_program(session),
        ):
            session.connection().execute(text("SELECT 1 / 0"))
        assert session.info[VIEWER] == before
        with as_program(session):
            assert session.exec(select(Observation)).all() != []
        assert session.exec(select(Observation)).all() == []


def test_a_signed_row_stays_as_it_is_for_whoever_cannot_see_that_it_is_signed(company: Cast):
    with pytest.raises(DBAPIError, match="signed"), looking(company.sol) as session:
        session.connection().execute(text("UPDATE coaching_session SET planned = false"))
