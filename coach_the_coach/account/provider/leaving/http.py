"""Going out: to the provider after signing out here, and the provider's own word that one left it.

Signing out itself is `account.entry.http`, which asks here for the way on.
"""

import asyncio
import logging
from html import escape
from typing import Final
from urllib.parse import parse_qs, quote

from reflex_base.registry import RegistrationContext
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from coach_the_coach.account.provider.actions import JOURNEY
from coach_the_coach.account.provider.leaving import actions
from coach_the_coach.account.provider.leaving.actions import Parting
from coach_the_coach.account.provider.rules import BACK_CHANNEL, GOODBYE
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.ids import new_secret
from coach_the_coach.foundation.words import _
from coach_the_coach.identity import oidc, sign_in
from coach_the_coach.identity.guard import reload_pages
from coach_the_coach.identity.marks import PAGE, route
from coach_the_coach.identity.oidc import Farewell, Refused
from coach_the_coach.servers import Provider
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes as addresses

MAX_LOGOUT: Final = 20_000
"""Longest logout token that is read, in bytes. Source: docs/method.md#sign-on."""

ONWARD: Final = '<p><a class="link" href="{url}" rel="noreferrer">{words}</a></p>'
"""The link on the page that leads away, for a browser that does not go by itself."""

_log = logging.getLogger(__name__)


@route(public=True)
async def goodbye(request: Request) -> Response:
    """Back from the provider, which has ended its own session; nothing is left to do here."""
    provider_in_use()
    state, browser = request.query_params.get("state", ""), browser_of(request)
    try:
        await asyncio.to_thread(_have_left, state, browser)
    except Refused as refused:
        _log.warning("farewell refused: %s", refused.case)
    response = RedirectResponse(addresses.SIGN_IN, 303, headers={"Cache-Control": "no-store"})
    forget_browser(response)
    return response


# The provider's own server posts here, without a cookie; its signature is all that counts.
@route(public=True, from_anywhere=True)
async def left_there(request: Request) -> Response:
    """The provider says that somebody has left it: end the sign-ins that came by it there."""
    provider, at = provider_in_use(), clock.now()
    kept = {"Cache-Control": "no-store"}
    try:
        farewell = await oidc.farewell(provider, await _logout_token(request), at=at)
        tokens = await asyncio.to_thread(_end_by_provider, farewell)
    except Refused as refused:
        _log.warning("back-channel logout refused: %s", refused.case)
        return JSONResponse({"error": "invalid_request"}, 400, headers=kept)
    await reload_pages(RegistrationContext.ensure_context().app, tokens)
    return Response(status_code=200, headers=kept)


async def about_to_leave(secret: str | None) -> Parting | None:
    """What the provider is to be told of a sign-in that is about to end here.

    None where there is nothing to end there. Nobody of theirs is asked yet.
    """
    provider = settings().provider
    return await asyncio.to_thread(_parting, secret, provider) if provider else None


async def way_out(leaving: Parting | None) -> Response | None:
    """The page that leads on to the provider, once the sign-in has ended here.

    None where there is nothing to end there, or nobody answers.
    """
    provider = settings().provider
    if provider is None or leaving is None:
        return None
    state, browser = new_secret(), new_secret()
    back = f"{settings().public_url}{GOODBYE}"
    try:
        url = await oidc.farewell_url(provider, leaving.id_token, back, state)
    except Refused as refused:
        _log.warning("the provider was not told of a sign-out: %s", refused.case)
        return None
    await asyncio.to_thread(_say_farewell, state, browser)
    response = onward(url, _("Signing out"), _("You are signed out here, and now there as well."))
    remember_browser(response, browser)
    return response


def onward(url: str, title: str, text: str) -> Response:
    """A page that leads to the provider by itself, or by its link where a browser does not.

    No redirect: what a form of ours is answered with must lead nowhere else, says our own content
    policy, and browsers count redirects in.
    """
    safe = quote(url, safe=":/%#?=@[]!$&'()*+,;~")
    more = ONWARD.format(url=escape(safe), words=_("Go on"))
    page = PAGE.format(title=escape(title), text=escape(text), more=more, home=_("Home"))
    headers = {"Cache-Control": "no-store", "Refresh": f"0; url={safe}"}
    return HTMLResponse(page, headers=headers)


def provider_in_use() -> Provider:
    """The provider. Raises NotFound while single sign-on is off."""
    provider = settings().provider
    if provider is None:
        raise NotFound
    return provider


def browser_of(request: Request) -> str:
    """What the browser's own cookie holds while it is at the provider; empty for none."""
    held = sign_in.cookie_in(request.headers.get("cookie"), _cookie())
    return held if held and len(held) <= sign_in.MAX_SECRET else ""


def remember_browser(response: Response, browser: str) -> None:
    """Bind what follows to this browser, for some minutes."""
    response.set_cookie(
        _cookie(),
        browser,
        max_age=int(JOURNEY.total_seconds()),
        path="/",
        secure=settings().secure,
        httponly=True,
        samesite="lax",
    )


def forget_browser(response: Response) -> None:
    """Take that cookie away."""
    response.delete_cookie(_cookie(), path="/", secure=settings().secure, httponly=True)


def _cookie() -> str:
    return sign_in.host_bound("provider")


async def _logout_token(request: Request) -> str:
    """The token in the form that the provider posts; empty for none, or for too long a form."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_LOGOUT:
            return ""
    return parse_qs(body.decode("latin-1")).get("logout_token", [""])[0]


def _have_left(state: str, browser: str) -> None:
    with store.transaction(store.NOBODY) as session:
        actions.have_left(session, state=state, browser=browser, at=clock.now())


def _parting(secret: str | None, provider: Provider) -> Parting | None:
    with store.transaction(store.NOBODY) as session:
        at = clock.now()
        return actions.parting(session, secret=secret, issuer=provider.issuer, at=at)


def _say_farewell(state: str, browser: str) -> None:
    with store.transaction(store.NOBODY) as session:
        actions.say_farewell(session, state=state, browser=browser, at=clock.now())


def _end_by_provider(farewell: Farewell) -> list[str]:
    with store.transaction(store.NOBODY) as session:
        return actions.end_by_provider(session, farewell=farewell, at=clock.now())


routes = [
    Route(GOODBYE, goodbye, methods=["GET"]),
    Route(BACK_CHANNEL, left_there, methods=["POST"]),
]
