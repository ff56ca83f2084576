"""Signing in, out and up: routes beside the app, because the cookie of a socket cannot change."""

import asyncio
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs, quote

from reflex_base.registry import RegistrationContext
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coach_the_coach.account import actions
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import act_for
from coach_the_coach.identity.guard import reload_pages
from coach_the_coach.identity.marks import route
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes as addresses

MAX_FORM: Final = 8_000
"""Longest form that is read here, in bytes. Source: docs/method.md#limits."""


@route(public=True)
async def start(request: Request) -> Response:
    """Sign in with an e-mail address and a password, and go where one wanted to go."""
    form = await _form(request)
    wanted = safe_path(_carried(request, form, "next"))
    secret = await asyncio.to_thread(
        _start,
        form.get("email", ""),
        form.get("password", ""),
        request.headers.get("user-agent", ""),
        sign_in.secret_in(request.headers.get("cookie")),
    )
    if secret is None:
        return _go(f"{addresses.SIGN_IN}?refused=1&next={quote(wanted)}")
    return _signed_in(secret, wanted)


@route(public=True)
async def accept(request: Request) -> Response:
    """Choose a password with an invitation, and be signed in."""
    form = await _form(request)
    invitation = _carried(request, form, "invitation")
    try:
        secret = await asyncio.to_thread(
            _accept,
            invitation,
            form.get("password", ""),
            request.headers.get("user-agent", ""),
            sign_in.secret_in(request.headers.get("cookie")),
        )
    except (Invalid, NotFound) as refusal:
        # A code, never the words: whoever makes a link must not decide what our page says.
        why = "password" if isinstance(refusal, Invalid) else "invitation"
        return _go(f"{addresses.WELCOME}?invitation={quote(invitation)}&refused={why}")
    return _signed_in(secret, addresses.HOME)


@route(public=True)
async def end(request: Request) -> Response:
    """Sign out here, and in every open page of the same sign-in at once."""
    tokens = await asyncio.to_thread(_end, sign_in.secret_in(request.headers.get("cookie")))
    await reload_pages(RegistrationContext.ensure_context().app, tokens)
    response = _go(addresses.SIGN_IN)
    response.delete_cookie(sign_in.cookie_name(), path="/", secure=settings().secure, httponly=True)
    return response


@route(Permission.SELF)
async def end_one(request: Request) -> Response:
    """End one of one's own sign-ins, perhaps on another device."""
    form = await _form(request)
    tokens = await act_for(
        request, actions.end_own_sign_in, sign_in=form.get("sign_in", ""), at=clock.now()
    )
    await reload_pages(RegistrationContext.ensure_context().app, tokens)
    return _go(addresses.ACCOUNT)


def safe_path(wanted: str) -> str:
    """Where to go after signing in: a path of ours, or home."""
    plain = wanted.startswith("/") and wanted.isprintable() and "\\" not in wanted
    if not plain or wanted.startswith("//") or len(wanted) > 300:
        return addresses.HOME
    return wanted


async def _form(request: Request) -> dict[str, str]:
    """The fields of a small form, without NUL, which PostgreSQL takes in no text.

    Empty for a form that is too long.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM:
            return {}
    request._body = body
    form = await request.form(max_files=0, max_fields=10)
    return {name: value.replace("\0", "") for name, value in form.items() if isinstance(value, str)}


def _carried(request: Request, form: dict[str, str], name: str) -> str:
    """What the address of the page carried: its form repeats it only once scripts have run."""
    _page, _mark, query = request.headers.get("referer", "").partition("?")
    return form.get(name) or parse_qs(query).get(name, [""])[0].replace("\0", "")


def _start(email: str, password: str, device: str, earlier: str | None) -> str | None:
    """A new sign-in in place of an earlier one of this browser; None when the two do not match."""
    at = clock.now()
    with store.reading() as session:
        account = sign_in.account_of(session, email=email, at=at)
    # Hashing is slow on purpose: nobody may wait for the database meanwhile.
    if not sign_in.matches(password, account.password_hash if account else None):
        return None
    with store.transaction() as session:
        held = sign_in.account_of(session, email=email, at=at)
        if held is None or account is None or held.password_hash != account.password_hash:
            return None
        _end_earlier(session, earlier, at)
        return sign_in.start_sign_in(session, held.person_id, device=device, at=at)


def _accept(invitation: str, password: str, device: str, earlier: str | None) -> str:
    """The sign-in of somebody who has just chosen a password, in place of an earlier one.

    Raises NotFound, Invalid.
    """
    at = clock.now()
    with store.transaction() as session:
        person_id = sign_in.accept_invitation(session, secret=invitation, password=password, at=at)
        _end_earlier(session, earlier, at)
        return sign_in.start_sign_in(session, person_id, device=device, at=at)


def _end(secret: str | None) -> list[str]:
    """End the sign-in behind a cookie; returns the tokens of its open pages."""
    if not secret:
        return []
    with store.transaction() as session:
        return _end_earlier(session, secret, clock.now())


def _end_earlier(session: Session, secret: str | None, at: datetime) -> list[str]:
    """End the sign-in behind a cookie, if there is one; returns the tokens of its open pages."""
    ended = sign_in.sign_in_of(session, secret, at)
    return sign_in.end_sign_ins(session, [ended.id], at) if ended and ended.id else []


def _signed_in(secret: str, wanted: str) -> Response:
    """On to where one wanted to go, with the cookie."""
    response = _go(wanted)
    response.set_cookie(
        sign_in.cookie_name(),
        secret,
        max_age=int(sign_in.ABSOLUTE.total_seconds()),
        path="/",
        secure=settings().secure,
        httponly=True,
        samesite="lax",
    )
    return response


def _go(path: str) -> Response:
    """On to a path of ours, by a request of its own."""
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})


routes = [
    Route("/auth/sign-in", start, methods=["POST"]),
    Route("/auth/sign-out", end, methods=["POST"]),
    Route("/auth/accept", accept, methods=["POST"]),
    Route("/auth/end-sign-in", end_one, methods=["POST"]),
]
