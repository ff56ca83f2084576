"""The route that taps arrive by, and what the screen asks when it wakes."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Refusal
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import act_for, look_for
from coach_the_coach.identity.marks import route
from coach_the_coach.observations.live import actions, queries
from coach_the_coach.observations.live.rows import KeptRow, LiveRow
from coach_the_coach.observations.live.rules import MAX_BODY, read_batch


class TooLarge(Refusal):
    """More was sent than is read."""

    status = 413


@route(Permission.OBSERVATION_WRITE)
async def keep(request: Request) -> Response:
    """Keep a batch; what the answer names as kept is committed."""
    batch = read_batch(await _body(request))
    kept = await act_for(
        request,
        actions.keep_batch,
        public_id=request.path_params["public_id"],
        batch=batch,
        at=clock.now(),
    )
    return _answer(kept)


@route(Permission.OBSERVATION_WRITE)
async def show(request: Request) -> Response:
    """Counts, clock and last taps as they are now."""
    now = await look_for(
        request, queries.present, public_id=request.path_params["public_id"], at=clock.now()
    )
    return _answer(now)


def _answer(row: KeptRow | LiveRow) -> Response:
    return JSONResponse(asdict(row), headers={"Cache-Control": "no-store"})


async def _body(request: Request) -> bytes:
    """The body of a request. Raises TooLarge as soon as more than `MAX_BODY` bytes have come."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            raise TooLarge(
                _("At most {most} kB can be sent at once.").format(most=MAX_BODY // 1024)
            )
    return bytes(body)


routes = [
    Route("/observations/{public_id}/taps", keep, methods=["POST"]),
    Route("/observations/{public_id}/taps", show, methods=["GET"]),
]
