"""Where the browser posts a file of people."""

from typing import Final

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import act_for, look_for
from coach_the_coach.identity.marks import route
from coach_the_coach.imports.actions import check_import
from coach_the_coach.imports.formats.sheet import MAX_BYTES
from coach_the_coach.imports.people.queries import may_import
from coach_the_coach.imports.queries import judged
from coach_the_coach.shell import routes as addresses

FIELD: Final = "people"
"""The name under which the form sends the file."""


@route(Permission.PERSON_IMPORT)
async def check(request: Request) -> Response:
    """Check a file, keep it for a day, and show on the page what it would do."""
    # Before the file is read: nobody else may make the server take it.
    await look_for(request, may_import)
    async with request.form(max_files=1, max_fields=4) as form:
        file = form.get(FIELD)
        if not isinstance(file, UploadFile):
            raise Invalid({FIELD: _("Choose a file first.")})
        # One byte more than is taken, so that a larger file is told from one that fits.
        content = await file.read(MAX_BYTES + 1)
        name = file.filename or ""
    at = clock.now()
    # Judged while only reading: others write on while a large file is checked.
    verdict = await look_for(request, judged, content=content, at=at)
    public_id = await act_for(
        request, check_import, file_name=name, content=content, judged=verdict, at=at
    )
    return RedirectResponse(
        f"{addresses.IMPORTS}?check={public_id}", 303, headers={"Cache-Control": "no-store"}
    )


routes = [Route("/files/people", check, methods=["POST"])]
