"""The two pages of the log show what is found, and reading it is entered."""

from collections.abc import Iterator

import pytest
from sqlmodel import col, select

from coach_the_coach.account.audit.state import AuditState
from coach_the_coach.account.trail.state import TrailState
from coach_the_coach.foundation import audit, clock, store
from coach_the_coach.foundation.audit import About, AuditEntry, Result
from coach_the_coach.shell import routes
from tests.foundation.actions import actions
from tests.observations.visit import Visit, house, person


@pytest.fixture
def company(database_url: str) -> Iterator[None]:
    """The cast, and one reading of what is Mo's by Lena."""
    actions()  # Whichever room is imported says who is told of what.
    with house(database_url):
        with store.transaction() as session:
            mo, lena = person(session, "mo"), person(session, "lena")
            of = About(mo.id, mo.public_id)
            given = {"actor_id": lena.id, "at": clock.now(), "result": Result.READ, "of": of}
            audit.note(session, "observation:read", **given)
        yield


@pytest.mark.usefixtures("company")
def test_an_administrator_looks_for_somebody_and_that_is_entered():
    page = Visit(AuditState, routes.AUDIT, "ada")
    shown = [row.who for row in page.state.entries]
    page.do("find", {"person": "nobody at all"})
    nothing = page.state.entries
    page.do("find", {"person": "mo"})

    with store.reading() as session:
        entered = session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))).all()
    assert shown == ["Lena Leader"]
    assert nothing == []
    assert [row.about for row in page.state.entries] == ["Mo Manager"]
    assert "observation:read" in [one.value for one in page.state.choices]
    assert entered == ["observation:read", "audit:read", "audit:read", "audit:read"]


@pytest.mark.usefixtures("company")
def test_one_reads_who_looked_at_ones_data_and_what_one_did():
    mine = Visit(TrailState, routes.TRAIL, "mo").state
    hers = Visit(TrailState, routes.TRAIL, "lena").state

    assert ([row.who for row in mine.by_others], mine.own) == (["Lena Leader"], [])
    assert ([row.about for row in hers.own], hers.by_others) == (["Mo Manager"], [])
    assert (mine.loaded, mine.others_paging.is_last) == (True, True)
