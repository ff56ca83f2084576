from time import process_time

import pytest

from coach_the_coach.imports.formats.people import read_people
from coach_the_coach.imports.formats.sheet import told
from coach_the_coach.imports.people.rules import Known, notes_about, problems_between, renamed

HEADER = "email,given_name,family_name,role,manager_email,employee_id\n"

KNOWN = {
    "kim@x.example": Known("Kim Key", employee_id="K1"),
    "lou@x.example": Known("Lou Low", employee_id="L1", manager_email="kim@x.example"),
}


def between(*lines: str, known: dict[str, Known] | None = None) -> dict[str, str]:
    file = read_people((HEADER + "\n".join(lines)).encode())
    assert not file.problems
    return told(problems_between(file, known or {}))


def test_managers_may_come_later_in_the_file_or_be_there_already():
    lines = ("a@x.example,Ann,Lee,rep,b@x.example,", "b@x.example,Bo,Ray,manager,kim@x.example,")
    assert between(*lines, known=KNOWN) == {}


def test_an_unknown_manager_is_told():
    assert between("a@x.example,Ann,Lee,rep,x@y.example,", known=KNOWN) == {
        "line 2": "Line 2: manager_email “x@y.example” is not in the file nor in the organisation."
    }


def test_a_manager_whose_own_line_is_bad_is_not_called_unknown():
    text = HEADER + "a@x.example,Ann,Lee,rep,b@x.example,\nb@x.example,Bo,,manager,,"
    assert problems_between(read_people(text.encode()), {}) == []


def test_nobody_is_their_own_manager():
    assert between("a@x.example,Ann,Lee,rep,A@x.example,") == {
        "line 2": "Line 2: Ann Lee cannot be their own manager."
    }


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        ("a@x.example,Ann,Lee,rep,,", "Line 3: a@x.example is already on line 2."),
        (
            "a@x.example,Ann,Lee,rep,kim@x.example,",
            "Line 3: a@x.example has a manager on line 2 and another here; a person has one.",
        ),
    ],
)
def test_a_person_is_on_one_line_and_has_one_manager(second: str, sentence: str):
    assert between("a@x.example,Ann,Lee,rep,,", second, known=KNOWN) == {"line 3": sentence}


def test_an_employee_id_belongs_to_one_person():
    assert between("a@x.example,Ann,Lee,rep,,7", "b@x.example,Bo,Ray,rep,,7") == {
        "line 3": "Line 3: employee_id “7” is already Ann Lee's, on line 2."
    }
    taken = between("lou@x.example,Lou,Low,rep,,K1", known=KNOWN)
    assert taken == {"line 2": "Line 2: employee_id “K1” is Kim Key's (kim@x.example)."}


def test_a_new_address_is_known_by_the_employee_id():
    file = read_people((HEADER + "kim.new@x.example,Kim,Key,leader,,K1").encode())
    assert renamed(file, KNOWN) == {"kim@x.example": "kim.new@x.example"}
    assert problems_between(file, KNOWN) == []


def test_the_id_of_somebody_who_is_in_the_file_is_not_taken_for_a_new_address():
    lines = ("kim.new@x.example,Kim,Key,leader,,K1", "kim@x.example,Kim,Key,leader,,")
    assert between(*lines, known=KNOWN) == {
        "line 2": "Line 2: employee_id “K1” is Kim Key's (kim@x.example)."
    }


def test_a_circle_is_told_by_its_people_and_lines():
    assert between(
        "z@x.example,Zed,Zen,rep,b@x.example,",
        "a@x.example,Ann,Lee,manager,b@x.example,",
        "b@x.example,Bo,Ray,manager,c@x.example,",
        "c@x.example,Cy,Dee,leader,a@x.example,",
        "d@x.example,Di,Eve,leader,e@x.example,",
        "e@x.example,Ed,Fox,leader,d@x.example,",
    ) == {
        "line 3": "Line 3: reporting lines go round in a circle: Ann Lee answers to Bo Ray, "
        "who answers to Cy Dee, who answers to Ann Lee (lines 3, 4 and 5).",
        "line 6": "Line 6: reporting lines go round in a circle: Di Eve answers to Ed Fox, "
        "who answers to Di Eve (lines 6 and 7).",
    }


def test_a_circle_through_people_who_are_not_in_the_file_is_found():
    assert between("kim@x.example,Kim,Key,leader,lou@x.example,K1", known=KNOWN) == {
        "line 2": "Line 2: reporting lines go round in a circle: Kim Key answers to Lou Low, "
        "who answers to Kim Key (line 2)."
    }
    renaming = between("kim.new@x.example,Kim,Key,leader,lou@x.example,K1", known=KNOWN)
    assert list(renaming) == ["line 2"]


def test_a_long_circle_is_told_in_short():
    lines = [f"p{n}@x.example,P{n},Q,manager,p{(n + 1) % 12}@x.example," for n in range(12)]
    assert between(*lines) == {
        "line 2": "Line 2: reporting lines go round in a circle: P0 Q answers to P1 Q"
        + "".join(f", who answers to P{n} Q" for n in range(2, 8))
        + ", who answers to …, who answers to P0 Q (lines 2, 3, 4, 5, 6, 7, 8, 9 and …)."
    }


def test_what_may_be_a_mistake_is_noted_and_stops_nothing():
    text = HEADER + (
        "a@x.example,Ann,Lee,rep,b@x.example,\nb@x.example,Bo,Ray,rep,,\nc@x.example,C,D,manager,,"
    )
    assert notes_about(read_people(text.encode())) == [
        "Line 2: Ann Lee answers to Bo Ray, who is a rep.",
        "Line 4: C D manages and answers to nobody.",
    ]


def test_twenty_thousand_lines_are_put_together_soon():
    rows = (
        f"p{n}@x.example,P,Q,manager,{f'p{(n - 1) // 6}@x.example' if n else ''},"
        for n in range(20_000)
    )
    file = read_people((HEADER + "\n".join(rows)).encode())
    began = process_time()
    assert problems_between(file, {}) == []
    assert process_time() - began < 1
