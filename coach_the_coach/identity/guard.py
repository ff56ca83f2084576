"""The guard stands before every event, and before whatever is sent to a page.

It refuses what bears no mark, chained and on-load events included: every public method of a Reflex
state can be called by anybody with a socket, with any payload. And Reflex sends what it has for a
page to whoever knows that page's token, also when the sign-in has ended: here it does not.
"""

import asyncio
import inspect
import logging
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, get_type_hints

import reflex as rx
from pydantic import ConfigDict, TypeAdapter, ValidationError
from reflex.event import Event
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext
from reflex_base.utils.form import form_data_as_dict

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotPermitted, NotSignedIn, Refusal
from coach_the_coach.foundation.words import _
from coach_the_coach.identity import log
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.door import RoomState, secret_of_event
from coach_the_coach.identity.marks import MARK
from coach_the_coach.identity.pushes import (
    MAX_MESSAGE,
    THROWN,
    Pushes,
    ends_watched,
    function_of,
)
from coach_the_coach.identity.queries import actor_behind
from coach_the_coach.identity.sign_in import TOUCH, remember_tab, secret_in, touch
from coach_the_coach.identity.updates import reload_update, said, sign_in_update

MAX_PAYLOAD: Final = 64_000
"""Characters an event's payload may have, written out. Source: docs/method.md#limits."""

ROOT: Final = "reflex___state____state"

SNAPSHOT: Final = frozenset({f"{ROOT}.hydrate", f"{ROOT}.hydrate_and_load"})
"""Events that send a page its whole state: here a tree of states is bound to a sign-in."""

FRAMEWORK: Final = SNAPSHOT | {
    f"{ROOT}.set_is_hydrated",
    f"{ROOT}.reflex___state____on_load_internal_state.on_load_internal",
    f"{ROOT}.reflex___state____on_load_internal_state.set_is_hydrated",
    f"{ROOT}.reflex___state____update_vars_internal_state.update_vars_internal",
}
"""Reflex's own events, which touch no data of ours."""

_log = logging.getLogger(__name__)


def policy_of(name: str) -> tuple[Permission, ...] | None:
    """The permissions that the handler of an event asks for; None for one without a mark."""
    return getattr(function_of(name), MARK, None)


def dispatch_table() -> Mapping[str, Any]:
    """Every event name a browser can call, with its handler."""
    handlers = RegistrationContext.ensure_context().event_handlers
    return {name: one.handler for name, one in handlers.items() if name != THROWN}


@lru_cache(maxsize=2048)
def _arguments(function: Any) -> tuple[dict[str, TypeAdapter[Any]], frozenset[str]]:
    """What a handler takes: a strict check for each argument, and the names it needs."""
    hints = get_type_hints(function)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    config = ConfigDict(strict=True)
    checks: dict[str, TypeAdapter[Any]] = {}
    for parameter in parameters:
        hint = hints.get(parameter.name, str)
        try:
            checks[parameter.name] = TypeAdapter(hint, config=config)
        except Exception:  # noqa: BLE001 - pydantic refuses a config for types that bear their own
            checks[parameter.name] = TypeAdapter(hint)
    needed = frozenset(p.name for p in parameters if p.default is inspect.Parameter.empty)
    return checks, needed


def fits(function: Any, payload: Mapping[str, Any]) -> bool:
    """Whether a payload is what the handler declares; Reflex does not look."""
    checks, needed = _arguments(function)
    if not needed <= set(payload) <= set(checks) or len(repr(payload)) > MAX_PAYLOAD:
        return False
    if not all(_is_text(text) for text in _texts(payload)):
        return False
    try:
        for name, value in payload.items():
            # A form comes as a list of pairs, so that a name may occur twice.
            checks[name].validate_python(form_data_as_dict(value))
    except ValidationError:
        return False
    return True


def _texts(value: Any) -> Iterator[str]:
    """Every text within a payload."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(name)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _is_text(text: str) -> bool:
    """Whether both databases take it: no NUL, and no half of a character."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


class Guard(Middleware):
    """Refuses every event that the person behind the connection's cookie may not send."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """None lets the event run; an update is the whole answer."""
        secret = secret_of_event()
        token = EventContext.get().token if event.name in SNAPSHOT else None
        actor = await asyncio.to_thread(_recognise, secret, token)
        key = actor.sign_in_id if actor else 0
        root = state._get_root_state()
        room = await root.get_state(RoomState)
        if event.name in SNAPSHOT and room._bound_to != key:
            root.reset()
            room._bound_to = key
        if room._bound_to == -1:
            room._bound_to = key
        if room._bound_to != key:
            return reload_update()
        refusal = self._judge(event, actor)
        if refusal is not None:
            await _write_down(event, actor, refusal)
            return _refuse(event, refusal)
        space = app.event_namespace
        if isinstance(space, Pushes):
            space.admit(EventContext.get().router_data.get("sid", ""), key)
        return None

    def _judge(self, event: Event, actor: Actor | None) -> Refusal | None:
        """Why this actor may not send this event; None where they may, and the payload fits."""
        policy = () if event.name in FRAMEWORK else policy_of(event.name)
        if policy is None:
            return NotPermitted()
        if policy and actor is None:
            return NotSignedIn()
        if policy and actor and not actor.permissions & set(policy):
            return NotPermitted()
        if not fits(function_of(event.name), event.payload):
            return NotPermitted(_("That could not be understood."))
        return None


def stand_guard(app: rx.App) -> None:
    """Have the guard before every event of this app, and before whatever its pages are sent."""
    app.add_middleware(Guard(), index=0)
    plain = app.event_namespace
    if plain is None or app.sio is None:
        raise TypeError("an app without states has nothing to guard")
    guarded = Pushes(plain.namespace or "/", app)
    app._event_namespace = guarded
    app.sio.register_namespace(guarded)
    app.sio.eio.max_http_buffer_size = MAX_MESSAGE
    app.register_lifespan_task(ends_watched, pushes=guarded)


def _recognise(secret: str | None, token: str | None) -> Actor | None:
    """Who is behind the cookie, in one statement; notes the use of the sign-in, and its open page.

    Nothing of it is remembered from one event to the next: what was taken away is gone at once.
    """
    at = clock.now()
    try:
        with store.looking() as connection:
            actor = actor_behind(connection, secret, at)
    except NotSignedIn:
        return None
    if token or actor.seen_at is None or actor.seen_at < at - TOUCH:
        with store.transaction(store.NOBODY) as session:
            touch(session, actor.sign_in_id, at)
            if token:
                remember_tab(session, actor.sign_in_id, token)
    return actor


def is_signed_in(cookies: str) -> bool:
    """Whether a Cookie header holds the secret of a sign-in in force."""
    secret = secret_in(cookies)
    if secret is None:
        return False
    try:
        with store.looking() as connection:
            actor_behind(connection, secret, clock.now())
    except NotSignedIn:
        return False
    return True


async def _write_down(event: Event, actor: Actor | None, refusal: Refusal) -> None:
    """Enter a refusal in the audit log: the handler's name, and never what it was sent."""
    address = str(EventContext.get().router_data.get("ip", ""))
    given = {"what": event.name, "address": address}
    await asyncio.to_thread(log.refused, actor, log.EVENT, refusal, clock.now(), **given)


def _refuse(event: Event, refusal: Refusal) -> StateUpdate:
    """Say no, in the page and in the log, which gets the event's name and never its payload."""
    _log.warning("refused %s: %s", event.name[-80:], type(refusal).__name__)
    if isinstance(refusal, NotSignedIn):
        return sign_in_update()
    return said(refusal.text)


async def reload_pages(app: rx.App, tokens: list[str]) -> None:
    """Make these open pages load themselves again, on whichever worker they are."""
    space = app.event_namespace
    if space is not None:
        for token in tokens:
            await space.emit_update(reload_update(), token)
