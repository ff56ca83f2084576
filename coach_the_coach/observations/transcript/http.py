"""The route by which a transcript file comes in: capped, and kept only in the actor's own draft."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol

from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.door import act_for, look_for
from coach_the_coach.identity.marks import route
from coach_the_coach.identity.sign_in import secret_in
from coach_the_coach.observations.formats.rules import MAX_BYTES, ParsedTranscript, read_transcript
from coach_the_coach.observations.queries import own_countable
from coach_the_coach.observations.transcript import actions
from coach_the_coach.observations.transcript.state import sealed
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes as addresses

MAX_BODY: Final = MAX_BYTES + 20_000
"""Longest form with a file that is kept in memory, in bytes: the file and what surrounds it."""


class Keeps(Protocol):
    """The action that keeps a file's turns."""

    def __call__(
        self,
        session: Session,
        actor: Actor,
        *,
        public_id: str,
        file_name: str,
        parsed: ParsedTranscript,
        days: int,
        at: datetime,
    ) -> None:
        """Keep them for so many days."""
        ...


class Takes(Protocol):
    """The query that refuses where no file is taken."""

    def __call__(
        self, session: Session, actor: Actor, public_id: str, *, held: bool = True
    ) -> object:
        """Whose it is and whether it can still change."""
        ...


def upload_route(
    path: str, permission: Permission, *, page: Callable[[str], str], takes: Takes, keep: Keeps
) -> Route:
    """The route by which a file comes in for something of the actor's own."""

    @route(permission)
    async def upload(request: Request) -> Response:
        """Keep a transcript and go back to its page, with what was wrong."""
        public_id = request.path_params["public_id"]
        try:
            # Whether it takes a file comes first: for nothing else do we read one.
            await look_for(request, takes, public_id, held=False)
            await _keep(request, public_id, keep)
        except (Invalid, Conflict) as refusal:
            secret = secret_in(request.headers.get("cookie")) or ""
            return _go(f"{page(public_id)}?{sealed(secret, public_id, refusal.text)}")
        return _go(page(public_id))

    return Route(path, upload, methods=["POST"])


async def _keep(request: Request, public_id: str, keep: Keeps) -> None:
    """Read the file, outside the transaction for it may take a second, then keep it."""
    name, content = await _file(request)
    parsed = await asyncio.to_thread(read_transcript, content, name)
    await act_for(
        request,
        keep,
        public_id=public_id,
        file_name=name,
        parsed=parsed,
        days=settings().transcript_days,
        at=clock.now(),
    )


async def _file(request: Request) -> tuple[str, bytes]:
    """The name and content of the file sent. Raises Invalid for none, or one that is too large."""
    request._body = await _body(request)
    async with request.form(max_files=1, max_fields=5) as form:
        sent = form.get("file")
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise Invalid({"file": _("Choose a file first.")})
        return sent.filename, await sent.read()


async def _body(request: Request) -> bytes:
    """The body, of which nothing is kept once it is known to be too large.

    The rest is still taken and thrown away, up to the cap on any request: a browser shows an
    answer only after it has sent all of its form.
    """
    length = request.headers.get("content-length", "0")
    too_large = length.isdecimal() and int(length) > MAX_BODY
    body = bytearray()
    async for chunk in request.stream():
        too_large = too_large or len(body) + len(chunk) > MAX_BODY
        if too_large:
            body.clear()
        else:
            body += chunk
    if too_large:
        limit = MAX_BYTES // 1_000_000
        raise Invalid({"file": _("This file is larger than {limit} MB.").format(limit=limit)})
    return bytes(body)


def _go(path: str) -> Response:
    """On to a path of ours, by a request of its own."""
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})


def _page_of(public_id: str) -> str:
    return addresses.observation(public_id, addresses.TRANSCRIPT)


routes = [
    upload_route(
        "/observations/{public_id}/transcript",
        Permission.OBSERVATION_WRITE,
        page=_page_of,
        takes=own_countable,
        keep=actions.keep_transcript,
    )
]
