"""Signing in, out and up: routes beside the app, because the cookie of a socket cannot change."""

import asyncio
from typing import Final
from urllib.parse import parse_qs, quote

from reflex_base.registry import RegistrationContext
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coach_the_coach.account.actions import end_other_sign_ins, end_own_sign_in
from coach_the_coach.account.entry import actions
from coach_the_coach.account.entry.queries import again_cookie, half_cookie
from coach_the_coach.account.entry.rows import Again, CameIn, Halfway, Visit, Why
from coach_the_coach.account.provider.leaving.http import about_to_leave, way_out
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotFound, NotPermitted, NotSignedIn
from coach_the_coach.identity import sign_in, throttle
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import act_for
from coach_the_coach.identity.guard import reload_pages
from coach_the_coach.identity.marks import route
from coach_the_coach.identity.passwords import WeakPassword, hash_of, verified
from coach_the_coach.identity.second_factor import HALF_WAY
from coach_the_coach.identity.throttle import TooMany
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes as addresses

MAX_FORM: Final = 8_000
"""Longest form that is read here, in bytes. Source: docs/method.md#limits."""

REMEMBERED: Final = 300
"""Seconds for which a form that was refused keeps the e-mail address."""


@route(public=True)
async def start(request: Request) -> Response:
    """Sign in with an e-mail address and a password, and go where one wanted to go."""
    form = await form_of(request)
    wanted = safe_path(carried(request, form, "next"))
    email, visit = form.get("email", ""), visit_of(request)
    try:
        came = await asyncio.to_thread(_start, visit, email, form.get("password", ""), wanted)
    except TooMany as refusal:
        return send_back(addresses.SIGN_IN, Why.WAIT, Again(email, refusal.until), wanted)
    except NotPermitted:
        return send_back(addresses.SIGN_IN, Why.OFF, Again(email), wanted)
    if came is None:
        return send_back(addresses.SIGN_IN, Why.NO_MATCH, Again(email), wanted)
    return came_in(came, wanted)


@route(public=True)
async def number(request: Request) -> Response:
    """Give the number of the second factor, after the right password."""
    form = await form_of(request)
    try:
        came = await asyncio.to_thread(_number, visit_of(request), form.get("number", ""))
    except TooMany as refusal:
        return send_back(addresses.NUMBER, Why.WAIT, Again(wait_until=refusal.until))
    except NotSignedIn:
        return send_back(addresses.SIGN_IN, Why.LATE)
    if came is None:
        return send_back(addresses.NUMBER, Why.NUMBER)
    return came_in(*came)


@route(public=True)
async def accept(request: Request) -> Response:
    """Choose a password with an invitation, and be signed in."""
    form = await form_of(request)
    invitation = carried(request, form, "invitation")
    try:
        came = await asyncio.to_thread(
            _accept, visit_of(request), invitation, form.get("password", "")
        )
    except (WeakPassword, NotFound, NotPermitted, TooMany) as refusal:
        # A code, never the words: whoever makes a link must not decide what our page says.
        why = _why(refusal)
        return go(f"{addresses.WELCOME}?invitation={quote(invitation)}&refused={why}")
    return came_in(came, addresses.HOME)


@route(public=True)
async def end(request: Request) -> Response:
    """Sign out here, and in every open page of the same sign-in at once."""
    secret = sign_in.secret_in(request.headers.get("cookie"))
    leaving = await about_to_leave(secret)
    tokens = await asyncio.to_thread(_end, secret)
    await reload_pages(RegistrationContext.ensure_context().app, tokens)
    # Asked last: a provider that does not answer keeps nobody signed in here.
    response = await way_out(leaving) or go(addresses.SIGN_IN)
    response.delete_cookie(sign_in.cookie_name(), path="/", secure=settings().secure, httponly=True)
    return response


@route(Permission.SELF)
async def end_one(request: Request) -> Response:
    """End one of one's own sign-ins, perhaps on another device."""
    form = await form_of(request)
    tokens = await act_for(
        request, end_own_sign_in, sign_in=form.get("sign_in", ""), at=clock.now()
    )
    await reload_pages(RegistrationContext.ensure_context().app, tokens)
    return go(addresses.ACCOUNT)


@route(Permission.SELF)
async def end_others(request: Request) -> Response:
    """End all of one's own sign-ins but this one."""
    tokens = await act_for(request, end_other_sign_ins, at=clock.now())
    await reload_pages(RegistrationContext.ensure_context().app, tokens)
    return go(addresses.ACCOUNT)


def safe_path(wanted: str) -> str:
    """Where to go after signing in: a path of ours, or home."""
    plain = wanted.startswith("/") and wanted.isprintable() and "\\" not in wanted
    if not plain or wanted.startswith("//") or len(wanted) > 300:
        return addresses.HOME
    return wanted


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a small form, without NUL and half characters, which no database takes.

    Empty for a form that is too long.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM:
            return {}
    request._body = body
    form = await request.form(max_files=0, max_fields=10)
    return {name: _whole(value) for name, value in form.items() if isinstance(value, str)}


def _whole(value: str) -> str:
    """A value without what no database takes: a form chooses its charset, and may make that."""
    return value.replace("\0", "").encode(errors="ignore").decode()


def carried(request: Request, form: dict[str, str], name: str) -> str:
    """What the address of the page carried: its form repeats it only once scripts have run."""
    _page, _mark, query = request.headers.get("referer", "").partition("?")
    return form.get(name) or parse_qs(query).get(name, [""])[0].replace("\0", "")


def visit_of(request: Request) -> Visit:
    """Where a request comes from."""
    cookies = request.headers.get("cookie")
    return Visit(
        device=request.headers.get("user-agent", ""),
        network=throttle.network_of(request.client.host if request.client else None),
        cookies=cookies,
        earlier=sign_in.secret_in(cookies),
    )


def _start(visit: Visit, email: str, password: str, wanted: str) -> CameIn | Halfway | None:
    """What comes of a password; None when it is not right. Raises TooMany, NotPermitted."""
    at = clock.now()
    with store.transaction(store.NOBODY) as session:
        tried = actions.begin_try(session, visit, email=email, at=at)
    # Hashing is slow on purpose: nobody may wait for the database meanwhile.
    is_right, better = verified(password, tried.stored)
    with store.transaction(store.NOBODY) as session:
        if is_right:
            return actions.let_in(session, visit, tried, better=better, wanted=wanted, at=at)
        actions.refuse(session, visit, tried, at)
        return None


def _number(visit: Visit, given: str) -> tuple[CameIn, str] | None:
    """What comes of a number; None when it is not right. Raises TooMany, NotSignedIn."""
    with store.transaction(store.NOBODY) as session:
        return actions.finish(session, visit, number=given, at=clock.now())


def _accept(visit: Visit, invitation: str, password: str) -> CameIn | Halfway:
    """Let somebody in who has just chosen a password.

    Raises NotFound, WeakPassword, NotPermitted, TooMany.
    """
    at = clock.now()
    try:
        with store.transaction(store.NOBODY) as session:
            known = actions.known_of_invited(session, invitation=invitation, at=at)
        # As slow on purpose as when it is tried: nobody may wait for the database meanwhile.
        hashed = hash_of(password, known)
        with store.transaction(store.NOBODY) as session:
            return actions.accept(session, visit, invitation=invitation, hashed=hashed, at=at)
    except NotFound:
        with store.transaction(store.NOBODY) as session:
            actions.count_vain(session, visit, at)
        raise


def _end(secret: str | None) -> list[str]:
    """End the sign-in behind a cookie; returns the tokens of its open pages."""
    if not secret:
        return []
    with store.transaction(store.NOBODY) as session:
        return actions.sign_out(session, secret, clock.now())


def _why(refusal: Exception) -> str:
    """The code of what keeps an invitation from being taken."""
    if isinstance(refusal, WeakPassword):
        return refusal.weakness
    if isinstance(refusal, TooMany):
        return Why.WAIT
    return "invitation" if isinstance(refusal, NotFound) else Why.OFF


def came_in(came: CameIn | Halfway, wanted: str) -> Response:
    """On to where one wanted to go with the cookies, or to where the number is asked for."""
    if isinstance(came, Halfway):
        response = go(addresses.NUMBER)
        set_cookie(response, half_cookie(), came.secret, int(HALF_WAY.total_seconds()))
        return response
    response = go(wanted)
    give_secret(response, came.secret)
    set_cookie(response, throttle.known_cookie(), came.known, throttle.KNOWN_DAYS * 86_400)
    for name in (again_cookie(), half_cookie()):
        response.delete_cookie(name, path="/", secure=settings().secure, httponly=True)
    return response


def give_secret(response: Response, secret: str) -> None:
    """Have the browser keep the secret of its sign-in."""
    set_cookie(response, sign_in.cookie_name(), secret, int(sign_in.ABSOLUTE.total_seconds()))


def set_cookie(response: Response, name: str, value: str, seconds: int) -> None:
    """Have the browser keep a value for our server alone."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        secure=settings().secure,
        httponly=True,
        samesite="lax",
    )


def send_back(
    page: str, why: Why, again: Again | None = None, wanted: str | None = None
) -> Response:
    """Back to a form that says why, and keeps what was typed but for what is secret."""
    back = "" if wanted is None else f"&next={quote(wanted)}"
    response = go(f"{page}?refused={why}{back}")
    if again is not None:
        set_cookie(response, again_cookie(), actions.remembered(again), REMEMBERED)
    return response


def go(path: str) -> Response:
    """On to a path of ours, by a request of its own."""
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})


routes = [
    Route("/auth/sign-in", start, methods=["POST"]),
    Route("/auth/number", number, methods=["POST"]),
    Route("/auth/sign-out", end, methods=["POST"]),
    Route("/auth/accept", accept, methods=["POST"]),
    Route("/auth/end-sign-in", end_one, methods=["POST"]),
    Route("/auth/end-others", end_others, methods=["POST"]),
]
