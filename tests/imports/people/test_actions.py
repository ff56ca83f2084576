import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session, SQLModel, col, select

from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Conflict, Invalid, NotPermitted
from coach_the_coach.identity.access import Permission, Role
from coach_the_coach.identity.actions import add_person
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.sign_in import set_password
from coach_the_coach.identity.tables import ExternalIdentity, Grant, Person, Reach, ReportingLine
from coach_the_coach.imports.formats.people import read_people
from coach_the_coach.imports.people.actions import import_people, keep_people
from coach_the_coach.imports.people.rows import Change, ImportReport
from coach_the_coach.notices.tables import Notice
from tests.cast import NOW, people

HEADER = "email,given_name,family_name,role,title,manager_email,end_date,employee_id\n"
COMPANY = HEADER + (
    "rae@new.example,Rae,Rep,rep,AE,mo@new.example,,3\n"
    "mo@new.example,Mo,Manager,manager,,lena@new.example,,2\n"
    "lena@new.example,Lena,Leader,leader,VP,,,1\n"
    "ada@new.example,Ada,Admin,admin,,,,\n"
)
LATER = NOW + timedelta(days=30)


def keep(session: Session, text: str, at: datetime = NOW) -> ImportReport:
    report = keep_people(session, file=read_people(text.encode()), at=at)
    session.flush()
    session.expire_all()
    return report


def dump(session: Session) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: [tuple(row) for row in session.connection().execute(table.select())]
        for table in SQLModel.metadata.sorted_tables
    }


def id_of(session: Session, email: str) -> int:
    return session.exec(select(Person).where(Person.email == email)).one().id or 0


def lines(session: Session, email: str) -> list[tuple[str, date, date | None]]:
    person = id_of(session, email)
    found = session.exec(
        select(ReportingLine)
        .where(ReportingLine.person_id == person)
        .order_by(col(ReportingLine.id))
    ).all()
    names = {one.id: one.email for one in session.exec(select(Person)).all()}
    return [(names[line.manager_id], line.starts_on, line.ends_on) for line in found]


def roles(session: Session, email: str, at: datetime) -> set[tuple[Role, bool]]:
    actor = actor_named(session, id_of(session, email), at)
    return {(grant.role, grant.root_id is None) for grant in actor.grants}


def seen(session: Session, email: str, at: datetime = NOW) -> set[str]:
    actor = actor_named(session, id_of(session, email), at)
    found = session.exec(visible(Person, actor, Permission.PERSON_SEE)).all()
    return {person.email.partition("@")[0] for person in found}


def test_a_first_file_brings_in_everybody_with_lines_roles_and_reach(session: Session):
    assert keep(session, COMPANY) == ImportReport(
        added=4,
        changes=(
            Change(2, "Rae Rep", "New", "becomes Rep; answers to Mo Manager"),
            Change(3, "Mo Manager", "New", "becomes Manager; answers to Lena Leader"),
            Change(4, "Lena Leader", "New", "becomes Leader"),
            Change(5, "Ada Admin", "New", "becomes Administrator"),
        ),
    )
    assert lines(session, "rae@new.example") == [("mo@new.example", NOW.date(), None)]
    assert roles(session, "lena@new.example", NOW) == {(Role.LEADER, False)}
    assert roles(session, "ada@new.example", NOW) == {(Role.ADMIN, True)}
    assert seen(session, "lena@new.example") == {"lena", "mo", "rae"}
    assert seen(session, "mo@new.example") == {"mo", "rae"}
    assert seen(session, "rae@new.example") == {"rae"}
    assert seen(session, "ada@new.example") == {"ada", "lena", "mo", "rae"}


def test_the_same_file_a_second_time_changes_not_one_row(session: Session):
    keep(session, COMPANY)
    before = dump(session)
    again = keep(session, COMPANY, LATER)
    assert again == ImportReport(unchanged=4)
    assert dump(session) == before


def test_the_same_file_a_second_time_only_reads(session: Session, statements):
    keep(session, COMPANY)
    with statements() as sent:
        keep_people(session, file=read_people(COMPANY.encode()), at=LATER)
        session.flush()
    # Three of them wait for whoever decides about administrators, or people in the file.
    assert [one.split()[0] for one in sent if not one.startswith("LOCK")] == ["SELECT"] * 6


def test_people_who_are_not_in_the_file_stay_as_they_are(session: Session):
    people(session)
    before = dump(session)
    keep(session, COMPANY)
    after = dump(session)
    assert set(before["person"]) < set(after["person"])
    assert set(before["reach"]) < set(after["reach"])
    assert set(before["reporting_line"]) < set(after["reporting_line"])


def test_a_move_closes_the_line_of_before_and_moves_the_reach(session: Session):
    keep(session, COMPANY)
    moved = COMPANY.replace("AE,mo@new.example", "AE,lena@new.example")
    assert keep(session, moved, LATER) == ImportReport(
        changed=1,
        unchanged=3,
        moved=1,
        changes=(Change(2, "Rae Rep", "Moves", "answers to Lena Leader"),),
    )
    assert lines(session, "rae@new.example") == [
        ("mo@new.example", NOW.date(), LATER.date()),
        ("lena@new.example", LATER.date(), None),
    ]
    assert seen(session, "mo@new.example", LATER) == {"mo"}
    assert seen(session, "lena@new.example", LATER) == {"lena", "mo", "rae"}


def test_an_empty_manager_ends_the_line_and_a_missing_column_does_not(session: Session):
    keep(session, COMPANY)
    narrow = "email,given_name,family_name,role\nrae@new.example,Rae,Rep,rep\n"
    assert keep(session, narrow, LATER) == ImportReport(unchanged=1)
    report = keep(session, COMPANY.replace("AE,mo@new.example", "AE,"), LATER)
    assert report.changes == (Change(2, "Rae Rep", "Moves", "answers to nobody"),)
    assert lines(session, "rae@new.example") == [("mo@new.example", NOW.date(), LATER.date())]
    assert seen(session, "mo@new.example", LATER) == {"mo"}


def test_a_correction_on_the_same_day_leaves_no_line_that_lasted_no_day(session: Session):
    keep(session, COMPANY)
    keep(session, COMPANY.replace("AE,mo@new.example", "AE,lena@new.example"))
    assert lines(session, "rae@new.example") == [("lena@new.example", NOW.date(), None)]
    keep(session, COMPANY.replace("AE,mo@new.example", "AE,"))
    assert lines(session, "rae@new.example") == []


def test_changed_fields_are_kept_and_told_with_what_they_were(session: Session):
    keep(session, COMPANY)
    report = keep(session, COMPANY.replace("rep,AE", "rep,Senior AE").replace("VP", ""), LATER)
    assert report.changes == (
        Change(2, "Rae Rep", "Changed", "title: AE → Senior AE"),
        Change(4, "Lena Leader", "Changed", "title: VP → none"),
    )
    found = session.exec(select(Person.title).order_by(Person.email)).all()
    assert list(found) == ["", "", "", "Senior AE"]


def test_a_new_role_ends_the_role_of_before(session: Session):
    keep(session, COMPANY)
    report = keep(session, COMPANY.replace("Rae,Rep,rep", "Rae,Rep,manager"), LATER)
    assert report.changes == (
        Change(2, "Rae Rep", "Changed", "becomes Manager; no longer Rep", ends_role=True),
    )
    assert roles(session, "rae@new.example", LATER) == {(Role.MANAGER, False)}
    assert roles(session, "rae@new.example", LATER - timedelta(days=1)) == {(Role.REP, False)}


def test_what_was_given_by_hand_is_left_alone(session: Session):
    keep(session, COMPANY)
    lena, mo = id_of(session, "lena@new.example"), id_of(session, "mo@new.example")
    by_hand = [
        Grant(person_id=mo, role=Role.LEADER, root_id=lena, starts_at=NOW),
        Grant(person_id=mo, role=Role.CERTIFIER, root_id=mo, starts_at=NOW),
        Grant(person_id=mo, role=Role.SPECIALIST, starts_at=NOW, ends_at=LATER + timedelta(9)),
    ]
    session.add_all(by_hand)
    session.flush()
    before = dump(session)
    assert keep(session, COMPANY, LATER) == ImportReport(unchanged=4)
    assert dump(session) == before


def test_what_the_directory_gave_is_left_alone_and_a_file_gives_beside_it(session: Session):
    keep(session, COMPANY)
    rae, mo = id_of(session, "rae@new.example"), id_of(session, "mo@new.example")
    of_directory = {"starts_at": NOW, "reason": "oidc:groups=leads"}
    session.add_all(
        [
            Grant(person_id=mo, role=Role.LEADER, root_id=mo, **of_directory),
            Grant(person_id=rae, role=Role.MANAGER, root_id=rae, **of_directory),
        ]
    )
    session.flush()
    before = dump(session)

    assert keep(session, COMPANY, LATER) == ImportReport(unchanged=4)
    assert dump(session) == before

    keep(session, COMPANY.replace("Rae,Rep,rep", "Rae,Rep,manager"), LATER)
    given = session.exec(
        select(Grant.reason).where(
            Grant.person_id == rae, Grant.role == Role.MANAGER, col(Grant.ends_at).is_(None)
        )
    ).all()
    assert sorted(given) == ["", "oidc:groups=leads"]


def test_somebody_who_leaves_loses_roles_after_the_last_day_and_keeps_the_line(session: Session):
    keep(session, COMPANY)
    leaving = COMPANY.replace("lena@new.example,,2", "lena@new.example,2026-03-20,2")
    assert keep(session, leaving) == ImportReport(
        changed=1,
        unchanged=3,
        ended=1,
        changes=(Change(3, "Mo Manager", "Leaves", "last day: none → 2026-03-20"),),
    )
    assert roles(session, "mo@new.example", NOW) == {(Role.MANAGER, False)}
    report = keep(session, leaving, LATER)
    assert report.changes == (
        Change(3, "Mo Manager", "Changed", "no longer Manager", ends_role=True),
    )
    assert roles(session, "mo@new.example", LATER) == set()
    assert seen(session, "lena@new.example", LATER) == {"lena", "mo", "rae"}
    back = keep(session, COMPANY, LATER)
    assert [one.text for one in back.changes] == ["last day: 2026-03-20 → none; becomes Manager"]


def test_a_last_day_that_is_taken_back_before_it_is_over_leaves_everything_as_it_was(
    session: Session,
):
    keep(session, COMPANY)
    today = NOW.date().isoformat()
    keep(session, COMPANY.replace("lena@new.example,,2", f"lena@new.example,{today},2"))
    back = keep(session, COMPANY)
    assert [one.text for one in back.changes] == [f"last day: {today} → none"]
    assert roles(session, "mo@new.example", LATER) == {(Role.MANAGER, False)}
    assert seen(session, "mo@new.example", LATER) == {"mo", "rae"}


def test_a_new_address_moves_the_person_and_keeps_who_they_are(session: Session):
    keep(session, COMPANY)
    mo = id_of(session, "mo@new.example")
    married = COMPANY.replace("mo@new.example", "mo.new@new.example")
    assert keep(session, married, LATER) == ImportReport(
        changed=1,
        unchanged=3,
        changes=(
            Change(3, "Mo Manager", "Changed", "e-mail: mo@new.example → mo.new@new.example"),
        ),
    )
    assert id_of(session, "mo.new@new.example") == mo


@pytest.mark.parametrize(
    "broken",
    [
        COMPANY.replace("VP", "VP,too,many"),
        COMPANY.replace("leader,VP,,", "leader,VP,rae@new.example,"),
        COMPANY.replace("leader,VP,,", "leader,VP,who@else.example,"),
        COMPANY + "rae@new.example,Rae,Rep,rep,,,,\n",
    ],
)
def test_one_bad_line_keeps_everything_out(session: Session, broken: str):
    people(session)
    before = dump(session)
    with pytest.raises(Invalid):
        keep(session, broken)
    assert dump(session) == before


def test_the_problems_name_their_lines(session: Session):
    broken = COMPANY.replace("leader,VP,,", "wizard,VP,,").replace("AE,mo@", "AE,who@")
    with pytest.raises(Invalid) as refusal:
        keep(session, broken)
    assert refusal.value.problems == {
        "line 2": "Line 2: manager_email “who@new.example” is not in the file nor in the "
        "organisation.",
        "line 4": "Line 4: role “wizard” is not one of admin, leader, specialist, manager, rep.",
    }


def test_only_an_administrator_imports(session: Session):
    cast = people(session)
    for person in (cast.cleo, cast.lena, cast.mo, cast.rae, cast.spec):
        with pytest.raises(NotPermitted):
            import_people(session, cast.actor(person), file=read_people(COMPANY.encode()), at=NOW)
    assert (
        import_people(
            session, cast.actor(cast.ada), file=read_people(COMPANY.encode()), at=NOW
        ).added
        == 4
    )


def test_an_administrator_of_a_part_does_not_import(session: Session):
    cast = people(session)
    session.add(
        Grant(person_id=cast.mo.id or 0, role=Role.ADMIN, root_id=cast.mo.id, starts_at=NOW)
    )
    session.flush()
    with pytest.raises(NotPermitted):
        import_people(session, cast.actor(cast.mo), file=read_people(COMPANY.encode()), at=NOW)


def test_nobody_takes_away_the_last_administrator(session: Session):
    keep(session, COMPANY)
    with pytest.raises(Invalid) as refusal:
        keep(session, COMPANY.replace("Admin,admin", "Admin,leader"))
    assert refusal.value.problems == {
        "line 5": "Line 5: nobody would be left to administer; write the role as “leader + admin”."
    }
    handed_over = COMPANY.replace("Admin,admin", "Admin,leader").replace(
        "Leader,leader", "Leader,leader + admin"
    )
    assert keep(session, handed_over, LATER).changed == 2
    assert roles(session, "lena@new.example", LATER) == {(Role.LEADER, False), (Role.ADMIN, True)}


def test_an_administrator_does_not_take_the_role_from_themself(session: Session):
    cast = people(session)
    text = "email,given_name,family_name,role\nada@example.com,Ada,Admin,rep\n" + (
        "eve@example.com,Eve,Admin,admin\n"
    )
    with pytest.raises(Invalid) as refusal:
        import_people(session, cast.actor(cast.ada), file=read_people(text.encode()), at=NOW)
    assert refusal.value.problems == {
        "line 2": "Line 2: this would take away your own role as administrator; write the role as "
        "“rep + admin”."
    }


@pytest.mark.parametrize(
    ("role", "way_out"),
    [
        ("AE", "; write the role as “rep + admin”"),
        ("rep, VP", "; write the role as “leader + rep + admin”"),
    ],
)
def test_the_way_to_stay_an_administrator_takes_the_role_of_the_file(
    session: Session, role: str, way_out: str
):
    keep(session, COMPANY)
    with pytest.raises(Invalid) as refusal:
        keep(session, COMPANY.replace("Admin,admin", f'Admin,"{role}"'))
    assert refusal.value.problems == {
        "line 5": f"Line 5: nobody would be left to administer{way_out}."
    }


def test_the_last_administrator_whose_last_day_is_over_is_told_so(session: Session):
    keep(session, COMPANY)
    with pytest.raises(Invalid) as refusal:
        keep(session, COMPANY.replace("Admin,admin,,,", "Admin,admin,,,2026-01-31"))
    assert refusal.value.problems == {
        "line 5": "Line 5: nobody would be left to administer, for the last day is over."
    }


def test_what_somebody_has_after_a_change_of_roles_is_said(session: Session):
    keep(session, COMPANY)
    ada, mo = id_of(session, "ada@new.example"), id_of(session, "mo@new.example")
    by_hand = Grant(person_id=mo, role=Role.ADMIN, starts_at=NOW, given_by_id=ada)
    of_directory = Grant(
        person_id=mo, role=Role.MANAGER, root_id=mo, starts_at=NOW, reason="oidc:groups=leads"
    )
    session.add_all([by_hand, of_directory])
    session.flush()

    both = keep(session, COMPANY.replace("Admin,admin", "Admin,rep + admin"), LATER)
    assert [one.text for one in both.changes] == ["becomes Rep; stays Administrator"]
    assert roles(session, "ada@new.example", LATER) == {(Role.REP, False), (Role.ADMIN, True)}

    one = keep(session, COMPANY.replace("Admin,admin", "Admin,rep"), LATER)
    assert [(change.text, change.ends_role) for change in one.changes] == [
        ("stays Rep; no longer Administrator", True)
    ]
    assert roles(session, "ada@new.example", LATER) == {(Role.REP, False)}

    others = COMPANY.replace("Admin,admin", "Admin,rep").replace("Manager,manager", "Manager,rep")
    beside = keep(session, others, LATER)
    assert [(change.text, change.ends_role) for change in beside.changes] == [
        ("becomes Rep; stays Administrator and Manager", False)
    ]
    assert roles(session, "mo@new.example", LATER) == {
        (Role.REP, False),
        (Role.ADMIN, True),
        (Role.MANAGER, False),
    }


def test_an_employee_id_that_comes_with_another_name_and_address_is_asked_about(session: Session):
    keep(session, COMPANY)
    other = COMPANY.replace("rae@new.example,Rae,Rep", "bob@new.example,Bob,Poe")
    report = keep(session, other.replace("AE,mo@new.example", "AE,"), LATER)
    assert report.questions == (
        "Line 2: employee_id “3” was Rae Rep and is now Bob Poe. Is it the same person? If not, "
        "give Bob Poe an employee_id of their own, or they get all that is kept of Rae Rep.",
    )
    assert [one.text for one in report.changes] == [
        "e-mail: rae@new.example → bob@new.example; given name: Rae → Bob; "
        "family name: Rep → Poe; answers to nobody"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "rae.poe@new.example,Rae,Poe",
        "rae@new.example,Bob,Poe",
        "bob@new.example,Bob,Rep",
        "RAE@else.example,RAE,REP",
        "rae@else.example,Rae,Rep",
    ],
)
def test_a_marriage_or_a_new_address_alone_is_not_asked_about(session: Session, line: str):
    keep(session, COMPANY)
    report = keep(session, COMPANY.replace("rae@new.example,Rae,Rep", line), LATER)
    assert (report.changed, report.questions) == (1, ())


def test_of_many_others_the_first_are_named_and_the_rest_counted(session: Session):
    def company(prefix: str) -> str:
        rows = (f"{prefix}{n}@x.example,{prefix},{prefix}{n},rep,,,,{n}\n" for n in range(23))
        return HEADER + "".join(rows)

    keep(session, company("a"))
    questions = keep(session, company("b"), LATER).questions
    assert len(questions) == 21
    assert questions[-1] == "3 more people have another name and another e-mail address."


OWN = "you cannot give yourself a role or people. Ask another administrator."
NARROW = "email,given_name,family_name,role,manager_email,employee_id\n"


@pytest.mark.parametrize(
    "line",
    [
        "ada@example.com,Ada,Admin,admin + leader,,",
        "ada@example.com,Ada,Admin,admin + manager,,",
        "ada@example.com,Ada,Admin,admin + specialist,,",
        "ada.new@example.com,Ada,Admin,admin + leader,,A1",
        "mo@example.com,Mo,Manager,manager,ada@example.com,",
        "nell@example.com,Nell,New,rep,ada@example.com,",
    ],
)
def test_an_administrator_gives_themself_neither_a_role_nor_people(session: Session, line: str):
    cast = people(session)
    cast.ada.employee_id = "A1"
    session.flush()
    before = dump(session)
    file = read_people((NARROW + "eve@example.com,Eve,Else,rep,,\n" + line).encode())
    with pytest.raises(Invalid) as refusal:
        import_people(session, cast.actor(cast.ada), file=file, at=NOW)
    assert refusal.value.problems == {"line 3": f"Line 3: {OWN}"}
    assert dump(session) == before


def test_nobody_who_is_there_comes_below_the_importer_through_somebody_else(session: Session):
    cast = people(session)
    session.add(Grant(person_id=cast.odd.id or 0, role=Role.ADMIN, starts_at=NOW))
    session.flush()
    odd = cast.actor(cast.odd)
    moved = NARROW + "mo@example.com,Mo,Manager,manager,sol@example.com,\n"
    own = "odd@example.com,Odd,Other,leader + admin,cleo@example.com,\n"
    with pytest.raises(Invalid) as refusal:
        import_people(session, odd, file=read_people((moved + own).encode()), at=NOW)
    assert refusal.value.problems == {"line 2": f"Line 2: {OWN}"}
    new = NARROW + own + "nell@example.com,Nell,New,rep,sol@example.com,\n"
    assert import_people(session, odd, file=read_people(new.encode()), at=NOW).added == 1


def test_the_command_line_and_another_administrator_give_what_one_cannot(session: Session):
    cast = people(session)
    session.add(Grant(person_id=cast.cleo.id or 0, role=Role.ADMIN, starts_at=NOW))
    session.flush()
    given = NARROW + "ada@example.com,Ada,Admin,admin + leader,,\n"
    file = read_people(given.encode())
    assert import_people(session, cast.actor(cast.cleo), file=file, at=NOW).changed == 1
    assert keep(session, NARROW + "mo@example.com,Mo,Manager,manager,ada@example.com,\n").moved == 1
    same = given + "mo@example.com,Mo,Manager,manager,ada@example.com,\n"
    again = import_people(session, cast.actor(cast.ada), file=read_people(same.encode()), at=NOW)
    assert again == ImportReport(unchanged=2)


def test_one_who_moves_writes_few_rows_of_the_reach(session: Session):
    def company(manager: str) -> str:
        rows = (f"p{n}@x.example,P,Q,manager,,p{(n - 1) // 5}@x.example,,\n" for n in range(1, 500))
        text = HEADER + "p0@x.example,P,Q,leader,,,,\n" + "".join(rows)
        return text.replace(
            "p499@x.example,P,Q,manager,,p99@", f"p499@x.example,P,Q,manager,,{manager}@"
        )

    written: list[tuple[str, int]] = []

    def note(_c: object, _u: object, statement: str, rows: object, _x: object, many: bool) -> None:
        words = statement.split()
        if words[2:3] == ["reach"] and words[0] in {"INSERT", "DELETE"}:
            written.append((words[0], len(rows) if many and isinstance(rows, list) else 1))

    keep(session, company("p99"))
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    keep(session, company("p1"), LATER)
    event.remove(connection, "before_cursor_execute", note)
    # p99 and p19 are 4 and 3 above p0's; p3 is between. p1 is right below p0.
    assert written == [("DELETE", 4), ("INSERT", 2)]
    assert sum(row.depth == 2 for row in session.exec(select(Reach)).all()) > 0


def test_two_files_at_once_leave_one_manager_to_a_person(database_url: str):
    store.open_at(database_url)
    with store.transaction() as session:
        keep_people(session, file=read_people(COMPANY.encode()), at=NOW)
    together = Barrier(2)

    def bring_in(manager: str) -> ImportReport:
        text = COMPANY.replace("AE,mo@new.example", f"AE,{manager}@new.example")
        file = read_people(text.encode())
        together.wait()
        with store.transaction() as session:
            return keep_people(session, file=file, at=LATER)

    with ThreadPoolExecutor(2) as threads:
        reports = list(threads.map(bring_in, ("lena", "ada")))
    assert [report.moved for report in reports] == [1, 1]
    with store.reading() as session:
        rae = id_of(session, "rae@new.example")
        open_lines = [
            line.manager_id
            for line in session.exec(select(ReportingLine)).all()
            if line.person_id == rae and line.ends_on is None
        ]
        direct = session.exec(
            select(Reach.ancestor_id).where(Reach.descendant_id == rae, Reach.depth == 1)
        ).all()
    store.open_at(None)
    assert len(open_lines) == 1
    assert list(direct) == open_lines


def test_the_cast_written_as_a_file_changes_nothing(session: Session):
    cast = people(session)
    text = "email,given_name,family_name,role\nlena@example.com,Lena,Leader,leader\n"
    before = dump(session)
    assert keep(session, text) == ImportReport(unchanged=1)
    assert dump(session) == before
    assert cast.lena.id


def test_five_thousand_people_take_as_many_statements_as_fifty(session: Session, statements):
    def company(size: int, prefix: str) -> str:
        lines = (
            f"{prefix}{n}@x.example,P{n},Q,{'rep' if n > 9 else 'manager'},,"
            f"{f'{prefix}{n // 10}@x.example' if n else ''},,\n"
            for n in range(size)
        )
        return HEADER + "".join(lines)

    lookups = []
    for size, prefix in ((50, "a"), (5000, "b")):
        with statements() as sent:
            assert keep(session, company(size, prefix)).added == size
        lookups.append(sum(one.startswith(("SELECT", "DELETE")) for one in sent))
        assert len(sent) < 40
    assert lookups[0] == lookups[1]


@st.composite
def organisations(draw: st.DrawFn) -> dict[str, str]:
    """A forest: e-mail to manager's e-mail or nothing."""
    size = draw(st.integers(1, 25))
    names = [f"p{n}@x.example" for n in range(size)]
    return {name: draw(st.sampled_from(["", *names[:place]])) for place, name in enumerate(names)}


def written(organisation: dict[str, str], seed: int) -> str:
    rows = [f"{name},P,Q,manager,,{manager},,\n" for name, manager in organisation.items()]
    random.Random(seed).shuffle(rows)
    return HEADER + "".join(rows)


def reached(organisation: dict[str, str]) -> set[tuple[str, str, int]]:
    """Who is above whom and how far, found the plain way."""
    found = set()
    for name in organisation:
        above, depth = name, 0
        while above:
            found.add((above, name, depth))
            above, depth = organisation[above], depth + 1
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=organisations(), second=organisations(), seed=st.integers(0, 99))
def test_whatever_the_organisation_the_reach_is_what_the_file_says(
    session: Session, first: dict[str, str], second: dict[str, str], seed: int
):
    with session.begin_nested() as savepoint:
        for organisation, at in ((first, NOW), (second, LATER)):
            keep(session, written(organisation, seed), at)
            merged = first | organisation
            emails = {one.id: one.email for one in session.exec(select(Person)).all()}
            rows = session.exec(select(Reach)).all()
            assert {
                (emails[row.ancestor_id], emails[row.descendant_id], row.depth) for row in rows
            } == reached(merged)
            again = keep(session, written(organisation, seed + 1), at)
            assert (again.added, again.changed) == (0, 0)
        savepoint.rollback()
        session.expunge_all()


def test_somebody_who_comes_in_meanwhile_is_a_conflict(session: Session):
    def another_import(state: ORMExecuteState) -> None:
        if state.is_insert:
            rae = Person(email="rae@new.example", given_name="Rae", family_name="Rep")
            session.connection().execute(insert(Person), [rae.model_dump(exclude={"id"})])

    event.listen(session, "do_orm_execute", another_import)
    with pytest.raises(Conflict), session.begin_nested():
        keep(session, COMPANY)


def test_whoever_can_sign_in_is_told_that_a_file_changed_what_they_are_known_by(session: Session):
    cast = people(session)
    cast.rae.employee_id = "3"
    set_password(session, cast.mo.id or 0, "a sentence nobody else says", NOW)
    for who in (cast.rae, cast.ren):
        identity = ExternalIdentity(
            person_id=who.id or 0,
            issuer="https://a.example",
            subject=str(who.id),
            created_at=NOW,
            used_at=NOW,
        )
        session.add(identity)
    session.flush()
    file = read_people(
        b"email,given_name,family_name,role,employee_id\n"
        b"mo@example.com,Mo,Manager,manager,2\n"
        b"rae@new.example,Rae,Rep,rep,3\n"
        b"ren@example.com,Ren,Renamed,rep,\n"
        b"mia@example.com,Mia,Manager,manager,7\n"
    )
    import_people(session, cast.actor(cast.ada), file=file, at=NOW)
    keep(session, "email,given_name,family_name,role,employee_id\nmo@example.com,Mo,M,manager,9\n")

    told = {(one.person_id, one.text) for one in session.exec(select(Notice))}
    assert told == {
        (cast.mo.id, "Ada Admin changed what you sign in by: employee id."),
        (cast.mo.id, "Whoever runs the server changed what you sign in by: employee id."),
        (cast.rae.id, "Ada Admin changed what you sign in by: e-mail."),
    }


def test_a_guest_is_given_no_role_by_a_file_before_they_are_a_guest_no_more(session: Session):
    cast = people(session)
    guest = add_person(session, email="gus@else.org", given_name="Gus", family_name="Guest")
    role = Grant(
        person_id=guest.id or 0,
        role=Role.GUEST,
        root_id=guest.id,
        starts_at=NOW + timedelta(days=1),
        ends_at=LATER,
        given_by_id=cast.ada.id,
        reason="Watches one.",
    )
    session.add(role)
    session.flush()
    text = "email,given_name,family_name,role\ngus@else.org,Gus,Guest,leader\n"
    with pytest.raises(Invalid) as refusal:
        keep(session, text)
    assert refusal.value.problems == {
        "line 2": "Line 2: Gus Guest is here as a guest. End that under Roles first."
    }
    assert keep(session, text, LATER).changed == 1


def test_whoever_answers_to_somebody_else_now_is_told_and_whoever_led_them(session: Session):
    cast = people(session)
    for who in (cast.mo, cast.rae, cast.sol, cast.lena, cast.ada):
        set_password(session, who.id or 0, "a sentence nobody else says", NOW)
    file = read_people(
        b"email,given_name,family_name,role,manager_email\n"
        b"mo@example.com,Mo,Manager,manager,lena@example.com\n"
        b"rae@example.com,Rae,Rep,rep,zed@example.com\n"
        b"ren@example.com,Ren,Rep,rep,zed@example.com\n"
        b"sol@example.com,Sol,Stranger,manager,\n"
        b"zed@example.com,Zed,Null,manager,\n"
    )

    import_people(session, cast.actor(cast.ada), file=file, at=NOW)

    told = {(one.person_id, one.text) for one in session.exec(select(Notice))}
    away = "Ada Admin changed who answers to you. People who answer to somebody else now: 2."
    assert told == {
        (cast.rae.id, "Ada Admin changed whom you answer to: Zed Null from now on."),
        (cast.sol.id, "Ada Admin changed whom you answer to: nobody from now on."),
        (cast.mo.id, away),
    }, "and nobody who cannot come in, or stays where they are"
