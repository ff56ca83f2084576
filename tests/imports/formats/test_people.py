from datetime import date
from time import process_time

import pytest

from coach_the_coach.identity.access import Role
from coach_the_coach.imports.formats.people import MOST_GUESSED, PersonLine, read_people
from coach_the_coach.imports.formats.sheet import Problem

HEADER = (
    "employee_id,email,given_name,family_name,title,role,team,region,manager_email,"
    "start_date,end_date,time_zone,locale\n"
)


def problems(line: str) -> list[str]:
    return [problem.text for problem in read_people((HEADER + line).encode()).problems]


def test_a_full_line_gives_everything_it_says():
    line = (
        "17,Ann@X.example,Ann,Lee,AE,rep,North,EMEA,bo@x.example,"
        "2025-01-31,2026-02-28,europe/berlin,pt_BR\n"
    )
    assert read_people((HEADER + line).encode()).lines == (
        PersonLine(
            line=2,
            email="ann@x.example",
            given_name="Ann",
            family_name="Lee",
            roles=frozenset({Role.REP}),
            employee_id="17",
            title="AE",
            team="North",
            region="EMEA",
            manager_email="bo@x.example",
            starts_on=date(2025, 1, 31),
            ends_on=date(2026, 2, 28),
            time_zone="Europe/Berlin",
            locale="pt-BR",
        ),
    )


def test_headings_of_hr_systems_are_understood():
    file = read_people(
        b"Employee Number;E-Mail;First Name;Last name;Job Title;ROLE;Manager Email;Hire Date\n"
        b"1;a@x.example;Ann;Lee;AE;Rep;;2025-01-31\n"
    )
    assert file.columns == {
        *("employee_id", "email", "given_name", "family_name", "title", "role"),
        *("manager_email", "start_date"),
    }
    assert file.problems == ()


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("admin", {Role.ADMIN}),
        ("VP", {Role.LEADER}),
        ("Vice-President", {Role.LEADER}),
        ("Sales Director", {Role.LEADER}),
        ("Sales Enablement", {Role.SPECIALIST}),
        ("Team Lead", {Role.MANAGER}),
        ("front-line manager", {Role.MANAGER}),
        ("Account Executive", {Role.REP}),
        ("leader + admin", {Role.LEADER, Role.ADMIN}),
        ("manager/specialist", {Role.MANAGER, Role.SPECIALIST}),
    ],
)
def test_roles_are_understood_as_hr_files_write_them(words: str, roles: set[Role]):
    line = f",a@x.example,Ann,Lee,,{words},,,,,,,\n"
    (person,) = read_people((HEADER + line).encode()).lines
    assert person.roles == roles


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        (",,Ann,Lee,,rep,,,,,,,", ["email is empty."]),
        (",a@x.example,,,,rep,,,,,,,", ["given_name is empty.", "family_name is empty."]),
        (",a@x.example,Ann,Lee,,,,,,,,,", ["role is empty."]),
        (",ann,Ann,Lee,,rep,,,,,,,", ["email “ann” is not an e-mail address."]),
        (",a@b@c.example,A,L,,rep,,,,,,,", ["email “a@b@c.example” is not an e-mail address."]),
        (",a@x,Ann,Lee,,rep,,,,,,,", ["email “a@x” is not an e-mail address."]),
        (
            ",a@x.example,Ann,Lee,,wizard,,,,,,,",
            ["role “wizard” is not one of admin, leader, specialist, manager, rep."],
        ),
        (
            ",a@x.example,Ann,Lee,,certifier,,,,,,,",
            ["role “certifier” is not one of admin, leader, specialist, manager, rep."],
        ),
        (
            ",a@x.example,Ann,Lee,,rep,,,Bo Ray,,,,",
            ["manager_email “bo ray” is not an e-mail address."],
        ),
        (
            ",a@x.example,Ann,Lee,,rep,,,b@x.example c@x.example,,,,",
            ["manager_email names two managers; a person has one."],
        ),
        (
            ",a@x.example,Ann,Lee,,rep,,,,31/01/2025,,,",
            ["start_date “31/01/2025” is not a day written as 2025-01-31."],
        ),
        (
            ",a@x.example,Ann,Lee,,rep,,,,2025-02-30,20250131,,",
            [
                "start_date “2025-02-30” is not a day written as 2025-01-31.",
                "end_date “20250131” is not a day written as 2025-01-31.",
            ],
        ),
        (
            ",a@x.example,Ann,Lee,,rep,,,,0025-01-31,,,",
            ["start_date “0025-01-31” is not a day written as 2025-01-31."],
        ),
        (
            ",a@x.example,Ann,Lee,,rep,,,,2025-01-31,2025-01-30,,",
            ["end_date is before start_date."],
        ),
        (
            ",a@x.example,Ann,Lee,,rep,,,,,,Europe/Berlim,",
            ["time_zone “Europe/Berlim” is not a time zone such as Europe/Berlin."],
        ),
        (
            ",a@x.example,Ann,Lee,,rep,,,,,,qqq,",
            ["time_zone “qqq” is not a time zone such as Europe/Berlin."],
        ),
        (
            ",a@x.example,Ann,Lee,,rep,,,,,,,english please",
            ["locale “english please” is not a language such as en or pt-BR."],
        ),
        (
            ",a@x.example,Ann,Lee,,rep,,,,,,,xx",
            ["locale “xx” is not a language such as en or pt-BR."],
        ),
        (
            ",a@x.example,Ann,Lee,,rep,,,,,,,en-XX",
            ["locale “en-XX” is not a language such as en or pt-BR."],
        ),
        (
            ",a@x.example,Ann,Lee,,rep,,,,,,,en-Abcd",
            ["locale “en-Abcd” is not a language such as en or pt-BR."],
        ),
        (
            f",a@x.example,{'A' * 81},Lee,{'t' * 121},rep,,,,,,,",
            [
                "given_name is longer than 80 characters.",
                "title is longer than 120 characters.",
            ],
        ),
    ],
)
def test_a_bad_cell_is_told_with_what_is_expected(line: str, sentences: list[str]):
    assert problems(line) == sentences


def test_a_file_without_a_needed_column_is_refused_as_a_whole():
    file = read_people(b"email,name\na@x.example,Ann\n")
    assert file.problems == (
        Problem(0, "The file needs a column given_name, family_name and role."),
    )
    assert file.lines == ()


def test_a_file_that_names_nobody_is_refused():
    file = read_people(HEADER.encode())
    assert file.problems == (Problem(0, "The file names nobody."),)


def test_a_column_that_is_not_there_says_nothing_and_an_empty_cell_empties():
    narrow = read_people(b"email,given_name,family_name,role\na@x.example,Ann,Lee,rep\n")
    names = {"email": "a@x.example", "given_name": "Ann", "family_name": "Lee"}
    assert narrow.lines[0].kept(narrow.columns) == names
    wide = read_people((HEADER + ",a@x.example,Ann,Lee,,rep,,,,,,,\n").encode())
    assert wide.lines[0].kept(wide.columns) == names | {
        "employee_id": None,
        "title": "",
        "team": "",
        "region": "",
        "starts_on": None,
        "ends_on": None,
    }


def test_a_near_time_zone_is_named_for_the_first_unknown_ones_and_soon():
    head = "email,given_name,family_name,role,time_zone\n"
    rows = "".join(f"p{n}@x.example,P,Q,rep,Europe/Parix{n}\n" for n in range(2000))
    same = "".join(f"q{n}@x.example,P,Q,rep,Europe/Lisbn\n" for n in range(2000))
    began = process_time()
    told = [one.text for one in read_people((head + same + rows).encode()).problems]
    assert process_time() - began < 1
    assert set(told[:2000]) == {
        "time_zone “Europe/Lisbn” is not a time zone such as Europe/Lisbon."
    }
    near = [one.endswith("such as Europe/Paris.") for one in told[2000:]]
    assert near == [True] * (MOST_GUESSED - 1) + [False] * (2001 - MOST_GUESSED)


@pytest.mark.parametrize(
    "locale", ["en", "de_AT", "EN-us", "zh-Hant-TW", "es-419", "de-1996", "iw", "en-UK", "gsw", ""]
)
def test_a_language_that_there_is_is_read(locale: str):
    assert problems(f",a@x.example,Ann,Lee,,rep,,,,,,,{locale}") == []
