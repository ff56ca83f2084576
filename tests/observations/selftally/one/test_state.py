from collections.abc import Iterator
from contextlib import suppress

import pytest
from sqlmodel import select

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotFound, Refusal
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.observations.selftally.actions import share_tally, take_back
from coach_the_coach.observations.selftally.one.state import TallyState
from coach_the_coach.observations.selftally.rows import TallyRow
from coach_the_coach.observations.selftally.tables import SelfCode, SelfTally
from tests.observations.selftally.made import SECRET, SPOKEN, counted, opened, worded
from tests.observations.visit import Visit, house, person

EVERYBODY_ELSE = ["lena", "cleo", "odd", "sol", "mia", "ada", "spec", "rae"]

CALLS = {
    "load": (),
    "start": (),
    "stop": (),
    "go_on": (),
    "refresh": (),
    "choose_speaker": ({"speaker": "Rae"},),
    "choose_again": (),
    "move": (0, "next"),
    "code": (1, "ask"),
    "uncode": (1,),
    "finish": (),
    "use_keys": (True,),
    "share": ({"leader": "somebody"},),
    "take_back": (),
    "delete": (),
}
"""Every handler of the page, with what an attacker would send."""


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


def make(how: str) -> str:
    """The address of a tally of Mo's: "opened", "counted" or "worded"."""
    with store.transaction() as session:
        mo = actor_named(session, person(session, "mo").id or 0, clock.now())
        makers = {"opened": opened, "counted": counted, "worded": worded}
        return f"/tallies/{makers[how](session, mo)}"


def id_of(key: str) -> str:
    with store.reading() as session:
        return person(session, key).public_id


def stored() -> SelfTally:
    with store.reading() as session:
        return session.exec(select(SelfTally)).one()


def shown(page: Visit) -> str:
    """Everything that the page sends to the browser."""
    return repr(page.state.dict()) + repr(page.frame.dict())


def test_counting_live_from_the_start_to_what_came_out():
    page = Visit(TallyState, make("opened"), "mo")
    assert (page.state.stage, page.state.tally.about) == ("ready", SECRET)
    page.do("start")
    assert page.state.stage == "watch"
    assert page.state.live.clock.started_at
    page.do("stop")
    assert (page.state.stage, page.state.tally.share.is_known) == ("result", False)
    assert [one.word for one in page.state.leaders] == ["Lena Leader", "Cleo Chief"]
    page.do("go_on")
    assert page.state.stage == "watch"


def test_coding_words_from_the_question_who_one_is_to_what_came_out():
    page = Visit(TallyState, make("worded"), "mo")
    assert (page.state.stage, page.state.desk.focus.index) == ("code", 1)
    page.do("choose_again")
    assert page.state.stage == "speaker"
    page.do("choose_speaker", {"speaker": ["Mo"]})
    assert list(page.state.problems) == ["speaker"]
    page.do("choose_speaker", {"speaker": "Nobody"})
    assert list(page.state.problems) == ["speaker"]
    page.do("choose_speaker", {"speaker": "Mo Manager"})
    page.do("code", 1, "ask")
    assert (page.state.desk.focus.index, page.state.desk.coded) == (3, 1)
    page.do("move", 3, "previous")
    assert (page.state.desk.focus.index, page.state.desk.code) == (1, "ask")
    page.do("uncode", 1)
    assert (page.state.desk.focus.index, page.state.desk.code) == (1, "")
    page.do("code", 5, "tell")
    assert page.state.desk.coded == 1
    assert "last one" in page.state.message
    page.do("finish")
    assert (page.state.stage, page.state.tally.share.sentence) == (
        "result",
        "Too few to judge: 1 tap",
    )
    page.do("go_on")
    assert page.state.stage == "code"


def test_it_is_shared_and_taken_back():
    page = Visit(TallyState, make("counted"), "mo")
    page.do("share", {"leader": 5})
    assert list(page.state.problems) == ["leader"]
    page.do("share", {"leader": id_of("lena")})
    assert (page.state.problems, page.state.tally.shared_with) == ({}, "Lena Leader")

    reader = Visit(TallyState, f"/tallies/{stored().public_id}", "lena")
    assert (reader.state.stage, reader.state.tally.is_mine) == ("result", False)
    page.do("take_back")
    assert page.state.tally.shared_with == ""
    reader.do("load")
    assert (reader.state.stage, reader.state.tally) == ("gone", TallyRow())
    assert SECRET not in shown(reader)


def test_deleting_leads_back_to_the_list_and_leaves_nothing_on_the_page():
    page = Visit(TallyState, make("counted"), "mo")
    told = page.do("delete")

    assert "/tallies" in told[0]
    assert SECRET not in shown(page)
    with store.reading() as session:
        assert session.exec(select(SelfTally)).all() == []


def test_every_handler_of_the_page_is_attacked():
    own = {name for name in TallyState.event_handlers if name in vars(TallyState)}
    assert own - {"setvar"} == set(CALLS)


@pytest.mark.parametrize("key", EVERYBODY_ELSE)
@pytest.mark.parametrize("how", ["opened", "counted", "worded"])
def test_nobody_else_gets_anything_from_any_handler(key: str, how: str):
    page = Visit(TallyState, make(how), key)
    assert (page.state.stage, page.state.tally) == ("gone", TallyRow())
    before = stored().model_dump()
    for handler, given in CALLS.items():
        with suppress(Refusal):
            page.do(handler, *given)
        assert SECRET not in shown(page)
        assert SPOKEN not in shown(page)
    assert stored().model_dump() == before
    with store.reading() as session:
        assert session.exec(select(SelfCode)).all() == []


def test_one_it_is_shared_with_changes_nothing():
    page = Visit(TallyState, make("counted"), "mo")
    page.do("share", {"leader": id_of("lena")})
    before = stored().model_dump()
    reader = Visit(TallyState, f"/tallies/{stored().public_id}", "lena")
    for handler in ("stop", "go_on", "finish", "take_back", "delete"):
        with pytest.raises(NotFound):
            reader.do(handler)
    with pytest.raises(NotFound):
        reader.do("share", {"leader": id_of("cleo")})
    assert stored().model_dump() == before


def test_what_ended_while_the_reader_looked_is_gone_with_the_next_look():
    with store.transaction() as session:
        mo = actor_named(session, person(session, "mo").id or 0, clock.now())
        public_id = counted(session, mo)
        lena = person(session, "lena").public_id
        share_tally(session, mo, public_id=public_id, leader=lena, at=clock.now())
    reader = Visit(TallyState, f"/tallies/{public_id}", "lena")
    assert SECRET in shown(reader)
    with store.transaction() as session:
        mo = actor_named(session, person(session, "mo").id or 0, clock.now())
        take_back(session, mo, public_id=public_id)
    reader.do("refresh")
    assert SECRET not in shown(reader)
