"""The same calendar brought in from two devices at the same moment, on two connections."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlmodel import Session

from coach_the_coach.cadence.calendar.bringing.actions import (
    bring_in,
    keep_calendar,
    leave_calendar,
)
from coach_the_coach.cadence.calendar.bringing.rules import Change, field_of
from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.viewer import PROGRAM, view_as
from coach_the_coach.identity.access import Actor
from tests.cadence.calendar.brought import read_file
from tests.cadence.calendar.formats.test_ics import SERIES, calendar
from tests.cadence.week.booked import appointments
from tests.cast import NOW, Cast
from tests.meeting import at_once, company


@dataclass(frozen=True)
class Device:
    """What Mo does on one of them; whatever is new is with Rae."""

    cast: Cast
    mo: Actor

    def keep(self, session: Session) -> None:
        view_as(session, self.mo.person_id, NOW)
        found = read_file(session, self.mo, content=calendar(SERIES), at=NOW)
        keep_calendar(session, self.mo, found=found, at=NOW)

    def decide(self, session: Session) -> dict[Change, int]:
        view_as(session, self.mo.person_id, NOW)
        who = {field_of("series"): self.cast.rae.public_id}
        return bring_in(session, self.mo, who=who, reason="", at=NOW)

    def both(self, session: Session) -> dict[Change, int]:
        self.keep(session)
        return self.decide(session)

    def leave(self, session: Session) -> None:
        view_as(session, self.mo.person_id, NOW)
        leave_calendar(session, self.mo)


@pytest.fixture
def device(database_url: str) -> Iterator[Device]:
    with company(database_url) as cast:
        with store.transaction() as session:
            mo = replace(cast, session=session).actor(cast.mo)
        yield Device(cast, mo)


def booked(device: Device) -> int:
    """How many times there are by now."""
    with store.reading(PROGRAM) as session:
        return len(appointments(session, device.cast.mo))


def test_a_file_is_kept_twice_and_decided_about_once(device: Device):
    assert at_once(device.keep, device.keep) == [None, None]
    one, other = at_once(device.decide, device.decide)
    assert one == {Change.NEW: 4}
    assert isinstance(other, Conflict)
    assert booked(device) == 4


@pytest.mark.parametrize("times", [1, 2])
def test_two_who_choose_and_decide_at_once_make_each_time_once(device: Device, times: int):
    for time in range(times):
        new: dict[Change, int] = {} if time else {Change.NEW: 4}
        assert at_once(device.both, device.both) == [new, {}]
    assert booked(device) == 4


@pytest.mark.parametrize("pair", ["decide leave", "leave decide", "keep leave", "leave keep"])
def test_a_file_let_go_of_at_the_same_moment_is_no_fault(device: Device, pair: str):
    at_once(device.keep, lambda _session: None)
    first, second = pair.split()
    doing: dict[str, Callable[[Session], Any]] = {
        "decide": device.decide,
        "leave": device.leave,
        "keep": device.keep,
    }
    at_once(doing[first], doing[second])
    assert booked(device) == (4 if first == "decide" else 0)
