"""Somebody on a page: its state, with handlers run as the browser's events run them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import reflex as rx
from reflex.istate.data import RouterData
from reflex_base.event.context import EventContext
from sqlmodel import Session, select

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell.state import FrameState
from tests.cast import people


@contextmanager
def house(url: str) -> Iterator[None]:
    """A database with the cast in it, open as the program's own."""
    store.open_at(url)
    with store.transaction() as session:
        people(session, clock.now())
    try:
        yield
    finally:
        store.open_at(None)


def person(session: Session, key: str) -> Person:
    """One of the cast."""
    return session.exec(select(Person).where(Person.email == f"{key}@example.com")).one()


class Visit:
    """A page open in the browser of one of the cast, by the class of its state."""

    def __init__(self, state: type[rx.State], address: str, key: str = "lena") -> None:
        with store.transaction() as session:
            someone = person(session, key).id or 0
            secret = sign_in.start_sign_in(session, someone, device="", at=clock.now())
        query = dict(parse_qsl(urlsplit(address).query))
        self.router_data: dict[str, Any] = {
            "headers": {"cookie": f"sid={secret}", "origin": "http://127.0.0.1"},
            "query": query,
            "pathname": urlsplit(address).path,
            "asPath": address,
        }
        self.root = rx.State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue] - its own way
        self.root.router = RouterData.from_router_data(self.router_data)
        self.frame = asyncio.run(self.root.get_state(FrameState))
        self.state: Any = asyncio.run(self.root.get_state(state))
        self.arrive()
        self.do("load")

    def arrive(self) -> None:
        """What every page does first that is opened in this browser."""
        self._run(FrameState, self.frame, "arrive")

    def do(self, handler: str, *given: Any) -> list[str]:
        """Let a handler run; returns where it sends the browser, as text."""
        return self._run(type(self.state), self.state, handler, *given)

    def _run(self, state: type[rx.State], instance: Any, handler: str, *given: Any) -> list[str]:
        async def run() -> list[Any]:
            context: Any = {"token": "page", "state_manager": None, "enqueue_impl": None}
            EventContext.set(EventContext(**context, router_data=self.router_data))
            answer = state.event_handlers[handler].fn(instance, *given)
            if hasattr(answer, "__aiter__"):
                return [event async for event in answer]
            told = await answer
            return told if isinstance(told, list) else [told]

        events = asyncio.run(run())
        return [str(event.args) for event in events if event is not None]
