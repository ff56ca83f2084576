"""Where the browser posts what is to be shared, or asks to see it first."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coach_the_coach.account.entry.http import form_of
from coach_the_coach.certification.credential.sharing.actions import share
from coach_the_coach.certification.credential.sharing.queries import as_a_stranger
from coach_the_coach.certification.credential.sharing.rules import chosen
from coach_the_coach.certification.credential.verify.http import html_of
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import act_for, look_for
from coach_the_coach.identity.marks import route
from coach_the_coach.shell import routes as addresses


@route(Permission.SELF)
async def share_or_look(request: Request) -> Response:
    """Share as chosen, or show it as a stranger would see it. Raises NotFound, Conflict."""
    form = await form_of(request)
    asked = {"public_id": request.path_params["award"][:64], "shown": chosen(form)}
    if form.get("do") == "look":
        row = await look_for(request, as_a_stranger, **asked, at=clock.now())
        note = _("This is what a stranger would see. It is not shared yet; go back to share it.")
        return html_of(row, note=note)
    await act_for(request, share, **asked, at=clock.now())
    return RedirectResponse(addresses.CERTIFICATES, 303, headers={"Cache-Control": "no-store"})


routes = [Route(addresses.certificate("{award}", "share"), share_or_look, methods=["POST"])]
