"""The public page of a shared certificate: plain HTML that needs no script and no sign-in."""

import asyncio
from collections.abc import Callable
from html import escape
from typing import Any, Final, TypeVar

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from coach_the_coach.certification.credential.keys.http import keys_text
from coach_the_coach.certification.credential.rules import MARKS, WORDS, Format, Standing
from coach_the_coach.certification.credential.verify.queries import shared, shared_file
from coach_the_coach.certification.credential.verify.rows import ShownRow
from coach_the_coach.certification.credential.verify.rules import standing_words
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.marks import PAGE, route
from coach_the_coach.identity.throttle import VAIN, bucket, network_of, take
from coach_the_coach.shell import routes as addresses

Found = TypeVar("Found")

KEPT: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
"""What a browser and a search engine are told of everything under a link."""

FACT: Final = "<div><dt>{name}</dt><dd>{value}</dd></div>"

BODY: Final = (
    '<div class="stack gap-between"><p><span class="badge badge-{mark}">'
    '<span class="mark mark-{mark}" aria-hidden="true"></span>{word}</span></p>'
    '<dl class="facts">{facts}</dl>{lists}'
    '<section class="section"><h2 class="heading">{proved_title}</h2>{proved}</section>'
    '<section class="section"><h2 class="heading">{files_title}</h2>'
    '<p class="paragraph">{files_words}</p><ul class="plain lines">{files}</ul>'
    '<p class="quiet">{offline}</p></section></div>'
)
"""A certificate beneath its title and its sentence."""


@route(public=True)
async def page(request: Request) -> Response:
    """What is shown under a link, or that there is nothing: the same for whatever is not there."""
    link, at = _link(request), clock.now()
    found = await _found(request, lambda session: shared(session, link_id=link, at=at))
    return _nothing() if found is None else html_of(found, link)


@route(public=True)
async def document(request: Request) -> Response:
    """The credential with a proof within, as shared."""
    return await _file(request, Format.DATA_INTEGRITY, "application/vc", "credential.json")


@route(public=True)
async def token(request: Request) -> Response:
    """The credential with a signature around, as shared."""
    return await _file(request, Format.JWT, "application/vc+jwt", "credential.jwt")


@route(public=True)
async def keys(request: Request) -> Response:
    """The public keys, to be kept beside a credential and used without a network."""
    link = _link(request)
    form = Format.DATA_INTEGRITY
    found = await _found(request, lambda session: shared_file(session, link_id=link, form=form))
    if found is None:
        return _nothing()
    return _saved(await asyncio.to_thread(keys_text), "application/did+json", "keys.json")


def html_of(row: ShownRow, link: str = "", *, note: str = "") -> Response:
    """The page; without a link it is a look at what would be there, and offers no files."""
    facts = [
        (_("Holder"), row.name),
        (_("Level"), row.level),
        (_("Awarded"), row.awarded),
        (_("Valid until"), row.until),
        (_("Issued by"), row.issuer),
    ]
    is_bad = not row.holds
    body = BODY.format(
        mark="broken" if is_bad else MARKS[row.standing],
        word=escape(_("Not proved") if is_bad else WORDS[row.standing]),
        facts="".join(
            FACT.format(name=escape(name), value=escape(value)) for name, value in facts if value
        ),
        lists=_list(_("What was asked"), row.criteria) + _list(_("What was counted"), row.evidence),
        proved_title=escape(_("What this proves, and what not")),
        proved="".join(f'<p class="paragraph">{escape(one)}</p>' for one in _proved(row)),
        files_title=escape(_("Verify it yourself")),
        files_words=escape(
            _(
                "The certificate is a signed file. Both forms say the same: one for programs that "
                "read Open Badges 3.0, one for those that read tokens."
            )
        ),
        files="".join(_links(link)),
        offline=escape(
            _(
                "Without a network: keep one of them and the file of keys. A program that knows "
                "Open Badges 3.0 then verifies the signature by the key that it names. Whether "
                "the certificate was revoked since is in the lists that it names, which need a "
                "network."
            )
        ),
    )
    said = _("This file does not match its signature.") if is_bad else standing_words(row)
    return _page(row.path, f"{note} {said}".strip(), body)


def _proved(row: ShownRow) -> list[str]:
    """What follows from it, and what does not."""
    if not row.holds:
        return [_("Do not rely on what stands here. Tell whoever gave you the link.")]
    told = [
        _(
            "Proved: {issuer} signed exactly these words, and nobody has changed them since "
            "(keys {keys})."
        ).format(issuer=row.issuer, keys=", ".join(row.keys) or "–"),
        _("Not proved: who sent you the link.")
        + " "
        + (
            _("Ask to see that the name is theirs.")
            if row.name
            else _("The holder chose to show no name, so it can be anybody's.")
        ),
        _("What was seen and said in sessions, and how it was judged, is not in it."),
    ]
    if row.standing is not Standing.VALID:
        told.insert(0, standing_words(row))
    return told


def _list(title: str, items: tuple[str, ...]) -> str:
    """A titled list, where there is something to list."""
    if not items:
        return ""
    lines = "".join(f'<li style="overflow-wrap:anywhere">{escape(one)}</li>' for one in items)
    return (
        f'<section class="section"><h2 class="heading">{escape(title)}</h2>'
        f'<ul class="plain lines">{lines}</ul></section>'
    )


def _links(link: str) -> list[str]:
    """The files, as links; in a look beforehand only their names."""
    named = (
        ("credential.json", _("The certificate with its proof (credential.json)")),
        ("credential.jwt", _("The certificate as a token (credential.jwt)")),
        ("keys.json", _("The public keys (keys.json)")),
    )
    if not link:
        return [f"<li>{escape(words)}</li>" for _name, words in named]
    return [
        f'<li><a class="link" href="{addresses.verify(link, name)}" download>{escape(words)}</a>'
        "</li>"
        for name, words in named
    ]


async def _file(request: Request, form: Format, media: str, name: str) -> Response:
    """A file under a link."""
    link = _link(request)
    found = await _found(request, lambda session: shared_file(session, link_id=link, form=form))
    return _nothing() if found is None else _saved(found, media, name)


async def _found(request: Request, work: Callable[[Session], Found]) -> Found:
    """What is there under a link; for nobody's it is counted. Raises TooMany for many of those."""
    network = network_of(request.client.host if request.client else None)
    return await asyncio.to_thread(_look, work, network)


def _look(work: Callable[[Session], Any], network: str) -> Any:
    with store.reading(store.NOBODY) as session:
        found = work(session)
    if found is None:
        with store.transaction(store.NOBODY) as session:
            take(session, (bucket(VAIN, network),), clock.now())
    return found


def _link(request: Request) -> str:
    """What may be a link; what holds signs that none of ours has is nobody's."""
    given = request.path_params["link"]
    return given if len(given) == 32 and given.isascii() and given.isalnum() else ""


def _saved(text: str, media: str, name: str) -> Response:
    """A file to be saved under that name."""
    given = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return Response(text, media_type=media, headers={**KEPT, **given})


def _nothing() -> Response:
    """The one answer for whatever is not there, was ended, or never was."""
    text = _(
        "There is no certificate under this address. Whoever holds it may have stopped sharing it."
    )
    return _page(_("Not found"), text, status=404)


def _page(title: str, text: str, body: str = "", status: int = 200) -> Response:
    """A page of ours that needs no script, kept by no browser and told to no other page."""
    page = PAGE.format(title=escape(title), text=escape(text), more=body, home=_("Home"))
    return HTMLResponse(page, status, headers=KEPT)


routes = [
    Route(addresses.verify("{link}"), page, methods=["GET"]),
    Route(addresses.verify("{link}", "credential.json"), document, methods=["GET"]),
    Route(addresses.verify("{link}", "credential.jwt"), token, methods=["GET"]),
    Route(addresses.verify("{link}", "keys.json"), keys, methods=["GET"]),
]
