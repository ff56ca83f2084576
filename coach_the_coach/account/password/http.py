"""Changing one's own password by a form: what is typed passes no socket and no state."""

import asyncio

from reflex_base.registry import RegistrationContext
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coach_the_coach.account.entry.http import form_of, give_secret, go, send_back
from coach_the_coach.account.entry.rows import Again, Why
from coach_the_coach.account.password import actions
from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import act_for
from coach_the_coach.identity.guard import reload_pages
from coach_the_coach.identity.marks import route
from coach_the_coach.identity.passwords import WeakPassword, hash_of
from coach_the_coach.identity.throttle import TooMany
from coach_the_coach.shell import routes as addresses


@route(Permission.SELF)
async def change(request: Request) -> Response:
    """Take another password, and end every other sign-in of theirs."""
    form, at = await form_of(request), clock.now()
    try:
        known = await act_for(request, actions.begin, at=at)
        # Slow on purpose: nobody may wait for the database meanwhile.
        hashed = await asyncio.to_thread(hash_of, form.get("password", ""), known)
    except WeakPassword as refusal:
        # A code, never the words: whoever makes a link must not decide what our page says.
        return go(f"{addresses.OWN_PASSWORD}?refused={refusal.weakness}")
    except TooMany as refusal:
        return send_back(addresses.OWN_PASSWORD, Why.WAIT, Again(wait_until=refusal.until))
    changed = await act_for(request, actions.change, hashed=hashed, at=at)
    app = RegistrationContext.ensure_context().app
    response = go(addresses.OWN_PASSWORD)
    give_secret(response, changed.secret)
    # Not before the browser has the new secret: a page loaded anew with the old one is nobody's.
    response.background = BackgroundTask(reload_pages, app, [*changed.ended, *changed.own])
    return response


routes = [Route("/auth/password", change, methods=["POST"])]
