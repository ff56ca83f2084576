"""Pages loaded as the program loads them, but for the socket: their handlers, one after another."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

import reflex as rx
from reflex.istate.data import RouterData
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext

Page = Callable[[Mapping[str, str], str, str], None]
"""Opens a page: what its address names, the address, and the secret of a sign-in."""


def pages() -> Iterator[tuple[str, Page]]:
    """Every page that loads something, by its address."""
    import_module("coach_the_coach.coach_the_coach")
    told = [page for _function, page in RegistrationContext.ensure_context().decorated_pages]
    loading = [page for page in told if page.get("on_load")]
    for page in sorted(loading, key=lambda page: page["route"]):
        events = page["on_load"]
        steps = [_step(one) for one in (events if isinstance(events, list) else [events])]
        yield page["route"], lambda named, at, secret, steps=steps: _open(steps, named, at, secret)


def _step(load: Any) -> tuple[type[rx.State], Any]:
    """The state and the handler of one event of a page that opens."""
    return load.state, load.fn


def _open(
    steps: list[tuple[Any, Any]], named: Mapping[str, str], address: str, secret: str
) -> None:
    """Run them as a browser's events run them, in one tree of states."""
    path = address
    for part, text in named.items():
        path = path.replace(f"[{part}]", text)
    router: dict[str, Any] = {
        "headers": {"cookie": f"sid={secret}", "origin": "http://127.0.0.1"},
        "query": {},
        "pathname": path,
        "asPath": path,
    }

    async def run() -> None:
        context: Any = {"token": "page", "state_manager": None, "enqueue_impl": None}
        EventContext.set(EventContext(**context, router_data=router))
        root = rx.State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue] - its own way
        root.router = RouterData.from_router_data(router)
        for state, load in steps:
            answer = load(await root.get_state(state))
            if hasattr(answer, "__aiter__"):
                async for _event in answer:
                    pass
            else:
                await answer

    asyncio.run(run())
