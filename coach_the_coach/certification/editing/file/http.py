"""Where a path is downloaded as a file, and where one is brought in to be looked at."""

from urllib.parse import urlencode

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coach_the_coach.certification.editing.file.queries import file_of, keys_there
from coach_the_coach.certification.editing.file.rules import MOST_BYTES, packed, path_in
from coach_the_coach.certification.editing.state import purpose
from coach_the_coach.foundation import keys
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import look_for
from coach_the_coach.identity.marks import route
from coach_the_coach.identity.sign_in import secret_in
from coach_the_coach.shell import routes as addresses

KEPT = {"Cache-Control": "no-store"}


@route(Permission.PATH_WRITE)
async def path_file(request: Request) -> Response:
    """The newest version of a path."""
    key = request.path_params["path_key"][:64]
    text = await look_for(request, file_of, key=key)
    return Response(
        text,
        media_type="application/toml",
        headers=KEPT | {"Content-Disposition": 'attachment; filename="path.toml"'},
    )


@route(Permission.PATH_WRITE)
async def bring_in(request: Request) -> Response:
    """Check a file, and open it as a change that is not published; or say what is wrong with it.

    What is in it goes through the address, sealed: nothing is kept of it.
    """
    there = await look_for(request, keys_there)
    secret = secret_in(request.headers.get("cookie")) or ""
    try:
        path = path_in(await _file(request))
        asked = {"file": keys.sealed(purpose(secret), packed(path))}
    except Invalid as refusal:
        asked = {"refused": keys.sealed(purpose(secret), refusal.text[:1000])}
        return RedirectResponse(f"{addresses.PATHS}?{urlencode(asked)}", 303, headers=KEPT)
    page = addresses.path(path.key if path.key in there else "new")
    return RedirectResponse(f"{page}?{urlencode(asked)}", 303, headers=KEPT)


async def _file(request: Request) -> bytes:
    """The file sent, a byte more than is taken. Raises Invalid for none."""
    async with request.form(max_files=1, max_fields=4) as form:
        sent = form.get("file")
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise Invalid({"file": _("Choose a file first.")})
        return await sent.read(MOST_BYTES + 1)


routes = [
    Route("/paths/file", bring_in, methods=["POST"]),
    Route(addresses.path_file("{path_key}"), path_file, methods=["GET"]),
]
