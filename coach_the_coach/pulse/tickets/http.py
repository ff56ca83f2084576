"""Saying how it was by the link of a ticket, without signing in: a page that needs no script."""

import asyncio
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from coach_the_coach.account.entry.http import form_of
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.marks import PAGE, route
from coach_the_coach.identity.throttle import VAIN, bucket, network_of, take
from coach_the_coach.pulse.rules import SCALE, promise
from coach_the_coach.pulse.tickets import actions
from coach_the_coach.pulse.tickets.rows import AskedRow
from coach_the_coach.pulse.tickets.rules import (
    Answers,
    answers_from,
    questions_in_order,
    scale_words,
)
from coach_the_coach.shell import routes as addresses

LONGEST_SECRET: Final = 64
"""Characters of what may be a secret; ours have 43. Source: docs/method.md#pulse."""

FORM: Final = (
    '<form class="form" method="post" action="{action}">'
    '<input type="hidden" name="secret" value="{secret}">{questions}'
    '<div class="actions"><button class="button button-primary button-wide" type="submit">{words}'
    '</button></div></form><p class="quiet">{shown}</p><p class="quiet">{promise}</p>'
)
"""What is asked; it posts to an address that holds no secret."""

QUESTION: Final = (
    '<fieldset class="field" aria-describedby="{name}-problem"><legend class="label">{words}'
    '</legend><div class="choices" style="grid-template-columns:repeat(5,minmax(0,1fr))">{choices}'
    '</div><p class="problem" id="{name}-problem">{problem}</p></fieldset>'
)
"""One question, its five answers side by side on the narrowest phone."""

CHOICE: Final = (
    '<label class="choice"><input type="radio" name="{name}" value="{value}" required{checked}>'
    '<span class="choice-word">{value}</span></label>'
)
"""One answer; all of its card is pressed."""


@route(public=True)
async def ask(request: Request) -> Response:
    """What is asked. Raises NotFound for nobody's link. Opening it changes nothing."""
    secret = _secret(request.query_params.get("secret", ""))
    return _form(secret, await asyncio.to_thread(_asked, secret, _network(request)))


@route(public=True)
async def say(request: Request) -> Response:
    """Keep what was chosen, or say what is missing. Raises NotFound for nobody's link."""
    form = await form_of(request)
    secret, answers = _secret(form.get("secret", "")), answers_from(form)
    asked = await asyncio.to_thread(_asked, secret, _network(request))
    try:
        await asyncio.to_thread(_say, secret, answers)
    except Invalid as error:
        return _form(secret, asked, answers, error.problems)
    except (Conflict, NotFound) as refusal:
        return _page(_("Not kept"), refusal.text)
    return _page(_("Thank you"), _("It is kept. Nobody sees that it was you."))


def _asked(secret: str, network: str) -> AskedRow:
    """What a link asks. Raises NotFound for nobody's, TooMany for many of them.

    A link that is somebody's works at any time, whatever others tried from the same network.
    """
    try:
        with store.reading(store.NOBODY) as session:
            return actions.asked_by_link(session, secret=secret)
    except NotFound:
        with store.transaction(store.NOBODY) as session:
            take(session, (bucket(VAIN, network),), clock.now())
        raise


def _say(secret: str, answers: Answers) -> None:
    """Keep it. Raises NotFound, Invalid, Conflict."""
    with store.transaction(store.NOBODY) as session:
        actions.say_by_link(session, secret=secret, answers=answers)


def _secret(given: str) -> str:
    """What may be a secret; what is too long, or holds what no database takes, is nobody's."""
    return given if given.isascii() and given.isprintable() and len(given) <= LONGEST_SECRET else ""


def _network(request: Request) -> str:
    return network_of(request.client.host if request.client else None)


def _form(
    secret: str,
    asked: AskedRow,
    answers: Answers | None = None,
    problems: dict[str, str] | None = None,
) -> Response:
    """The page with the four questions, with what was chosen and what is missing."""
    chosen = answers or Answers()
    given = [
        _question(name, words, getattr(chosen, name), (problems or {}).get(name, ""))
        for name, words in questions_in_order()
    ]
    title = _("Your sessions with {coach}").format(coach=asked.coach)
    shown = _("Shown once {n} different people have answered.").format(n=asked.minimum)
    form = FORM.format(
        action=addresses.PULSE_LINK,
        secret=escape(secret),
        questions="".join(given),
        words=escape(_("Send")),
        shown=escape(shown),
        promise=escape(promise()),
    )
    return _page(title, f"{asked.month}. {scale_words()}", form, 422 if problems else 200)


def _question(name: str, words: str, chosen: int | None, problem: str) -> str:
    """One question as HTML."""
    choices = "".join(
        CHOICE.format(name=name, value=number, checked=" checked" if number == chosen else "")
        for number in SCALE
    )
    said = escape(problem)
    return QUESTION.format(name=name, words=escape(words), choices=choices, problem=said)


def _page(title: str, text: str, more: str = "", status: int = 200) -> Response:
    """A page of ours that needs no script, kept by no browser and told to no other page."""
    page = PAGE.format(title=escape(title), text=escape(text), more=more, home=_("Home"))
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return HTMLResponse(page, status, headers=headers)


routes = [
    Route(addresses.PULSE_LINK, ask, methods=["GET"]),
    Route(addresses.PULSE_LINK, say, methods=["POST"]),
]
