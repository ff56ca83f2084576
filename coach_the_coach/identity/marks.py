"""The marks on handlers and routes: each says for whom it is, or it does not run."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from functools import wraps
from html import escape
from typing import Any, Final
from urllib.parse import quote, urlsplit

import reflex as rx
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotFresh, NotPermitted, NotSignedIn, Refusal
from coach_the_coach.foundation.words import _
from coach_the_coach.identity import log
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import actor_of
from coach_the_coach.identity.sign_in import CONFIRM, SIGN_IN, secret_in

PAGE: Final = (
    '<!doctype html><html lang="en" class="as-device"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title>'
    '<link rel="stylesheet" href="/styles.css"><body>'
    # Within the app its frame sees to it that the padding counts into the width.
    '<main class="page page-narrow" style="box-sizing:border-box">'
    '<h1 class="title">{title}</h1><p class="paragraph">{text}</p>{more}'
    '<p><a class="link" href="/">{home}</a></p></main></body></html>'
)
"""What a person sees where there is no page of the app; `more` is a form. It needs no script.

It is light or dark as the device has it: what somebody chose in the app, only a script could read.
"""

Endpoint = Callable[[Request], Awaitable[Response]]

MARK: Final = "__policy__"
"""Attribute of a handler or a route that holds its permissions; empty means public."""


def handler(*permissions: Permission, public: bool = False) -> Callable[[Any], Any]:
    """Mark an event handler with the permissions of which the actor needs one.

    It is the only decorator for events.

    Raises TypeError without a permission or `public=True`, and for one that is not a coroutine.
    """
    if bool(permissions) == public:
        raise TypeError("name a permission, or public=True")

    def mark(function: Any) -> Any:
        if not (inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)):
            raise TypeError(f"{function.__qualname__} would block every user: make it async")
        setattr(function, MARK, permissions)
        return rx.event(function)

    return mark


def route(
    *permissions: Permission,
    public: bool = False,
    from_anywhere: bool = False,
) -> Callable[[Any], Any]:
    """Mark an HTTP endpoint likewise; who lacks the permission does not reach it.

    Refusals are answered with their status. A request that changes something must come from a page
    of ours; one `from_anywhere` need not, and so may know nobody by a cookie.
    """
    if bool(permissions) == public:
        raise TypeError("name a permission, or public=True")
    if from_anywhere and not public:
        raise TypeError("what comes from anywhere has no cookie of ours: make it public")

    def mark(endpoint: Endpoint) -> Any:
        @wraps(endpoint)
        async def guarded(request: Request) -> Response:
            try:
                changes = request.method not in {"GET", "HEAD"}
                if changes and not (from_anywhere or from_our_page(request)):
                    raise NotPermitted(_("This request did not come from a page of ours."))
                return await _for_those_who_may(request, permissions, endpoint)
            except Refusal as refusal:
                await asyncio.to_thread(_write_down, request, endpoint, refusal)
                return _answer(request, refusal)

        setattr(guarded, MARK, permissions)
        return guarded

    return mark


async def _for_those_who_may(
    request: Request, permissions: tuple[Permission, ...], endpoint: Endpoint
) -> Response:
    """The endpoint's answer to somebody with one of the permissions, or to anybody without any.

    The door asks for it, in the transaction of the work, so that a person is made out once. An
    endpoint that passes the door by has done nothing, and what it says is for those who may alone.
    """
    request.state.unasked = permissions
    answer = await endpoint(request)
    if request.state.unasked:
        await asyncio.to_thread(_require, request, permissions)
    return answer


def _require(request: Request, permissions: tuple[Permission, ...]) -> None:
    """Go on only for somebody signed in with one of the permissions.

    Raises NotSignedIn, NotPermitted.
    """
    with store.reading(store.NOBODY) as session:
        actor = actor_of(session, secret_in(request.headers.get("cookie")), clock.now())
    if not actor.permissions & set(permissions):
        raise NotPermitted


def _write_down(request: Request, endpoint: Endpoint, refusal: Refusal) -> None:
    """Enter a refusal in the audit log, unless the door has: the endpoint's name, no address."""
    if getattr(refusal, log.NOTED, False) or not isinstance(refusal, log.REFUSALS):
        return
    address = request.client.host if request.client else ""
    name = f"{endpoint.__module__}.{endpoint.__name__}"
    log.refused(_who(request), log.ROUTE, refusal, clock.now(), what=name, address=address)


def _who(request: Request) -> Actor | None:
    """Who is signed in behind a request that was refused; None for a stranger."""
    try:
        with store.reading(store.NOBODY) as session:
            return actor_of(session, secret_in(request.headers.get("cookie")), clock.now())
    except (NotSignedIn, SQLAlchemyError):
        return None


def _answer(request: Request, refusal: Refusal) -> Response:
    """The refusal as JSON, or, where a person posted a form, as a page or the way to sign in."""
    kept = {"Cache-Control": "no-store"}
    if "text/html" not in request.headers.get("accept", ""):
        told = {"text": refusal.text, "problems": getattr(refusal, "problems", {})}
        return JSONResponse(told, refusal.status, headers=kept)
    if isinstance(refusal, NotSignedIn | NotFresh):
        page = CONFIRM if isinstance(refusal, NotFresh) else SIGN_IN
        back = quote(_way_back(request))
        return RedirectResponse(f"{page}?next={back}", 303, headers=kept)
    page = PAGE.format(title=_("Not done"), text=escape(refusal.text), more="", home=_("Home"))
    return HTMLResponse(page, refusal.status, headers=kept)


def _way_back(request: Request) -> str:
    """Where one was: the page whose form was posted, or the very address that was asked for."""
    if request.method in {"GET", "HEAD"}:
        return f"{request.url.path}?{request.url.query}".removesuffix("?")
    return urlsplit(request.headers.get("referer", "")).path


def from_our_page(request: Request) -> bool:
    """Whether the browser vouches that a page of this very address made the request."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site")
    if origin not in {None, "null"} and urlsplit(origin).netloc != request.headers.get("host"):
        return False
    if site is not None:
        return site == "same-origin"
    return origin not in {None, "null"}
