"""Where somebody downloads what is kept of them."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFresh
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import act_for, look_for
from coach_the_coach.identity.marks import route
from coach_the_coach.records.export.actions import enter_own_export
from coach_the_coach.records.export.queries import own_files
from coach_the_coach.records.export.rules import packed
from coach_the_coach.shell import routes as addresses


@route(Permission.SELF)
async def own_data(request: Request) -> Response:
    """Everything about the person signed in, in one file, or the way to show that it is them."""
    at = clock.now()
    try:
        await act_for(request, enter_own_export, at=at)
        found = await look_for(request, own_files, at=at)
    except NotFresh:
        back = quote(addresses.ACCOUNT)
        kept = {"Cache-Control": "no-store"}
        return RedirectResponse(f"{addresses.CONFIRM}?next={back}", 303, headers=kept)
    return Response(
        packed(found),
        media_type="application/zip",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": 'attachment; filename="my-data.zip"',
        },
    )


routes = [Route("/account/my-data", own_data, methods=["POST"])]
