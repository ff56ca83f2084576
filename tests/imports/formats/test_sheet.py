import pytest

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.imports.formats import sheet
from coach_the_coach.imports.formats.sheet import Problem, Row, read_sheet, told

NAMES = {"name": "name", "full_name": "name", "town": "town"}


def rows(text: str | bytes) -> list[tuple[int, dict[str, str]]]:
    content = text.encode() if isinstance(text, str) else text
    return [(row.line, dict(row.cells)) for row in read_sheet(content, NAMES).rows]


@pytest.mark.parametrize(
    "content",
    [
        "name,town\nAnn,Köln\n".encode(),
        "name;town\r\nAnn;Köln\r\n".encode(),
        "name\ttown\rAnn\tKöln\r".encode(),
        "\ufeffname,town\nAnn,Köln".encode(),
        "name,town\nAnn,Köln".encode("utf-16"),
        b"\xfe\xff" + "name,town\nAnn,Köln".encode("utf-16-be"),
        "name,town\nAnn,Köln".encode("cp1252"),
        '"Name", TOWN \n  Ann  ,"Köln"'.encode(),
        "Full-Name,town,\nAnn,Köln,".encode(),
        '"na;me;",name,town\n"1;2",Ann,Köln'.encode(),
        "name,town\nAnn,Ko\u0308ln".encode(),
    ],
)
def test_every_usual_way_of_writing_a_table_is_read_alike(content: bytes):
    assert rows(content) == [(2, {"name": "Ann", "town": "Köln"})]


def test_a_separator_named_on_the_first_line_is_used_and_the_lines_still_count():
    assert rows("sep=;\nname;town\nAnn, B;Köln\n") == [(3, {"name": "Ann, B", "town": "Köln"})]


def test_lines_are_counted_through_quoted_line_breaks_and_blank_lines():
    text = 'name,town\n"Ann\nLee",Köln\n\n,\nBo,"a ""b"" c"\n'
    assert rows(text) == [
        (2, {"name": "Ann Lee", "town": "Köln"}),
        (6, {"name": "Bo", "town": 'a "b" c'}),
    ]


def test_what_is_not_text_of_a_known_encoding_is_guessed_with_a_note():
    notes = read_sheet("name,town\nAnn,Köln".encode("cp1252"), NAMES).notes
    assert notes == ("Read as Windows text: check that names with accents are right.",)
    assert read_sheet("name,town\nAnn,Köln".encode(), NAMES).notes == ()


def test_columns_of_other_names_are_left_out_with_a_note():
    read = read_sheet(b"name,salary,town\nAnn,1000,Rome", NAMES)
    assert read.rows == (Row(2, {"name": "Ann", "town": "Rome"}),)
    assert read.notes == ("Not read: salary.",)
    assert read.columns == {"name", "town"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n \n,,\n", "The file is empty."),
        (b"PK\x03\x04rest", "This is an Excel workbook. Save it as “CSV UTF-8” first."),
        (b"\xd0\xcf\x11\xe0", "This is an Excel workbook. Save it as “CSV UTF-8” first."),
        (b"a\0b\0", "This is not text that can be read. Save it as “CSV UTF-8”."),
        (b"name,t\x81wn", "This is not text that can be read. Save it as “CSV UTF-8”."),
        (b"\xff\xfea", "This is not text that can be read. Save it as “CSV UTF-8”."),
        (b"x" * (sheet.MAX_BYTES + 1), "The file is larger than 10 MB."),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(content: bytes, sentence: str):
    with pytest.raises(Invalid) as refusal:
        read_sheet(content, NAMES)
    assert refusal.value.problems == {"file": sentence}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name,town\nAnn\n", Problem(2, "1 cell, but the header has 2.")),
        ("name,town\nAnn,Rome,Italy\n", Problem(2, "3 cells, but the header has 2.")),
        ("name,full name\nAnn,Lee\n", Problem(1, "the column name is there twice.")),
        ("name,town\nAnn,a\u202eb\n", Problem(2, "a cell holds characters that cannot be seen.")),
        ("name,town\nAnn,a\x07b\n", Problem(2, "a cell holds characters that cannot be seen.")),
        ("name,town\nAnn,a\u200bb\n", Problem(2, "a cell holds characters that cannot be seen.")),
        ("name,town\nAnn,a\u200db\n", Problem(2, "a cell holds characters that cannot be seen.")),
        ("name,town\nAnn,a\ufeffb\n", Problem(2, "a cell holds characters that cannot be seen.")),
        (
            'name,town\nAnn,Rome\nBo,"Par\nis',
            Problem(
                3, "a quotation mark opens or closes in the wrong place, or a cell never ends."
            ),
        ),
        (
            'name,town\nBo,"Paris"x\n',
            Problem(
                2, "a quotation mark opens or closes in the wrong place, or a cell never ends."
            ),
        ),
        (
            f"name,town\nBo,{'x' * 200_000}\n",
            Problem(
                2, "a quotation mark opens or closes in the wrong place, or a cell never ends."
            ),
        ),
    ],
)
def test_a_row_that_does_not_hold_together_is_told_by_its_line(text: str, problem: Problem):
    assert read_sheet(text.encode(), NAMES).problems == (problem,)


def test_empty_cells_beyond_the_header_do_no_harm():
    assert rows("name,town\nAnn,Rome,,,\n") == [(2, {"name": "Ann", "town": "Rome"})]


def test_a_file_of_too_many_rows_is_not_read_on():
    text = "name,town\n" + "Ann,Rome\n" * (sheet.MAX_ROWS + 1)
    read = read_sheet(text.encode(), NAMES)
    assert (len(read.rows), read.problems) == (
        50_000,
        (Problem(0, "The file has more than 50,000 rows."),),
    )


def test_problems_are_told_in_the_order_of_the_file_and_those_of_one_line_together():
    problems = [Problem(9, "late."), Problem(2, "b."), Problem(2, "a."), Problem(0, "All.")]
    assert told(problems) == {
        "file": "All.",
        "line 2": "Line 2: a. b.",
        "line 9": "Line 9: late.",
    }


def test_only_the_first_problems_are_told_and_the_others_counted():
    assert told([Problem(line, "x.") for line in range(1, 61)], most=2) == {
        "line 1": "Line 1: x.",
        "line 2": "Line 2: x.",
        "more": "And 58 more.",
    }
