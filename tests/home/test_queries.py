"""Home: the few things that come first, and one's own one thing."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.home.queries import next_list, own_focus
from coach_the_coach.home.rules import SHOWN
from coach_the_coach.people.person.rows import Focus
from tests import build
from tests.cast import NOW, Cast
from tests.people import seen


def test_three_things_come_first_and_all_are_counted(session: Session, cast: Cast):
    seen.observation(session, cast, of=cast.lena, by=cast.cleo, days=2)
    seen.observation(session, cast, of=cast.mo, again=NOW.date() + timedelta(days=1))
    build.observation(session, of=cast.mia, by=cast.lena, coached=cast.rae)
    seen.observation(session, cast, of=cast.sol, by=cast.odd, again=NOW.date())

    lines, total = next_list(session, cast.actor(cast.lena), at=NOW)

    assert [(line.rank, line.action) for line in lines[:SHOWN]] == [
        (0, "Rate yourself"),
        (1, "Book the talk"),
        (1, "Go on"),
    ]
    assert len(lines) == total == 4
    assert "Sol" not in repr(lines)


def test_what_comes_after_them_is_listed_and_counted(session: Session, cast: Cast):
    for days in range(5):
        seen.observation(session, cast, days=days)

    lines, total = next_list(session, cast.actor(cast.mo), at=NOW)

    assert [line.text.split(", ")[1].split(".")[0] for line in lines[:SHOWN]] == [
        "signed Thursday 10:00",
        "signed Friday 10:00",
        "signed Saturday 10:00",
    ]
    assert (len(lines), total) == (5, 5)


@pytest.mark.parametrize("who", ["rae", "spec"])
def test_where_nothing_waits_nothing_is_shown(session: Session, cast: Cast, who: str):
    assert next_list(session, cast.actor(getattr(cast, who)), at=NOW) == ([], 0)
    assert own_focus(session, cast.actor(getattr(cast, who)), at=NOW) == Focus()


def test_the_own_focus_is_ones_own(session: Session, cast: Cast):
    seen.talk(session, seen.observation(session, cast, of=cast.mo), one_thing="Mo's.")
    seen.talk(session, seen.observation(session, cast, of=cast.mia), one_thing="Mia's.")

    def one_thing(who: str) -> str:
        return own_focus(session, cast.actor(getattr(cast, who)), at=NOW).one_thing

    assert {who: one_thing(who) for who in ("mo", "mia", "lena", "sol", "rae")} == {
        "mo": "Mo's.",
        "mia": "Mia's.",
        "lena": "",
        "sol": "",
        "rae": "",
    }
