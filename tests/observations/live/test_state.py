"""The page of somebody who watches: what it shows first, and what its three buttons do."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import RouterData
from reflex_base.event.context import EventContext
from sqlmodel import Session, select

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import Conflict, NotFound, NotPermitted
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.booking.actions import ensure_talk
from coach_the_coach.observations.live.actions import keep_batch
from coach_the_coach.observations.live.parts import codes, words
from coach_the_coach.observations.live.state import LiveState
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import Observation, Status, TalkBody
from coach_the_coach.observations.tally.rules import Buttons
from tests import build
from tests.cast import people
from tests.observations.live.send import batch, tap


@pytest.fixture
def house(database_url: str) -> Iterator[None]:
    """A database with the cast in it, open as the program's own."""
    store.open_at(database_url)
    with store.transaction() as session:
        people(session, clock.now())
    yield
    store.open_at(None)


def person(session: Session, key: str) -> Person:
    """One of the cast."""
    return session.exec(select(Person).where(Person.email == f"{key}@example.com")).one()


def draft(**given: Any) -> str:
    """The public id of a new draft of Lena's, its clock not started."""
    with store.transaction() as session:
        mo, lena, rae = (person(session, key) for key in ("mo", "lena", "rae"))
        made = build.observation(
            session, of=mo, by=lena, coached=rae, at=clock.now(), **{"started": False, **given}
        )
        return made.public_id


class Page:
    """The live page of an observation, open in somebody's browser."""

    events: list[str]

    def __init__(self, public_id: str, key: str = "lena") -> None:
        with store.transaction() as session:
            someone = person(session, key).id or 0
            secret = sign_in.start_sign_in(session, someone, device="", at=clock.now())
        self.router_data = {"headers": {"cookie": f"sid={secret}"}, "query": {}}
        self.root = rx.State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue] - its own way
        self.state = asyncio.run(self.root.get_state(LiveState))
        self.go(public_id)

    def go(self, public_id: str) -> None:
        """Show this observation."""
        address = f"/observations/{public_id}/live"
        self.router_data |= {"pathname": address, "asPath": address}
        self.root.router = RouterData.from_router_data(self.router_data)
        self.do("load")

    def do(self, handler: str) -> None:
        """Let a handler run; where it sends the browser is left in `events`."""

        async def run() -> None:
            context: Any = {"token": "page", "state_manager": None, "enqueue_impl": None}
            EventContext.set(EventContext(**context, router_data=self.router_data))
            answer = LiveState.event_handlers[handler].fn(self.state)
            if hasattr(answer, "__aiter__"):
                self.events = [str(event.args) async for event in answer if event is not None]
            else:
                await answer

        asyncio.run(run())


def test_before_the_start_it_says_whom_one_watches(house: None):
    page = Page(draft())
    assert page.state.stage == "ready"
    assert (page.state.observation.observed, page.state.observation.coached) == (
        "Mo Manager",
        "Rae Rep",
    )


def test_the_clock_is_started_stopped_and_taken_up_again(house: None):
    page = Page(draft())
    page.do("start")
    started = page.state.live.clock.started_at
    assert (page.state.stage, bool(started)) == ("watch", True)
    page.do("stop")
    assert (page.state.stage, bool(page.state.live.clock.stopped_at)) == ("stopped", True)
    page.do("resume")
    assert (page.state.stage, page.state.live.clock.started_at) == ("watch", started)


def test_the_buttons_of_the_observation_are_the_ones_shown(house: None):
    public_id = draft()
    assert Page(public_id).state.live.buttons == "nine"
    with store.transaction() as session:
        made = session.exec(select(Observation).where(Observation.public_id == public_id)).one()
        made.buttons = Buttons.FOUR
        session.add(made)
    assert Page(public_id).state.live.buttons == "four"


def test_four_buttons_have_their_own_words_and_keys():
    four, nine = codes(Buttons.FOUR), codes(Buttons.NINE)
    assert [one["word"] for one in four] == ["Ask", "Listening back", "Tell", "Take"]
    assert [one["side"] for one in four] == ["ask", "ask", "tell", "tell"]
    assert (len(nine), nine[2]["word"]) == (9, "Back")
    assert words(Buttons.FOUR)["keys"] == "Keys: 1 to 4, U, N, K and C."
    assert words()["keys"] == "Keys: 1 to 9, U, N, K and C."


def test_the_page_opens_with_what_the_two_follow(house: None):
    with store.transaction() as session:
        mo, lena, rae = (person(session, key) for key in ("mo", "lena", "rae"))
        first = build.observation(session, of=mo, by=lena, coached=rae, at=clock.now())
        talk = ensure_talk(session, first)
        session.get_one(TalkBody, talk.id).one_thing = "Ask once more."
        talk.observer_signed_at = clock.now()
        session.add(talk)
        second = build.observation(session, of=mo, by=lena, coached=rae, at=clock.now())
        second.followed_id = talk.id
        session.add(second)
        public_id = second.public_id

    page = Page(public_id)
    assert page.state.focus.text == "Ask once more."
    page.go(draft())
    assert page.state.focus.text == ""


def test_a_draft_left_on_one_device_stands_the_same_on_another(house: None):
    public_id = draft(started=True)
    with store.transaction() as session:
        lena = actor_named(session, person(session, "lena").id or 0, clock.now())
        keep_batch(session, lena, public_id=public_id, batch=batch(tap(1), tap(2)), at=clock.now())
    live = Page(public_id).state.live
    assert (live.counts["open"], live.taps, len(live.marks)) == (2, 2, 2)


def test_what_is_not_there_or_somebody_elses_is_not_shown(house: None):
    public_id = draft()
    for page in (Page("0" * 32), Page(public_id, "mo"), Page(public_id, "odd")):
        assert page.state.stage == "gone"
        assert page.state.observation.public_id == ""
    with pytest.raises(NotFound):
        page.do("start")
    with pytest.raises(NotPermitted):
        Page(public_id, "mo").do("start")


def test_another_observation_shows_nothing_of_the_one_before(house: None):
    page = Page(draft(started=True))
    page.go("0" * 32)
    assert (page.state.stage, page.state.observation.observed) == ("gone", "")
    assert page.state.live.counts == {}


def test_a_signed_one_and_one_from_a_transcript_are_shown_on_their_own_pages(house: None):
    signed, transcript = draft(started=True), draft(source=Source.TRANSCRIPT)
    with store.transaction() as session:
        made = session.exec(select(Observation).where(Observation.public_id == signed)).one()
        made.status, made.signed_at = Status.SIGNED, clock.now()
        session.add(made)
    page = Page(signed)
    assert f"/observations/{signed}" in page.events[0]
    with pytest.raises(Conflict):
        page.do("start")
    assert f"/observations/{transcript}/transcript" in Page(transcript).events[0]
