"""The route that taps arrive by, and what the screen asks when it wakes."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Concatenate, Final, ParamSpec, Protocol, TypeVar

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.audit import DRAFT, unlogged
from coach_the_coach.foundation.errors import NotSignedIn, Refusal
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.door import act_for, look_for
from coach_the_coach.identity.marks import route
from coach_the_coach.observations.live import actions, queries
from coach_the_coach.observations.live.rows import KeptRow, LiveRow
from coach_the_coach.observations.live.rules import MAX_BODY, Batch, read_batch

P = ParamSpec("P")
T = TypeVar("T")

PERSON: Final = "coach-person"
"""The header in which a browser says whose taps it sends, by public id."""


class TooLarge(Refusal):
    """More was sent than is read."""

    status = 413


class Keeps(Protocol):
    """The action that keeps a batch."""

    def __call__(
        self, session: Session, actor: Actor, *, public_id: str, batch: Batch, at: datetime
    ) -> KeptRow:
        """Keep it; what the answer names is kept."""
        ...


class Shows(Protocol):
    """The query for where it stands."""

    def __call__(self, session: Session, actor: Actor, *, public_id: str, at: datetime) -> LiveRow:
        """Counts, clock and last taps."""
        ...


def tap_routes(
    path: str,
    permission: Permission,
    *,
    keep_batch: Keeps,
    present: Shows,
) -> list[Route]:
    """The two routes of something that is tapped, whose path names its `public_id`."""

    @route(permission)
    async def keep(request: Request) -> Response:
        """Keep a batch; what the answer names as kept is committed."""
        batch = read_batch(await _body(request))
        public_id = request.path_params["public_id"]
        kept = await act_for(
            request,
            as_named,
            request.headers.get(PERSON, ""),
            keep_batch,
            public_id=public_id,
            batch=batch,
            at=clock.now(),
        )
        return _answer(kept)

    @route(permission)
    async def show(request: Request) -> Response:
        """Counts, clock and last taps as they are now."""
        public_id = request.path_params["public_id"]
        named = request.headers.get(PERSON, "")
        found = await look_for(
            request, as_named, named, present, public_id=public_id, at=clock.now()
        )
        return _answer(found)

    return [Route(path, keep, methods=["POST"]), Route(path, show, methods=["GET"])]


@unlogged(DRAFT)
def as_named(
    session: Session,
    actor: Actor,
    person: str,
    work: Callable[Concatenate[Session, Actor, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Do `work`, if the actor is the `person` whose taps these are, or none is named.

    Raises NotSignedIn for anybody else: what waits in a browser belongs to one person.
    """
    if person not in {"", actor.public_id}:
        raise NotSignedIn(_("This was tapped by somebody else. Sign in as them to keep it."))
    return work(session, actor, *args, **kwargs)


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


routes = tap_routes(
    "/observations/{public_id}/taps",
    Permission.OBSERVATION_WRITE,
    keep_batch=actions.keep_batch,
    present=queries.present,
)
