"""Where the file of what figures are made of is downloaded."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coach_the_coach.cadence.figures.one.queries import figures_files
from coach_the_coach.cadence.figures.one.rules import packed
from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import look_for
from coach_the_coach.identity.marks import route
from coach_the_coach.shell import routes as addresses


@route(Permission.SELF)
async def figures_file(request: Request) -> Response:
    """Sessions, bookings, team and months of one coach, for whoever may know the figures."""
    public_id = request.path_params["person_id"][:64]
    files = await look_for(request, figures_files, public_id=public_id, at=clock.now())
    return Response(
        packed(files),
        media_type="application/zip",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": 'attachment; filename="figures.zip"',
        },
    )


routes = [Route(addresses.figures_file("{person_id}"), figures_file, methods=["GET"])]
