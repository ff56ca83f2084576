"""To the provider and back: routes beside the app, because the cookie of a socket cannot change."""

import asyncio
import logging
from html import escape
from typing import Final
from urllib.parse import quote, urlsplit

from reflex_base.registry import RegistrationContext
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from coach_the_coach.account.entry.http import (
    carried,
    form_of,
    give_secret,
    go,
    safe_path,
    send_back,
)
from coach_the_coach.account.entry.rows import Again, Why
from coach_the_coach.account.provider import actions, queries
from coach_the_coach.account.provider.actions import Entered
from coach_the_coach.account.provider.leaving.http import (
    browser_of,
    forget_browser,
    onward,
    provider_in_use,
    remember_browser,
)
from coach_the_coach.account.provider.rules import CALLBACK, LINK, START, UNLINK, Journey, Purpose
from coach_the_coach.foundation import audit, clock, store
from coach_the_coach.foundation.audit import Result
from coach_the_coach.foundation.ids import digest, new_id, new_secret
from coach_the_coach.foundation.words import _
from coach_the_coach.identity import oidc, sign_in, throttle
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import act_for, look_for
from coach_the_coach.identity.guard import reload_pages
from coach_the_coach.identity.log import LEFT_OUT, takes_of_stranger
from coach_the_coach.identity.marks import PAGE, route
from coach_the_coach.identity.oidc import Proof, Refused
from coach_the_coach.identity.throttle import TooMany
from coach_the_coach.servers import Provider
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes as addresses

BACK: Final = '<p><a class="link" href="{href}">{words}</a></p>'
"""The way back to where one signs in, on the page of a refusal."""

STRANGERS: Final = frozenset({"unknown_person", "has_left", "other_account"})
"""Refusals of somebody whom the provider knows and we do not."""

_log = logging.getLogger(__name__)


@route(public=True)
async def start(request: Request) -> Response:
    """Set out to the provider to sign in, or, with `confirm`, to show anew who one is."""
    provider = provider_in_use()
    asked = request.query_params
    here = urlsplit(settings().public_url)
    if request.headers.get("host", "").lower() != here.netloc:
        # The provider sends people back to one name of ours, and a cookie goes to no other.
        return go(f"{settings().public_url}{START}?{request.url.query}")
    wanted = safe_path(asked.get("next", ""))
    if asked.get("confirm") != "1":
        return await _to_sign_in(request, provider, wanted=wanted)
    within = await look_for(request, queries.confirming)
    return await _set_out(provider, Purpose.CONFIRM, wanted=wanted, sign_in_id=within)


@route(public=True)
async def start_by_form(request: Request) -> Response:
    """Set out by a button of ours, perhaps with an invitation, which no address need hold."""
    provider = provider_in_use()
    form = await form_of(request)
    return await _to_sign_in(
        request,
        provider,
        wanted=safe_path(carried(request, form, "next")),
        invitation=carried(request, form, "invitation")[: sign_in.MAX_SECRET],
        by_form=True,
    )


@route(Permission.SELF)
async def link(request: Request) -> Response:
    """Set out to show which account of the provider is one's own."""
    provider = provider_in_use()
    within = await look_for(request, queries.linking, at=clock.now())
    return await _set_out(
        provider, Purpose.LINK, wanted=addresses.ACCOUNT, sign_in_id=within, by_form=True
    )


@route(Permission.SELF)
async def unlink(request: Request) -> Response:
    """Come in by no account of the provider any more."""
    tokens = await act_for(request, actions.unlink_identities, at=clock.now())
    await reload_pages(RegistrationContext.ensure_context().app, tokens)
    return go(addresses.ACCOUNT)


@route(public=True)
async def callback(request: Request) -> Response:
    """Back from the provider: believe what it says, or say kindly that it did not work."""
    provider = provider_in_use()
    journey = None
    try:
        journey = await asyncio.to_thread(
            _come_back, request.query_params.get("state", ""), browser_of(request)
        )
        proof = await oidc.finish(
            provider,
            _callback_url(),
            dict(request.query_params),
            nonce=journey.nonce,
            verifier=journey.verifier,
            at=clock.now(),
        )
        response = await _arrive(request, provider, journey, proof)
    except Refused as refused:
        # Of who never set out from here the audit log has nothing.
        if journey is not None:
            address = request.client.host if request.client else "unknown"
            await asyncio.to_thread(_note_refusal, refused.case, address)
        response = _refusal(refused)
    forget_browser(response)
    return response


async def _to_sign_in(
    request: Request,
    provider: Provider,
    *,
    wanted: str,
    invitation: str = "",
    by_form: bool = False,
) -> Response:
    """On to the provider to sign in, unless too many of this network have set out."""
    try:
        await asyncio.to_thread(_count, _network_of(request))
    except TooMany as refusal:
        if invitation:
            # Its secret is in the address of the page already, and the page says what is the case.
            return go(f"{addresses.WELCOME}?invitation={quote(invitation)}&refused={Why.WAIT}")
        return send_back(addresses.SIGN_IN, Why.WAIT, Again(wait_until=refusal.until), wanted)
    return await _set_out(
        provider, Purpose.SIGN_IN, wanted=wanted, invitation=invitation, by_form=by_form
    )


async def _set_out(
    provider: Provider,
    purpose: Purpose,
    *,
    wanted: str,
    invitation: str = "",
    sign_in_id: int = 0,
    by_form: bool = False,
) -> Response:
    """On to the provider, with what is needed to believe whoever comes back kept on our side."""
    browser, at = new_secret(), clock.now()
    try:
        again = purpose is Purpose.CONFIRM
        beginning = await oidc.begin(provider, _callback_url(), again=again)
    except Refused as refused:
        return _refusal(refused)
    journey = Journey(
        browser=digest(browser),
        nonce=beginning.nonce,
        verifier=beginning.verifier,
        purpose=purpose,
        begun_at=at.isoformat(),
        wanted=wanted,
        invitation=invitation,
        sign_in_id=sign_in_id,
    )
    await asyncio.to_thread(_keep_journey, beginning.state, journey)
    if by_form:
        text = _("You are going to your organisation's own page.")
        response = onward(beginning.url, _("Signing in"), text)
    else:
        response = go(beginning.url)
    remember_browser(response, browser)
    return response


async def _arrive(request: Request, provider: Provider, journey: Journey, proof: Proof) -> Response:
    """Do what somebody set out for, now that it is known who they are."""
    response, at = go(journey.wanted), clock.now()
    if journey.purpose is Purpose.LINK:
        await act_for(request, actions.link_identity, proof=proof, within=journey.sign_in_id, at=at)
    elif journey.purpose is Purpose.CONFIRM:
        earlier = sign_in.secret_in(request.headers.get("cookie")) or ""
        asked = {"provider": provider, "proof": proof, "journey": journey, "held": earlier}
        confirmed = await act_for(request, actions.confirm, **asked, at=at)
        _give(response, confirmed)
    else:
        _give(response, await asyncio.to_thread(_enter, request, provider, proof, journey))
    return response


def _give(response: Response, entered: Entered) -> None:
    """Have the browser keep the secret, and then pages whose sockets have another load anew."""
    give_secret(response, entered.secret)
    app = RegistrationContext.ensure_context().app
    response.background = BackgroundTask(reload_pages, app, entered.tokens)


def _refusal(refused: Refused) -> Response:
    """One kind sentence with a number; the log has the case by that number, and nobody's token."""
    number = new_id()[:8]
    _log.warning("sign-on %s refused: %s", number, refused.case)
    text = _sentence(refused.case).format(id=number)
    more = BACK.format(href=addresses.SIGN_IN, words=_("Sign in"))
    title = _("Not signed in")
    page = PAGE.format(title=title, text=escape(text), more=more, home=_("Home"))
    return HTMLResponse(page, 403, headers={"Cache-Control": "no-store"})


def _sentence(case: str) -> str:
    """What a person is told: whether to try again, or whom to ask."""
    if case in STRANGERS:
        return _(
            "Your organisation knows you, but nobody has let you in here yet. Ask your "
            "administrator for an invitation. The number of this is {id}."
        )
    if case == "invitation":
        return _(
            "This invitation has been used or is too old. Ask for a new one. "
            "The number of this is {id}."
        )
    if case == "second_factor":
        return _(
            "You have a second step here, so this account cannot be linked without it. Sign in "
            "with your password and your number, then link it on your account page. The number "
            "of this is {id}."
        )
    return _(
        "Signing in with your organisation did not work. Please try again. If it happens once "
        "more, tell your administrator the number {id}."
    )


def _callback_url() -> str:
    """Where the provider sends people back to: registered there once, and never what is asked."""
    return f"{settings().public_url}{CALLBACK}"


def _keep_journey(state: str, journey: Journey) -> None:
    with store.transaction(store.NOBODY) as session:
        actions.set_out(session, state=state, journey=journey, at=clock.now())


def _come_back(state: str, browser: str) -> Journey:
    with store.transaction(store.NOBODY) as session:
        return actions.come_back(session, state=state, browser=browser, at=clock.now())


def _note_refusal(case: str, address: str) -> None:
    """Write it down, and of many from one address in a minute only the first."""
    at = clock.now()
    taken = takes_of_stranger(f"address {address}", at)
    if taken is False:
        return
    with store.transaction(store.NOBODY) as session:
        if taken:
            actions.note_refusal(session, case=case, at=at)
        else:
            audit.note(session, LEFT_OUT, actor_id=None, at=at, result=Result.REFUSED)


def _count(network: str) -> None:
    with store.transaction(store.NOBODY) as session:
        actions.count(session, network=network, at=clock.now())


def _enter(request: Request, provider: Provider, proof: Proof, journey: Journey) -> Entered:
    with store.transaction(store.NOBODY) as session:
        entered = actions.enter(
            session,
            provider=provider,
            proof=proof,
            journey=journey,
            device=request.headers.get("user-agent", ""),
            earlier=sign_in.secret_in(request.headers.get("cookie")),
            at=clock.now(),
        )
        throttle.give_back(session, [actions.counted(_network_of(request))])
        return entered


def _network_of(request: Request) -> str:
    return throttle.network_of(request.client.host if request.client else None)


routes = [
    Route(START, start, methods=["GET"]),
    Route(START, start_by_form, methods=["POST"]),
    Route(CALLBACK, callback, methods=["GET"]),
    Route(LINK, link, methods=["POST"]),
    Route(UNLINK, unlink, methods=["POST"]),
]
