"""The door: the one way from a browser to the data, for events and, as its twin, for routes.

The person is made out afresh on every call from the cookie of the connection, never from anything
a page says.
"""

import asyncio
from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec, TypeVar

import reflex as rx
from reflex_base.event.context import EventContext
from sqlmodel import Session
from starlette.requests import Request

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import Conflict, Invalid, NotPermitted
from coach_the_coach.foundation.viewer import NOBODY, view_as
from coach_the_coach.identity import log
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.marks import handler
from coach_the_coach.identity.queries import actor_of
from coach_the_coach.identity.sign_in import TOUCH, secret_in, touch

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[Session, Actor, P], T]


def secret_of_event() -> str | None:
    """The secret in the cookie of the connection that sent the event being handled."""
    headers = EventContext.get().router_data.get("headers") or {}
    return secret_in(headers.get("cookie"))


def act(secret: str | None, work: "Work[P, T]", *args: P.args, **kwargs: P.kwargs) -> T:
    """Do `work` as the person behind `secret`, in one transaction, with its entry in the log.

    Raises NotSignedIn, and whatever work refuses.
    """
    at = clock.now()
    action = log.name_of(work)
    with log.refusals(action, at) as who, store.transaction(NOBODY) as session:
        actor = who.actor = actor_of(session, secret, at)
        view_as(session, actor.person_id, at)
        answer = work(session, actor, *args, **kwargs)
        if actor.seen_at is None or actor.seen_at < at - TOUCH:
            # Last, and after what work has yet to write: sign-ins come after people, see `turns`.
            session.flush()
            touch(session, actor.sign_in_id, at)
        log.done(session, actor, action, at)
        return answer


def look(secret: str | None, work: "Work[P, T]", *args: P.args, **kwargs: P.kwargs) -> T:
    """As `act`, for work that only reads: it never waits for a writer.

    What was read of somebody else is written down before anybody is told of it.
    """
    at = clock.now()
    with log.refusals("", at) as who, store.reading(NOBODY) as session:
        actor = who.actor = actor_of(session, secret, at)
        view_as(session, actor.person_id, at)
        answer = work(session, actor, *args, **kwargs)
    log.read(session, actor, at)
    return answer


def ask(work: Callable[[Session], T]) -> T:
    """What anybody may know, who need not be signed in: nothing of anybody."""
    with store.reading(NOBODY) as session:
        return work(session)


async def act_for(request: Request, work: "Work[P, T]", *args: P.args, **kwargs: P.kwargs) -> T:
    """As `act`, for the person behind a request's cookie, off the event loop.

    Raises NotPermitted where the request's mark left asking to the door.
    """
    secret = secret_in(request.headers.get("cookie"))
    return await asyncio.to_thread(act, secret, _asking(request, work), *args, **kwargs)


async def look_for(request: Request, work: "Work[P, T]", *args: P.args, **kwargs: P.kwargs) -> T:
    """As `act_for`, for work that only reads."""
    secret = secret_in(request.headers.get("cookie"))
    return await asyncio.to_thread(look, secret, _asking(request, work), *args, **kwargs)


def address_of(path: str) -> str:
    """An address as pages compare it: without a slash at its end, and as text that can be sent."""
    return path.rstrip("/").encode(errors="ignore").decode()


def _asking(request: Request, work: "Work[P, T]") -> "Work[P, T]":
    """`work` for whoever has one of the permissions that the request's mark has not asked yet."""
    wanted, request.state.unasked = set(getattr(request.state, "unasked", ())), ()
    if not wanted:
        return work

    def asked(session: Session, actor: Actor, *args: P.args, **kwargs: P.kwargs) -> T:
        if not actor.permissions & wanted:
            raise NotPermitted
        return work(session, actor, *args, **kwargs)

    # What the log calls it is what the work is called.
    return log.as_marked(asked, work)


TYPED: Final = 4000
"""Most characters taken of one field of a form. Source: docs/method.md#text-lengths."""


def text_in(form: object, name: str, *, most: int = TYPED) -> str:
    """What a form from a browser says under a name; empty for nothing, and for what is no text."""
    said = form.get(name, "") if isinstance(form, dict) else ""
    return said[:most] if isinstance(said, str) else ""


class RoomState(rx.State):
    """What the states of all rooms share: the way to the data, the message, the problems."""

    message: str = ""
    """What the shell's status region says."""

    message_count: int = 0
    """Grows with each message, so that the same words twice are said twice."""

    problems: dict[str, str] = {}
    """Field name to what is wrong with it, as a sentence."""

    shown: str = ""
    """The address of the last page that took a thing from it, without a slash at its end."""

    turned_away: str = ""
    """Why the page that was opened is not shown, in a few words; empty where it is."""

    turned_away_at: str = ""
    """The address of that page, written as in `shown`."""

    must_reload: bool = False
    """Set by the guard when this page belongs to a sign-in that has ended."""

    _goes_along: bool = False
    """Whether the message is for the page that is opened next."""

    _bound_to: int = -1
    """Which sign-in this tree of states belongs to: 0 is nobody, -1 not yet known."""

    async def _call(self, work: "Work[P, T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """Do `work(session, actor, ...)` in one transaction, off the event loop.

        Raises NotSignedIn, and whatever work refuses.
        """
        secret = secret_of_event()
        return await rx.run_in_thread(lambda: act(secret, work, *args, **kwargs))

    async def _read(self, work: "Work[P, T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """As `_call`, for a query: it takes no write lock."""
        secret = secret_of_event()
        return await rx.run_in_thread(lambda: look(secret, work, *args, **kwargs))

    async def _carry_out(
        self, work: "Work[P, T]", said: str, *args: P.args, **kwargs: P.kwargs
    ) -> bool:
        """As `_call`, and say that it was done, or why not; False where what was typed is wrong.

        Then its problems stand beside the fields and nothing else is to change. Raises NotFound.
        """
        try:
            await self._call(work, *args, **kwargs)
            self._say(said)
        except Invalid as error:
            self.problems = error.problems
            return False
        except (Conflict, NotPermitted) as refusal:
            self._say(refusal.text)
        return True

    async def _ask(self, work: Callable[[Session], T]) -> T:
        """As `_read`, for what anybody may know."""
        return await rx.run_in_thread(lambda: ask(work))

    def _named(self, place: int) -> str:
        """The part of the page's address at `place`, from 0; a claim, and empty for none."""
        parts = self.router.url.path.strip("/").split("/")
        # Half a character or NUL, as only a made-up address has, names nothing and stops no log.
        named = parts[place][:64] if place < len(parts) else ""
        return named.encode(errors="ignore").decode().replace("\0", "")

    def _turn_to(self, place: int) -> str:
        """As `_named`, for a page that shows that thing from now on and nothing of another."""
        self.shown = address_of(self.router.url.path)
        return self._named(place)

    def _say(self, text: str) -> None:
        """Show `text` in the status region."""
        self.message = text
        self.message_count += 1

    def _say_there(self, text: str) -> None:
        """Show `text` in the status region of the page that this one gives way to."""
        self._say(text)
        self._goes_along = True

    @handler(public=True)
    async def hear(self, text: str):
        """Show the text of a refusal to the one whose page this is."""
        self._say(text[:500])

    @handler(public=True)
    async def turn_away(self, why: str):
        """Show why this page is not shown, in its place, to the one who opened it."""
        self.turned_away, self.turned_away_at = why[:500], address_of(self.router.url.path)

    @handler(public=True)
    async def dismiss_message(self):
        """Take the message away."""
        self.message = ""
