"""The register of certificates: who sees which, what is asked of it, and the file."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.credential.rules import AwardKind
from coach_the_coach.certification.deciding.rules import Ground
from coach_the_coach.certification.deciding.tables import Suspension
from coach_the_coach.certification.register.queries import known_paths, register, register_file
from coach_the_coach.certification.register.rules import (
    COLUMNS,
    Asked,
    Rest,
    Stands,
    asked_from,
    kind_word,
    stands_mark,
    stands_on,
    stands_word,
)
from coach_the_coach.foundation.errors import NotPermitted
from coach_the_coach.identity.tables import Person
from tests.cast import NOW, Cast
from tests.certification.enrolled import TODAY, awarded, managers

Statements = Callable[[], AbstractContextManager[list[str]]]
DAY = timedelta(days=1)


def names(session: Session, cast: Cast, reader: Person, **asked) -> list[str]:
    """Whose certificates a reader is shown."""
    found = register(session, cast.actor(reader), asked=Asked(**asked), page=0, at=NOW)
    return [one.name for one in found.lines]


def test_every_certificate_in_reach_is_shown_and_ones_own(session: Session, cast: Cast):
    for one in (cast.mo, cast.sol, cast.lena, cast.ada):
        awarded(session, one)
    assert set(names(session, cast, cast.lena)) == {"Mo Manager", "Lena Leader"}
    everybody = {"Mo Manager", "Sol Stranger", "Lena Leader", "Ada Admin"}
    assert set(names(session, cast, cast.ada)) == everybody
    assert set(names(session, cast, cast.spec)) == everybody
    for one in (cast.mo, cast.rae):
        with pytest.raises(NotPermitted):
            names(session, cast, one)
        with pytest.raises(NotPermitted):
            register_file(session, cast.actor(one), asked=Asked(), at=NOW)


def test_a_line_says_what_it_is_worth_and_who_signed(session: Session, cast: Cast):
    award = awarded(session, cast.mo, by=(cast.lena, cast.spec))
    found = register(session, cast.actor(cast.lena), asked=Asked(), page=0, at=NOW)
    line = found.lines[0]
    assert (line.public_id, line.path, line.kind, line.stands, line.mark) == (
        award.public_id,
        "Foundations",
        "First",
        "Valid",
        "done",
    )
    assert (line.since, line.until) == ("Saturday 22 November 2025", "Sunday 22 November 2026")
    assert line.signers == "Lena Leader, Sage Specialist"
    assert (found.total, found.file) == ("1 certificate", "/register/awards.csv")


@pytest.fixture
def four(session: Session, cast: Cast) -> None:
    """One that stands, one that ended, one that rests, one that was taken back."""
    awarded(session, cast.mo)
    awarded(session, cast.mia, since=date(2024, 5, 1), until=TODAY - DAY)
    rests = awarded(session, cast.sol)
    rests.suspended_at = NOW
    revoked = awarded(session, cast.odd, path="certified-coach", level=2, until=None)
    revoked.revoked_at = NOW - 5 * DAY
    session.add_all([rests, revoked])
    session.flush()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"stands": Stands.VALID}, {"Mo"}),
        ({"stands": Stands.ENDED}, {"Mia"}),
        ({"stands": Stands.SUSPENDED}, {"Sol"}),
        ({"stands": Stands.REVOKED}, {"Odd"}),
        ({"stands": Stands.VALID, "on": TODAY - DAY}, {"Mo", "Mia", "Sol"}),
        ({"stands": Stands.VALID, "on": TODAY - 6 * DAY}, {"Mo", "Mia", "Sol", "Odd"}),
        ({"stands": Stands.VALID, "on": date(2024, 6, 1)}, {"Mia"}),
        ({"stands": Stands.VALID, "on": date(2024, 4, 30)}, set()),
        ({"year": 2024}, {"Mia"}),
        ({"year": 2025}, {"Mo", "Sol", "Odd"}),
        ({"path_key": "certified-coach"}, {"Odd"}),
        ({"search": "mia"}, {"Mia"}),
        ({"search": "nobody"}, set()),
    ],
)
@pytest.mark.usefixtures("four")
def test_it_is_searched_by_name_path_state_on_a_day_and_year(
    session: Session, cast: Cast, asked: dict, shown: set[str]
):
    assert {one.split()[0] for one in names(session, cast, cast.ada, **asked)} == shown


@pytest.mark.usefixtures("four")
def test_the_file_holds_the_same_and_no_formula(session: Session, cast: Cast):
    cast.mo.given_name = "=HYPERLINK(1)"
    session.add(cast.mo)
    session.flush()
    content = register_file(
        session, cast.actor(cast.ada), asked=Asked(stands=Stands.REVOKED), at=NOW
    )
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert tuple(row) == COLUMNS
    assert (row["person"], row["path"], row["version"], row["until"], row["revoked_on"]) == (
        "Odd Other",
        "Certified coach",
        "1",
        "",
        "2026-02-25",
    )
    everything = register_file(session, cast.actor(cast.ada), asked=Asked(), at=NOW).decode()
    assert "'=HYPERLINK(1) Manager" in everything
    assert ",=HYPERLINK" not in everything


def test_a_rest_that_is_over_is_shown_and_found_on_its_days(session: Session, cast: Cast):
    award = awarded(session, cast.mo)
    for begins, ends in ((9, 6), (None, 4)):
        session.add(
            Suspension(
                award_id=award.id or 0,
                person_id=cast.mo.id or 0,
                ground=Ground.CONFIDENTIALITY,
                opened_by_id=cast.spec.id or 0,
                opened_at=NOW - 10 * DAY,
                in_force_at=NOW - begins * DAY if begins else None,
                ended_at=NOW - ends * DAY,
            )
        )
        session.flush()

    found = register(session, cast.actor(cast.lena), asked=Asked(), page=0, at=NOW)
    (line,) = found.lines
    assert (line.stands, line.rested) == (
        "Valid",
        ["Rested from Saturday 21 February 2026 to Tuesday 24 February 2026."],
    )
    for back, stood in ((10, "Valid"), (9, "Suspended"), (7, "Suspended"), (6, "Valid")):
        on = TODAY - back * DAY
        for stands in (Stands.VALID, Stands.SUSPENDED):
            asked = Asked(stands=stands, on=on)
            seen = register(session, cast.actor(cast.ada), asked=asked, page=0, at=NOW).lines
            assert [one.stands for one in seen] == ([stood] if stands_word(stands) == stood else [])
    content = register_file(session, cast.actor(cast.ada), asked=Asked(), at=NOW)
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert (row["suspended_on"], row["rested"]) == ("", "2026-02-21/2026-02-24")
    assert "confidential" not in content.decode()


def test_many_are_shown_in_as_many_statements_as_one(
    session: Session, cast: Cast, statements: Statements
):
    ada = cast.actor(cast.ada)
    awarded(session, cast.mo, by=(cast.lena,))
    with statements() as one:
        register(session, ada, asked=Asked(), page=0, at=NOW)
    for person in managers(session, cast.odd, 30):
        awarded(session, person, by=(cast.odd, cast.spec))
    with statements() as many:
        found = register(session, ada, asked=Asked(), page=0, at=NOW)
    assert len(one) == len(many) == 4
    assert found.paging.place == "1 to 25 of 31"
    assert len(register(session, ada, asked=Asked(), page=1, at=NOW).lines) == 6
    with statements() as file:
        register_file(session, ada, asked=Asked(), at=NOW)
    assert len(file) == 3


def test_the_paths_are_offered_to_who_reads(session: Session, cast: Cast):
    ensure_paths(session, at=NOW)
    assert "foundations" in {one.value for one in known_paths(session, cast.actor(cast.spec))}
    with pytest.raises(NotPermitted):
        known_paths(session, cast.actor(cast.mo))


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (
            ("mo", "foundations", "valid", "2026-01-02", "2025"),
            Asked("mo", "foundations", Stands.VALID, date(2026, 1, 2), 2025),
        ),
        (("", "", "perhaps", "soon", "1989"), Asked()),
        (("", "", "", "2026-02-30", "²025"), Asked()),
        (("\0mo", "\0", "\0", "\0", "\0"), Asked("mo")),
    ],
)
def test_what_is_no_day_no_year_and_no_word_is_left_out(typed: tuple[str, ...], asked: Asked):
    assert asked_from(*typed) == asked


def test_what_a_certificate_is_worth_on_a_day():
    def worth(day: date, **given) -> Stands | None:
        known = {"revoked_on": None, "rests": []} | given
        return stands_on(TODAY, TODAY + 10 * DAY, known["revoked_on"], known["rests"], day)

    assert worth(TODAY - DAY) is None
    assert (worth(TODAY), worth(TODAY + 10 * DAY)) == (Stands.VALID, Stands.VALID)
    assert worth(TODAY + 11 * DAY) is Stands.ENDED
    assert worth(TODAY + DAY, rests=[Rest(TODAY + DAY)]) is Stands.SUSPENDED
    assert worth(TODAY + DAY, rests=[Rest(TODAY + 2 * DAY)]) is Stands.VALID
    over = [Rest(TODAY, TODAY + 2 * DAY)]
    assert worth(TODAY + DAY, rests=over) is Stands.SUSPENDED
    assert worth(TODAY + 2 * DAY, rests=over) is Stands.VALID
    assert worth(TODAY + 11 * DAY, revoked_on=TODAY + DAY) is Stands.REVOKED
    assert len({stands_word(one) for one in (None, *Stands)}) == 5
    assert [stands_mark(one) for one in (None, *Stands)] == [
        *("plain", "done", "plain", "attention", "attention")
    ]
    assert [kind_word(one) for one in AwardKind] == ["First", "Renewed"]


def test_the_last_day_of_all_is_no_day_to_ask_for(session: Session, cast: Cast):
    awarded(session, cast.mo)
    asked = asked_from("", "", "valid", "9999-12-31", "")
    assert asked.on is None
    assert names(session, cast, cast.lena, stands=asked.stands, on=asked.on) == ["Mo Manager"]
    day_before = asked_from("", "", "ended", "9999-12-30", "")
    assert names(session, cast, cast.lena, stands=day_before.stands, on=day_before.on) == [
        "Mo Manager"
    ]
