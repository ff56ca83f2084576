"""Whoever may do something sends it with what nobody types: nothing breaks, whatever is refused."""

from collections.abc import Iterator
from pathlib import Path
from re import findall
from typing import Any, Final, get_origin

import pytest
from sqlmodel import select

import coach_the_coach
from coach_the_coach.foundation import clock, store
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.tables import Person
from tests.attack.planted import plant
from tests.attack.siege import Siege, given, ours, paths_of, room_of, takes
from tests.attack.wire import HYDRATE, Call, socket
from tests.bench.program import coach_served
from tests.conftest import databases_of
from tests.identity.test_guard import handlers_and_routes

ROOMS: Final = ("coaching", "cadence", "pulse", "selfaudit")

CERTIFYING: Final = ("certification", "calibration")

BROKEN: Final = "went wrong on our side"
"""What somebody is told whose press broke something."""

NUMBERS: Final = (-1, 0, 2**31, 2**63, 10**30)

TEXTS: Final = (
    "",
    "-1",
    "9" * 300,
    "1e9",
    "٣",
    "0000-00-00",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "99999-01-01T00:00",
    "9999-12-31T23:59",
    "0001-01-01T00:00",
    "x" * 400,
    "\u202e\u0007\n" * 9,
)
"""What no field of ours is filled with."""


@pytest.fixture
def own(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Siege]:
    """A served program of this test's own, for its things do not stay as they are.

    On PostgreSQL, which takes less of what is odd than SQLite.
    """
    handlers_and_routes()
    url = databases_of("postgres", request.config).fresh()
    store.open_at(url)
    with store.transaction() as session:
        planted = plant(session, clock.now())
    with coach_served(tmp_path / "data", url) as port:
        yield Siege(port, store.engine(), planted)
    store.open_at(None)


def fields(rooms: tuple[str, ...]) -> list[str]:
    """Every word by which these rooms may ask a form for something."""
    package = Path(coach_the_coach.__file__).parent
    sources = [one for room in rooms for one in (package / room).rglob("*.py")]
    read = [one.read_text() for one in sources if one.name in {"state.py", "rules.py"}]
    return sorted({name for text in read for name in findall(r'"([a-z_]{2,20})"', text)})


def odd_calls(siege: Siege, rooms: tuple[str, ...]) -> Iterator[Call]:
    """Each handler at each address, with everything odd in the place of each thing it takes."""
    names = fields(rooms)
    if rooms == ROOMS:
        assert {"reasons", "within_days", "feedback", "objective"} <= set(names)
    for name in ours():
        if not room_of(name).startswith(rooms):
            continue
        for path in paths_of(name, siege.planted):
            hints = takes(name)
            right = given(name, hints, path, siege.planted)
            yield Call(name, right, path)
            for key, hint in hints.items():
                for odd in _odd(hint, names):
                    yield Call(name, right | {key: odd}, path)


def _odd(hint: Any, names: list[str]) -> Iterator[Any]:
    """What is odd for something of this type."""
    if hint is int:
        yield from NUMBERS
    elif hint is str:
        yield from TEXTS[-6:]
    elif get_origin(hint) is dict:
        for text in TEXTS:
            yield {"__reflex_form_data__": [[name, text] for name in names]}
        yield {"__reflex_form_data__": [[name, "2"] for name in names for _twice in range(2)]}


@pytest.mark.parametrize(
    ("who", "rooms"),
    [
        *((who, ROOMS) for who in ("mo", "lena", "rae")),
        *((who, CERTIFYING) for who in ("lena", "ada")),
    ],
)
def test_nothing_breaks_of_what_nobody_types(own: Siege, who: str, rooms: tuple[str, ...]):
    with store.transaction() as session:
        email = f"{who}@example.com"
        person = session.exec(select(Person.id).where(Person.email == email)).one()
        secret = sign_in.start_sign_in(session, person or 0, device="x", at=clock.now())

    with socket(own.port, secret) as page:
        page.call([Call(HYDRATE)])
        for one in odd_calls(own, rooms):
            page.call([one])
            told = [frame for frame in page.heard if BROKEN in frame]
            assert told == [], (one.name, one.path, str(one.payload)[:300])
            page.heard.clear()
