"""A database with Lena's draft in it, her browser, and the page she has open."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import reflex as rx
from httpx import ASGITransport, AsyncClient, Response
from reflex.istate.data import RouterData
from reflex_base.event.context import EventContext
from sqlmodel import select
from starlette.applications import Starlette

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import Observation
from coach_the_coach.observations.transcript.http import routes
from coach_the_coach.observations.transcript.state import TranscriptState
from tests import build
from tests.cast import people

OURS: Final = "http://testserver"


@contextmanager
def drafts(url: str, number: int = 1) -> Iterator[list[str]]:
    """The public ids of drafts of Lena's, from transcripts, in the database at `url`."""
    store.open_at(url)
    try:
        with store.transaction() as session:
            cast = people(session, clock.now())
            made = [
                build.observation(
                    session,
                    of=cast.mo,
                    by=cast.lena,
                    coached=cast.rae,
                    source=Source.TRANSCRIPT,
                    at=clock.now(),
                )
                for _each in range(number)
            ]
            names = [one.public_id for one in made]
        yield names
    finally:
        store.open_at(None)


def signed_in(person: str) -> str:
    """The secret of a new sign-in of this person."""
    with store.transaction() as session:
        found = session.exec(select(Person.id).where(Person.email == f"{person}@example.com"))
        return sign_in.start_sign_in(session, found.one() or 0, device="", at=clock.now())


def send(public_id: str, secret: str | None, **request: Any) -> Response:
    """The answer to what a browser posts to the route, from our page unless `headers` say else."""
    given: dict[str, Any] = {"headers": {"Origin": OURS}} | request
    cookies = {"sid": secret} if secret else {}

    async def ask() -> Response:
        transport = ASGITransport(Starlette(routes=routes))
        async with AsyncClient(transport=transport, base_url=OURS, cookies=cookies) as client:
            return await client.post(f"/observations/{public_id}/transcript", **given)

    return asyncio.run(ask())


def upload(public_id: str, secret: str | None, content: bytes, name: str = "talk.vtt") -> Response:
    """The answer to a file sent with the form of the page."""
    return send(public_id, secret, files={"file": (name, content)})


def number_of(public_id: str) -> int:
    """The number within the database of the observation of that id."""
    with store.reading() as session:
        found = session.exec(select(Observation.id).where(Observation.public_id == public_id))
        return found.one() or 0


class Page:
    """The transcript page open in a browser that carries a sign-in's cookie."""

    def __init__(self, address: str, secret: str) -> None:
        self.router_data = {
            "headers": {"cookie": f"sid={secret}", "origin": OURS},
            "pathname": address,
            "asPath": address,
            "query": {},
        }
        self.root = rx.State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue] - its own way
        self.root.router = RouterData.from_router_data(self.router_data)
        self.state = asyncio.run(self.root.get_state(TranscriptState))
        self.root._clean()
        self.events: list[Any] = []

    def do(self, handler: str, *arguments: Any) -> dict[str, Any]:
        """Let a handler run; returns what of the page's own state is sent to the browser."""

        async def run() -> None:
            EventContext.set(
                EventContext(
                    token="page",
                    state_manager=None,  # pyright: ignore[reportArgumentType] - none is asked
                    enqueue_impl=None,  # pyright: ignore[reportArgumentType] - nothing is sent on
                    router_data=self.router_data,
                )
            )
            answer = TranscriptState.event_handlers[handler].fn(self.state, *arguments)
            if hasattr(answer, "__aiter__"):
                self.events = [event async for event in answer if event is not None]
            else:
                await answer

        asyncio.run(run())
        sent = self.root.get_delta()
        self.root._clean()
        return sent.get(TranscriptState.get_full_name(), {})
