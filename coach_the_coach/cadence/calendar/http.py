"""Where calendar programs read somebody's sessions, and where the browser posts a calendar."""

import asyncio
from datetime import datetime
from threading import BoundedSemaphore
from typing import Final

from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coach_the_coach.cadence.calendar.actions import NOTED, note_read
from coach_the_coach.cadence.calendar.bringing.actions import keep_calendar
from coach_the_coach.cadence.calendar.bringing.queries import brought_by, may_bring
from coach_the_coach.cadence.calendar.formats.ics import CalendarFile, read_calendar
from coach_the_coach.cadence.calendar.formats.lines import MAX_BYTES, Unreadable
from coach_the_coach.cadence.calendar.queries import feed_behind, feed_of
from coach_the_coach.cadence.calendar.rows import OpenFeed
from coach_the_coach.cadence.calendar.rules import AHEAD, BACK, tag_of
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.viewer import view_as
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import act_for, look_for
from coach_the_coach.identity.marks import route
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.throttle import VAIN, bucket, network_of, take
from coach_the_coach.shell import routes as addresses

FIELD: Final = "calendar"
"""The name under which the form sends the file."""

AT_ONCE: Final = BoundedSemaphore(2)
"""Files that are read at once: many large ones leave room for everybody else.

Source: docs/method.md#calendars."""

PRIVATE: Final = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
"""Only the program that asked may keep it, and asks again before it shows it."""


# A calendar program has no cookie: whoever holds the address reads, and nobody is signed in by it.
@route(public=True)
async def feed(request: Request) -> Response:
    """Somebody's calendar by its secret address. Raises NotFound for an address nobody has."""
    network = network_of(request.client.host if request.client else None)
    text = await asyncio.to_thread(_feed, request.path_params["secret"][:100], network)
    tag = tag_of(text)
    headers = {**PRIVATE, "ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)


@route(Permission.COACHING_HOLD)
async def bring(request: Request) -> Response:
    """Read a calendar, keep for a while what it says of sessions, and show it on the page."""
    # Before the file is read: nobody else may make the server take it.
    zone = await look_for(request, may_bring)
    async with request.form(max_files=1, max_fields=4) as form:
        file = form.get(FIELD)
        # One byte more than is taken, so that a larger file is told from one that fits.
        content = await file.read(MAX_BYTES + 1) if isinstance(file, UploadFile) else b""
    at = clock.now()
    # Read while nothing is held: others go on while a large file is looked through.
    file = await asyncio.to_thread(_read, content, zone=zone, at=at)
    found = await look_for(request, brought_by, file=file, at=at)
    await act_for(request, keep_calendar, found=found, at=at)
    return RedirectResponse(addresses.CALENDAR, 303, headers={"Cache-Control": "no-store"})


def _read(content: bytes, *, zone: str, at: datetime) -> CalendarFile | Unreadable:
    """What a file says, or why it cannot be read."""
    if not AT_ONCE.acquire(blocking=False):
        return Unreadable(_("Other calendars are being read just now. Choose yours again soon."))
    try:
        return read_calendar(content, zone=zone, first=at - BACK, last=at + AHEAD)
    except Unreadable as why:
        return why
    finally:
        AT_ONCE.release()


def _feed(secret: str, network: str) -> str:
    """The calendar. Raises NotFound for nobody's address, TooMany for many of them."""
    at = clock.now()
    with store.reading(store.NOBODY) as session:
        found = feed_behind(session, secret=secret, at=at)
        text = _text(session, found, at) if found else ""
    if found is None:
        with store.transaction(store.NOBODY) as session:
            take(session, (bucket(VAIN, network),), at)
        raise NotFound
    if found.read_at is None or found.read_at < at - NOTED:
        with store.transaction(store.NOBODY) as session:
            note_read(session, found.feed_id, at=at)
    return text


def _text(session: Session, found: OpenFeed, at: datetime) -> str:
    """The calendar as the one whose it is, with nothing that they do not see."""
    view_as(session, found.person_id, at)
    actor = actor_named(session, found.person_id, at)
    return feed_of(session, actor, with_names=found.with_names, at=at)


routes = [
    Route("/calendar/{secret}.ics", feed, methods=["GET"]),
    Route("/files/calendar", bring, methods=["POST"]),
]
