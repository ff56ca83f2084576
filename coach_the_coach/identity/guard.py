"""The guard stands before every event, and before whatever is sent to a page.

It refuses what bears no mark, chained and on-load events included: every public method of a Reflex
state can be called by anybody with a socket, with any payload. And Reflex sends what it has for a
page to whoever knows that page's token, also when the sign-in has ended: here it does not.
"""

import asyncio
import inspect
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from typing import Any, Final, get_type_hints
from urllib.parse import quote

import reflex as rx
from pydantic import ConfigDict, TypeAdapter, ValidationError
from reflex.app import EventNamespace
from reflex.event import Event
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext
from reflex_base.utils.form import form_data_as_dict
from sqlalchemy.exc import SQLAlchemyError

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotPermitted, NotSignedIn, Refusal
from coach_the_coach.foundation.words import _
from coach_the_coach.identity import log
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.door import RoomState, secret_of_event
from coach_the_coach.identity.marks import MARK
from coach_the_coach.identity.queries import actor_behind
from coach_the_coach.identity.sign_in import SIGN_IN, TOUCH, ended_among, remember_tab, touch

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
    f"{ROOT}.reflex___state____frontend_event_exception_state.handle_frontend_exception",
}
"""Reflex's own events, which touch no data of ours."""

LOOK_EVERY_SECONDS: Final = 0.4
"""How often the sign-ins of open pages are looked at: one that was ended has ended within a second,
whoever ended it and wherever. Source: docs/method.md#sign-in.
"""

_log = logging.getLogger(__name__)


def policy_of(name: str) -> tuple[Permission, ...] | None:
    """The permissions that the handler of an event asks for; None for one without a mark."""
    return getattr(_function_of(name), MARK, None)


def _function_of(name: str) -> Any:
    """What an event runs; None for one that there is not."""
    registered = RegistrationContext.get().event_handlers.get(name)
    return registered.handler.fn if registered else None


def dispatch_table() -> Mapping[str, Any]:
    """Every event name a browser can call, with its handler."""
    return {
        name: registered.handler
        for name, registered in RegistrationContext.ensure_context().event_handlers.items()
    }


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
        refusal = None if event.name in FRAMEWORK else self._judge(event, actor)
        if refusal is not None:
            await _write_down(event, actor, refusal)
            return _refuse(event, refusal)
        space = app.event_namespace
        if isinstance(space, Pushes):
            space.admit(EventContext.get().router_data.get("sid", ""), key)
        return None

    def _judge(self, event: Event, actor: Actor | None) -> Refusal | None:
        """Why this actor may not send this event; None where they may, and the payload fits."""
        policy = policy_of(event.name)
        if policy is None:
            return NotPermitted()
        if policy and actor is None:
            return NotSignedIn()
        if policy and actor and not actor.permissions & set(policy):
            return NotPermitted()
        if not fits(_function_of(event.name), event.payload):
            return NotPermitted(_("That could not be understood."))
        return None


class Pushes(EventNamespace):
    """The way from the server to its pages; a page hears nothing until its own event was let in."""

    def __init__(self, namespace: str, app: rx.App) -> None:
        super().__init__(namespace, app)
        self._admitted: dict[str, int] = {}

    def admit(self, socket: str, sign_in_id: int) -> None:
        """Let this socket hear what is of this sign-in, or of nobody for 0."""
        if socket in self.sid_to_token:
            self._admitted[socket] = sign_in_id

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        """Send it, but to a socket that came after the one it was meant for, or whose time is over.

        Where a page is told to load itself again its socket has heard all it will.
        """
        place = self._token_manager.token_to_socket.get(token)
        if place is not None and place.instance_id == self._token_manager.instance_id:
            if _is_said(update, "must_reload"):
                self._admitted.pop(place.sid, None)
            elif place.sid not in self._admitted and not _is_refusal(update):
                return
        await super().emit_update(update, token)

    def on_disconnect(self, sid: str) -> asyncio.Task[Any] | None:
        """Forget the socket."""
        self._admitted.pop(sid, None)
        return super().on_disconnect(sid)

    async def end_the_ended(self) -> None:
        """Tell the pages whose sign-in was ended meanwhile, on this worker or anywhere."""
        of = {socket: key for socket, key in self._admitted.items() if key}
        if not of:
            return
        ended = await asyncio.to_thread(_ended_among, set(of.values()))
        tokens = [self.sid_to_token.get(socket) for socket, key in of.items() if key in ended]
        for token in filter(None, tokens):
            await self.emit_update(reload_update(), token)


def stand_guard(app: rx.App) -> None:
    """Have the guard before every event of this app, and before whatever its pages are sent."""
    app.add_middleware(Guard(), index=0)
    plain = app.event_namespace
    if plain is None or app.sio is None:
        raise TypeError("an app without states has nothing to guard")
    guarded = Pushes(plain.namespace or "/", app)
    app._event_namespace = guarded
    app.sio.register_namespace(guarded)

    @asynccontextmanager
    async def ends_watched() -> AsyncIterator[None]:
        """Look after sign-ins that end, while the block lasts."""
        looking = asyncio.create_task(_look_for_ends(guarded))
        try:
            yield
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking

    app.register_lifespan_task(ends_watched)


async def _look_for_ends(pushes: Pushes) -> None:
    """Look again and again; a database that does not answer now may do so later."""
    while True:
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        try:
            await pushes.end_the_ended()
        except SQLAlchemyError as error:
            _log.warning("ended sign-ins were not looked for: %s", type(error).__name__)


def _ended_among(sign_ins: set[int]) -> set[int]:
    with store.reading(store.NOBODY) as session:
        return ended_among(session, sign_ins, clock.now())


def _is_said(update: StateUpdate, name: str) -> bool:
    """Whether it tells the page this one thing that all rooms share, and nothing else."""
    told = update.delta.get(RoomState.get_full_name(), {})
    return len(update.delta) == 1 and list(told) == [f"{name}_rx_state_"] and not update.events


def _is_refusal(update: StateUpdate) -> bool:
    """Whether it says no, or leads away, and holds nothing else."""
    if update.delta:
        return _is_said(update, "message")
    return all(event.name == "_redirect" for event in update.events)


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


def said(text: str) -> StateUpdate:
    """An update that shows `text` and changes nothing else of the page."""
    return _room_update({"message": text})


def sign_in_update() -> StateUpdate:
    """An update that leads to the sign-in page, and from there back to where one was."""
    wanted = str(EventContext.get().router_data.get("asPath", "/"))[:300]
    page = f"{SIGN_IN}?next={quote(wanted, safe='/')}"
    return StateUpdate(events=Event.from_event_type(rx.redirect(page)))


def reload_update() -> StateUpdate:
    """An update that makes the page load itself again, with whatever cookie the browser now has."""
    return _room_update({"must_reload": True})


def _room_update(values: dict[str, Any]) -> StateUpdate:
    """An update of what all rooms share, made by hand: the tree may belong to somebody else."""
    return StateUpdate(
        delta={
            RoomState.get_full_name(): {
                f"{name}_rx_state_": value for name, value in values.items()
            }
        }
    )


async def reload_pages(app: rx.App, tokens: list[str]) -> None:
    """Make these open pages load themselves again, on whichever worker they are."""
    space = app.event_namespace
    if space is not None:
        for token in tokens:
            await space.emit_update(reload_update(), token)
