"""Confirming that it is you, by a form: a route, because the cookie of a socket cannot change."""

import asyncio
from urllib.parse import quote

from reflex_base.registry import RegistrationContext
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coach_the_coach.account.confirm import actions
from coach_the_coach.account.confirm.actions import Confirmed
from coach_the_coach.account.confirm.queries import own_ways
from coach_the_coach.account.entry.http import (
    carried,
    form_of,
    give_secret,
    go,
    safe_path,
    send_back,
)
from coach_the_coach.account.entry.rows import Again, Why
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotPermitted, NotSignedIn
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import look_for
from coach_the_coach.identity.guard import reload_pages
from coach_the_coach.identity.marks import route
from coach_the_coach.identity.passwords import verified
from coach_the_coach.identity.queries import actor_of
from coach_the_coach.identity.sign_in import secret_in
from coach_the_coach.identity.throttle import TooMany
from coach_the_coach.shell import routes as addresses


@route(Permission.SELF)
async def confirm(request: Request) -> Response:
    """Show anew who one is, and go back to where that was asked for."""
    form = await form_of(request)
    wanted = safe_path(carried(request, form, "next"))
    # Asked at the door before the secret is another: afterwards this cookie is nobody's.
    await look_for(request, own_ways)
    secret = secret_in(request.headers.get("cookie"))
    typed = form.get("password", ""), form.get("number", "")
    try:
        confirmed = await asyncio.to_thread(_confirm, secret, *typed)
    except TooMany as refusal:
        again = Again(wait_until=refusal.until)
        return send_back(addresses.CONFIRM, Why.WAIT, again, wanted)
    except NotPermitted:
        return send_back(addresses.CONFIRM, Why.OFF, wanted=wanted)
    except NotSignedIn:
        return go(f"{addresses.SIGN_IN}?next={quote(wanted)}")
    if confirmed is None:
        return send_back(addresses.CONFIRM, Why.NO_MATCH, wanted=wanted)
    response = go(wanted)
    give_secret(response, confirmed.secret)
    # Their sockets have the old secret; loaded anew once the browser has the new one, they have it.
    app = RegistrationContext.ensure_context().app
    response.background = BackgroundTask(reload_pages, app, confirmed.tokens)
    return response


def _confirm(secret: str | None, password: str, number: str) -> Confirmed | None:
    """What comes of a try; None when it is not right.

    Raises NotSignedIn, TooMany, NotPermitted.
    """
    at = clock.now()
    with store.transaction(store.NOBODY) as session:
        actor = actor_of(session, secret, at)
        asked = actions.begin(session, actor, at)
    # Hashing is slow on purpose: nobody may wait for the database meanwhile.
    is_right, _better = verified(password, asked.stored)
    with store.transaction(store.NOBODY) as session:
        confirmed = (
            actions.finish(session, actor, asked, secret=secret or "", number=number, at=at)
            if is_right
            else None
        )
        if confirmed is None:
            actions.refuse(session, actor, asked, at)
        return confirmed


routes = [Route("/auth/confirm", confirm, methods=["POST"])]
