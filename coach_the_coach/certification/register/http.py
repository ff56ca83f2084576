"""Where the register is downloaded."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coach_the_coach.certification.register.queries import register_file
from coach_the_coach.certification.register.rules import asked_from
from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import look_for
from coach_the_coach.identity.marks import route
from coach_the_coach.shell import routes as addresses

NAMES = ("search", "path", "stands", "on", "year")
"""What may be asked for in the address."""


@route(Permission.AWARD_READ)
async def awards_file(request: Request) -> Response:
    """The certificates that the address asks for, of those in reach."""
    asked = asked_from(*(request.query_params.get(name, "")[:80] for name in NAMES))
    content = await look_for(request, register_file, asked=asked, at=clock.now())
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": 'attachment; filename="awards.csv"',
        },
    )


routes = [Route(addresses.REGISTER_FILE, awards_file, methods=["GET"])]
