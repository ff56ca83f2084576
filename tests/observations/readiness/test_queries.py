"""Whether somebody has practised scoring: that alone, for whoever asks."""

import pytest
from sqlmodel import Session, select

from coach_the_coach.evidence.actions import keep, withdraw
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.readiness.queries import (
    has_practised,
    is_ready_to_certify,
    practices_left,
)
from coach_the_coach.observations.readiness.rules import NEEDED, missing_words
from tests import build
from tests.cast import NOW, Cast


def test_it_takes_two_conversations_of_ones_own(session: Session, cast: Cast):
    build.practised(session, cast.sol, times=4)
    lena = cast.lena.id or 0
    found = []
    for times in (0, 1):
        build.practised(session, cast.lena, times=times)
        found.append((practices_left(session, lena), is_ready_to_certify(session, lena)))
    # Other evidence is not of practice.
    keep(session, lena, EvidenceKind.LOG, "f" * 32, at=NOW, now=NOW)
    assert not is_ready_to_certify(session, lena)
    [more] = build.practised(session, cast.lena, times=1)
    found.append((practices_left(session, lena), is_ready_to_certify(session, lena)))
    assert found == [(2, False), (1, False), (0, True)]
    withdraw(session, more.public_id, at=NOW, reason="Entered by mistake.")
    assert practices_left(session, lena) == 1


def test_those_who_have_practised_are_found_in_one_statement(
    session: Session, cast: Cast, statements
):
    build.practised(session, cast.lena)
    build.practised(session, cast.odd, times=3)
    build.practised(session, cast.mo, times=1)
    with statements() as sent:
        found = session.exec(select(Person).where(has_practised())).all()
    assert ({one.given_name for one in found}, len(sent)) == ({"Lena", "Odd"}, 1)


@pytest.mark.parametrize(("left", "part"), [(1, "one more invented talk"), (2, "on two invented")])
def test_what_is_missing_is_said(left: int, part: str):
    assert part in missing_words(left)
    assert missing_words(0) == ""
    assert NEEDED == 2
