"""What a person sees when something is refused or breaks: a sentence, never a trace."""

import logging
from urllib.parse import quote, urlsplit

import reflex as rx
from reflex.event import EventSpec
from reflex_base.event.context import EventContext
from reflex_components_core.base.error_boundary import error_boundary

from coach_the_coach import ui
from coach_the_coach.foundation.errors import NotFresh, NotSignedIn, Refusal
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.door import RoomState
from coach_the_coach.shell import routes
from coach_the_coach.shell.failing import can_hear, tell
from coach_the_coach.shell.opening import came_from, openers
from coach_the_coach.shell.rules import shut_by

_log = logging.getLogger(__name__)


def answer(exception: Exception) -> EventSpec | None:
    """The event that answers whatever a handler raised."""
    if isinstance(exception, NotSignedIn):
        return rx.redirect(routes.SIGN_IN)
    if isinstance(exception, NotFresh):
        return rx.redirect(f"{routes.CONFIRM}?next={quote(_here())}")
    if isinstance(exception, Refusal):
        if _was_opening(exception):
            return RoomState.turn_away(shut_by(exception))
        return RoomState.hear(exception.text)
    name = new_id()[:8]
    _log.error("error %s", name, exc_info=exception)
    said = _("Something went wrong on our side. What was kept before is safe. Its number is {id}.")
    if can_hear(exception):
        return RoomState.hear(said.format(id=name))
    tell(said.format(id=name))
    return None


def _was_opening(exception: Exception) -> bool:
    """Whether it came out of what opens the page, which then has nothing else to show."""
    return came_from(exception.__traceback__, openers(urlsplit(_here()).path))


def _here() -> str:
    """The address of the page whose event is being answered; home where there is none."""
    try:
        return str(EventContext.get().router_data.get("asPath", routes.HOME))[:300]
    except LookupError:
        return routes.HOME


def boundary() -> rx.Component:
    """What stands in place of a page that broke in the browser: a sentence and the way home."""
    said = rx.el.main(
        ui.heading(_("This page broke"), level=1),
        ui.paragraph(_("What you saved is safe. Load the page again, or go home.")),
        ui.native_link(_("Home"), routes.HOME),
        class_name="page page-narrow",
    )
    return error_boundary(fallback_render=rx.Var.create(said))


def note_in_browser(exception: Exception) -> None:
    """Log what broke in somebody's browser, cut short."""
    _log.warning("in a browser: %s", str(exception)[:500])
