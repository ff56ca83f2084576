"""Where somebody downloads their own certificates."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coach_the_coach.certification.credential.certificate.queries import own_certificate
from coach_the_coach.certification.credential.certificate.rules import pdf_of
from coach_the_coach.certification.credential.queries import own_file
from coach_the_coach.certification.credential.rules import Format
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import look_for
from coach_the_coach.identity.marks import route
from coach_the_coach.shell import routes as addresses

KEPT = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
"""What a browser is told of files that are somebody's."""


@route(Permission.SELF)
async def paper(request: Request) -> Response:
    """The certificate as PDF. Raises NotFound for somebody else's."""
    found = await look_for(request, own_certificate, public_id=_named(request))
    made = await asyncio.to_thread(pdf_of, found)
    return _file(made, "application/pdf", "certificate.pdf")


@route(Permission.SELF)
async def document(request: Request) -> Response:
    """The credential with a proof within. Raises NotFound for somebody else's."""
    form = Format.DATA_INTEGRITY
    found = await look_for(request, own_file, public_id=_named(request), form=form)
    return _file(found.encode(), "application/vc", "credential.json")


@route(Permission.SELF)
async def token(request: Request) -> Response:
    """The credential with a signature around. Raises NotFound for somebody else's."""
    found = await look_for(request, own_file, public_id=_named(request), form=Format.JWT)
    return _file(found.encode(), "application/vc+jwt", "credential.jwt")


def _named(request: Request) -> str:
    return request.path_params["award"][:64]


def _file(content: bytes, media: str, name: str) -> Response:
    """A file to be saved under that name."""
    given = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media, headers={**KEPT, **given})


routes = [
    Route(addresses.certificate("{award}", "certificate.pdf"), paper, methods=["GET"]),
    Route(addresses.certificate("{award}", "credential.json"), document, methods=["GET"]),
    Route(addresses.certificate("{award}", "credential.jwt"), token, methods=["GET"]),
]
