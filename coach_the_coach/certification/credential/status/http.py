"""The lists of revoked and of suspended certificates, for whoever verifies one."""

import asyncio
import json
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coach_the_coach.certification.credential.keys.actions import keys_to_sign
from coach_the_coach.certification.credential.proof.rules import sign_document, sign_token
from coach_the_coach.certification.credential.rules import Format, Issuer
from coach_the_coach.certification.credential.status.queries import places_set
from coach_the_coach.certification.credential.status.rules import (
    FRESH,
    asked_for,
    list_credential,
)
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.marks import route
from coach_the_coach.settings import settings

MEDIA = {
    Format.JWT: "application/vc+jwt",
    Format.DATA_INTEGRITY: "application/vc",
}
"""What the lists are, as they say themselves."""

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}
"""Whoever verifies may do so in a page of their own: it says nothing of anybody."""


@route(public=True)
async def status_list(request: Request) -> Response:
    """One list. Raises NotFound for one that is not there."""
    asked = asked_for(request.path_params["name"][:40])
    if asked is None:
        raise NotFound
    # Made once a minute however often it is asked for.
    minute = clock.now().replace(second=0, microsecond=0)
    text = await asyncio.to_thread(_signed, store.engine(), *asked, minute)
    kept = {"Cache-Control": f"public, max-age={int(FRESH.total_seconds())}"}
    return Response(text, media_type=MEDIA[asked[2]], headers={**OPEN, **kept})


@lru_cache(maxsize=16)
def _signed(_engine: Engine, purpose: str, number: int, form: Format, at: datetime) -> str:
    """The list as it is at that minute, signed. Raises NotFound."""
    issuer = Issuer(settings().public_url)
    with store.transaction(store.NOBODY) as session:
        places = places_set(session, purpose, number)
        if places is None:
            raise NotFound
        keys = keys_to_sign(session, at=at)
    said = list_credential(issuer, purpose, number, form, places, at)
    if form is Format.JWT:
        return sign_token(said, keys.rsa, name=f"{issuer.did}#{keys.rsa_kid}")
    signed = sign_document(said, keys.ed, name=f"{issuer.did}#{keys.ed_kid}", at=at)
    return json.dumps(signed, ensure_ascii=False)


routes = [Route("/credentials/status/{name}", status_list, methods=["GET"])]
