"""Where the house's keys are published."""

import asyncio
import json

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coach_the_coach.certification.credential.keys.queries import published
from coach_the_coach.certification.credential.keys.rules import did_document
from coach_the_coach.certification.credential.rules import Issuer
from coach_the_coach.foundation import store
from coach_the_coach.identity.marks import route
from coach_the_coach.settings import settings

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, max-age=300",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}
"""Whoever verifies may do so in a page of their own."""


@route(public=True)
async def did(_request: Request) -> Response:
    """The document behind the house's did:web identifier: every key there ever was."""
    text = await asyncio.to_thread(keys_text)
    return Response(text, media_type="application/did+json", headers=OPEN)


def keys_text() -> str:
    """The document as it is handed out, also as a file."""
    with store.reading(store.NOBODY) as session:
        return _text(session)


def _text(session: Session) -> str:
    document = did_document(Issuer(settings().public_url).did, published(session))
    return json.dumps(document, ensure_ascii=False, indent=2)


routes = [Route("/.well-known/did.json", did, methods=["GET"])]
