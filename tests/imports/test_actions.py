from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotFresh, NotPermitted
from coach_the_coach.foundation.jobs import run_due
from coach_the_coach.foundation.when import moment
from coach_the_coach.identity.access import FRESH, Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.imports.actions import (
    bring_in,
    check_import,
    import_people_file,
    leave_import,
)
from coach_the_coach.imports.people.rows import Change, ImportReport
from coach_the_coach.imports.queries import (
    WAIT,
    checked_import,
    judged,
    past_imports,
    waiting_file,
    would_import,
)
from coach_the_coach.imports.rows import CheckRow, Figure, Judged, PastImport
from coach_the_coach.imports.tables import Import
from tests.cast import NOW, Cast, people
from tests.imports.people.test_actions import dump

FILE = (
    "email,given_name,family_name,role,manager_email\n"
    "nell@example.com,Nell,New,rep,mo@example.com\n"
    "mo@example.com,Mo,Manager,manager,lena@example.com\n"
)
NAME = "hr.csv"
BAD = FILE.replace("rep,mo@", "wizard,mo@")


@pytest.fixture
def cast(session: Session) -> Cast:
    return people(session)


def check(session: Session, cast: Cast, text: str = FILE) -> str:
    return checked_by(session, cast.actor(cast.ada), text.encode(), NOW)


def checked_by(session: Session, actor: Actor, content: bytes, at: datetime) -> str:
    verdict = judged(session, actor, content=content, at=at)
    return check_import(session, actor, file_name=NAME, content=content, judged=verdict, at=at)


def take(session: Session, actor: Actor, public_id: str, at: datetime = NOW) -> ImportReport:
    waiting = waiting_file(session, actor, public_id=public_id, at=at)
    return bring_in(session, actor, waiting=waiting, at=at)


def shown(session: Session, cast: Cast, public_id: str) -> CheckRow:
    return checked_import(session, cast.actor(cast.ada), public_id=public_id, at=NOW)


def test_a_checked_file_shows_what_it_would_do_and_does_nothing(session: Session, cast: Cast):
    before = session.exec(select(Person.email)).all()
    one = check(session, cast)
    assert shown(session, cast, one) == CheckRow(
        id=one,
        file_name="hr.csv",
        checked=moment(NOW, "Europe/Paris", NOW),
        summary="1 person added, 0 changed, 1 as before",
        figures=(Figure("New", "1"), Figure("As before", "1")),
        changes=(Change(2, "Nell New", "New", "becomes Rep; answers to Mo Manager"),),
        waits=True,
    )
    assert session.exec(select(Person.email)).all() == before


def test_a_bad_file_shows_its_lines_and_cannot_be_brought_in(session: Session, cast: Cast):
    one = check(session, cast, BAD)
    assert shown(session, cast, one) == CheckRow(
        id=one,
        file_name="hr.csv",
        checked=moment(NOW, "Europe/Paris", NOW),
        problems=("Line 2: role “wizard” is not one of admin, leader, specialist, manager, rep.",),
    )
    with pytest.raises(Conflict):
        take(session, cast.actor(cast.ada), one)


def test_bringing_in_keeps_the_people_and_forgets_the_file(session: Session, cast: Cast):
    one = check(session, cast)
    report = take(session, cast.actor(cast.ada), one)
    assert (report.added, report.unchanged) == (1, 1)
    assert session.exec(select(Person).where(Person.email == "nell@example.com")).one()
    assert session.exec(select(Import.content)).all() == [None]
    assert past_imports(session, cast.actor(cast.ada), at=NOW) == [
        PastImport(
            id=one,
            file_name="hr.csv",
            by="Ada Admin",
            summary="1 person added, 0 changed, 1 as before",
            when=moment(NOW, "Europe/Paris", NOW),
        )
    ]
    with pytest.raises(Conflict):
        take(session, cast.actor(cast.ada), one)


def test_a_file_that_would_change_nothing_does_not_wait(session: Session, cast: Cast):
    text = FILE.replace("nell@example.com,Nell,New", "rae@example.com,Rae,Rep")
    row = shown(session, cast, check(session, cast, text))
    assert (row.waits, row.summary) == (False, "Everything in this file is so already.")


def test_a_file_is_judged_anew_when_it_is_brought_in(session: Session, cast: Cast):
    one = check(session, cast, FILE.partition("mo@example.com,Mo")[0])
    cast.mo.email = "moved@example.com"
    session.add(cast.mo)
    session.flush()
    with pytest.raises(Invalid) as refusal:
        take(session, cast.actor(cast.ada), one)
    assert list(refusal.value.problems) == ["line 2"]


def test_a_file_that_was_left_is_deleted_and_one_brought_in_stays(session: Session, cast: Cast):
    left, done = check(session, cast), check(session, cast)
    take(session, cast.actor(cast.ada), done)
    for one in (left, done):
        leave_import(session, cast.actor(cast.ada), public_id=one)
    session.flush()
    assert session.exec(select(Import.public_id)).all() == [done]
    with pytest.raises(NotFound):
        take(session, cast.actor(cast.ada), left)


def test_a_file_waits_one_day(session: Session, cast: Cast):
    check(session, cast)
    later = NOW + WAIT + timedelta(seconds=1)
    content = FILE.encode()
    new = checked_by(session, cast.actor(cast.ada), content, later)
    assert session.exec(select(Import.public_id)).all() == [new]


def test_a_file_older_than_a_day_is_neither_shown_nor_brought_in(session: Session, cast: Cast):
    one = check(session, cast)
    ada, late = cast.actor(cast.ada), NOW + WAIT
    waiting = waiting_file(session, ada, public_id=one, at=late - timedelta(seconds=1))
    with pytest.raises(NotFound):
        waiting_file(session, ada, public_id=one, at=late)
    with pytest.raises(NotFound):
        bring_in(session, ada, waiting=waiting, at=late)
    assert checked_import(session, ada, public_id=one, at=late) == CheckRow()


def test_a_job_deletes_a_checked_file_after_a_day_and_no_other(database_url: str):
    store.open_at(database_url)
    with store.transaction() as session:
        cast = people(session)
        waits, bad, done = check(session, cast), check(session, cast, BAD), check(session, cast)
        take(session, cast.actor(cast.ada), done)
    kept = []
    for at in (NOW + WAIT - timedelta(seconds=1), NOW + WAIT):
        run_due(at)
        with store.reading() as session:
            kept.append(set(session.exec(select(Import.public_id)).all()))
    store.open_at(None)
    assert kept == [{waits, bad, done}, {done}]


def test_only_an_administrator_sees_files_or_touches_them(session: Session, cast: Cast):
    one = check(session, cast)
    waiting = waiting_file(session, cast.actor(cast.ada), public_id=one, at=NOW)
    for person in (cast.cleo, cast.lena, cast.mo, cast.rae, cast.spec):
        actor = cast.actor(person)
        with pytest.raises(NotPermitted):
            judged(session, actor, content=FILE.encode(), at=NOW)
        with pytest.raises(NotPermitted):
            check_import(session, actor, file_name=NAME, content=b"", judged=Judged(), at=NOW)
        with pytest.raises(NotPermitted):
            checked_import(session, actor, public_id=one, at=NOW)
        with pytest.raises(NotPermitted):
            past_imports(session, actor, at=NOW)
        with pytest.raises(NotPermitted):
            take(session, actor, one)
        with pytest.raises(NotPermitted):
            bring_in(session, actor, waiting=waiting, at=NOW)
        with pytest.raises(NotPermitted):
            leave_import(session, actor, public_id=one)


def test_a_long_list_of_changes_is_cut_and_counted(session: Session, cast: Cast):
    rows = "".join(f"n{n}@example.com,N,N,rep,\n" for n in range(250))
    row = shown(session, cast, check(session, cast, FILE + rows))
    assert (len(row.changes), row.more) == (200, "And 51 more.")


def test_the_command_line_says_each_change_of_a_file(session: Session, cast: Cast):
    text = FILE.replace("Mo,Manager,manager,lena", "Mo,Manager,leader + rep,lena")
    changes = (
        "Line 2: Nell New (New): becomes Rep; answers to Mo Manager\n"
        "Line 3: Mo Manager (Changed): becomes Leader and Rep; no longer Manager"
    )
    before = dump(session)
    assert would_import(session, content=text.encode(), at=NOW) == (
        "Nothing is changed. This is what the file would do:\n"
        f"1 person added, 1 changed, 0 as before\n{changes}"
    )
    session.flush()
    assert dump(session) == before
    assert import_people_file(session, content=text.encode(), at=NOW) == (
        f"1 person added, 1 changed, 0 as before\n{changes}"
    )
    assert import_people_file(session, content=text.encode(), at=NOW) == (
        "Everything in this file is so already."
    )
    assert ImportReport().does_nothing


def test_the_command_line_refuses_beforehand_what_cannot_come_in(session: Session, cast: Cast):
    with pytest.raises(Invalid) as refusal:
        would_import(session, content=BAD.encode(), at=NOW)
    assert list(refusal.value.problems) == ["line 2"]


def test_of_a_long_list_the_command_line_says_fifty_and_every_role_that_ends(
    session: Session, cast: Cast
):
    rows = "".join(f"n{n}@example.com,N,N,rep,\n" for n in range(60))
    ends = "mo@example.com,Mo,Manager,rep,lena@example.com\n"
    text = FILE.partition("nell@")[0] + rows + ends
    lines = import_people_file(session, content=text.encode(), at=NOW).splitlines()
    assert len(lines) == 52
    assert (lines[1], lines[-2], lines[-1]) == (
        "Line 2: N N (New): becomes Rep",
        "Line 62: Mo Manager (Changed): becomes Rep; no longer Manager",
        "And 11 more.",
    )


def test_a_question_is_shown_before_the_file_is_brought_in(session: Session, cast: Cast):
    cast.rae.employee_id = "E3"
    session.flush()
    text = (
        "email,given_name,family_name,role,employee_id,manager_email\n"
        "bob@example.com,Bob,Poe,rep,E3,\n"
    )
    question = (
        "Line 2: employee_id “E3” was Rae Rep and is now Bob Poe. Is it the same person? If not, "
        "give Bob Poe an employee_id of their own, or they get all that is kept of Rae Rep."
    )
    row = shown(session, cast, check(session, cast, text))
    assert (row.questions, row.waits) == ((question,), True)
    told = import_people_file(session, content=text.encode(), at=NOW).splitlines()
    assert told[1:] == [
        question,
        "Line 2: Bob Poe (Moves): e-mail: rae@example.com → bob@example.com; given name: Rae → "
        "Bob; family name: Rep → Poe; answers to nobody",
    ]


def test_only_who_has_just_shown_who_they_are_brings_a_file_in(session: Session, cast: Cast):
    one = check(session, cast)

    with pytest.raises(NotFresh):
        take(session, cast.actor(cast.ada, proved_at=NOW - FRESH), one)
    assert session.exec(select(Person).where(Person.email == "nell@example.com")).all() == []
    assert shown(session, cast, one).waits
    assert take(session, cast.actor(cast.ada, proved_at=NOW), one).added == 1
