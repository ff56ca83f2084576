"""Having no more letters, by the link in any of them: without signing in, as RFC 8058 wants it."""

import asyncio
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.marks import PAGE, route
from coach_the_coach.identity.throttle import VAIN, bucket, network_of, take
from coach_the_coach.notices.mail.actions import have_no_more, is_token
from coach_the_coach.notices.mail.rules import OFF

BUTTON: Final = (
    '<form class="form" method="post"><div class="actions">'
    '<button class="button button-primary" type="submit">{words}</button></div></form>'
)
"""The form below the words of a page; it posts to the page's own address."""


@route(public=True)
async def ask(_request: Request) -> Response:
    """Ask whether to have no more letters. Mail scanners open every link, so this changes nothing.

    It says the same to everybody: whether a token is somebody's is not told here.
    """
    text = _("Nothing changes in the app. In your account you can have e-mails again.")
    return _page(_("No more e-mails?"), text, button=_("Send me no more e-mails"))


# A mail program's own server posts here, without a cookie and without a page of ours.
@route(public=True, from_anywhere=True)
async def stop(request: Request) -> Response:
    """Have no more letters, as whoever holds one of theirs. Raises NotFound for nobody's token."""
    network = network_of(request.client.host if request.client else None)
    await asyncio.to_thread(_stop, request.path_params["token"], network)
    text = _("You get no more e-mails. In your account you can have them again.")
    return _page(_("No more e-mails"), text)


def _stop(token: str, network: str) -> None:
    """Have no more letters. Raises NotFound for nobody's token, TooMany for many of them.

    A token that is somebody's works at any time, whatever others tried from the same network.
    """
    # PostgreSQL takes no NUL in a text; what has one is nobody's.
    named = token.replace("\0", "")
    with store.reading(store.NOBODY) as session:
        is_somebodys = is_token(session, token=named)
    if not is_somebodys:
        with store.transaction(store.NOBODY) as session:
            take(session, (bucket(VAIN, network),), clock.now())
        raise NotFound
    with store.transaction(store.NOBODY) as session:
        have_no_more(session, token=named)


def _page(title: str, text: str, *, button: str = "") -> Response:
    """A page of ours that needs no script."""
    form = BUTTON.format(words=escape(button)) if button else ""
    page = PAGE.format(title=escape(title), text=escape(text), more=form, home=_("Home"))
    return HTMLResponse(page, headers={"Cache-Control": "no-store"})


routes = [Route(OFF, ask, methods=["GET"]), Route(OFF, stop, methods=["POST"])]
