"""Where the two download the invitation."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import look_for
from coach_the_coach.identity.marks import route
from coach_the_coach.observations.watching.invitation.queries import invitation_of


@route(Permission.SELF)
async def invitation(request: Request) -> Response:
    """The last version of the invitation, for the calendar of one of the two."""
    public_id = request.path_params["watch_id"][:64]
    text = await look_for(request, invitation_of, public_id=public_id)
    return Response(
        text,
        media_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": 'attachment; filename="coaching-session.ics"',
        },
    )


routes = [Route("/watching/{watch_id}/invitation.ics", invitation, methods=["GET"])]
