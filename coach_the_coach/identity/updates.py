"""What a page is told beside the answers of its own events, made by hand.

The tree of states that a page names may belong to somebody else, and is not asked for these.
"""

from typing import Any
from urllib.parse import quote

import reflex as rx
from reflex.event import Event
from reflex.state import StateUpdate
from reflex_base.event.context import EventContext

from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.sign_in import SIGN_IN


def said(text: str) -> StateUpdate:
    """An update that shows `text` and changes nothing else of the page."""
    return _room_update({"message": text})


def sign_in_update() -> StateUpdate:
    """An update that leads to the sign-in page, and from there back to where one was."""
    wanted = str(EventContext.get().router_data.get("asPath", "/"))[:300]
    page = f"{SIGN_IN}?next={quote(wanted, safe='/')}"
    return StateUpdate(events=Event.from_event_type(rx.redirect(page)))


def reload_update() -> StateUpdate:
    """An update that makes the page load itself again, with whatever cookie the browser now has."""
    return _room_update({"must_reload": True})


def _room_update(values: dict[str, Any]) -> StateUpdate:
    """An update of what all rooms share, made by hand: the tree may belong to somebody else."""
    return StateUpdate(
        delta={
            RoomState.get_full_name(): {
                f"{name}_rx_state_": value for name, value in values.items()
            }
        }
    )


def is_said(update: StateUpdate, name: str) -> bool:
    """Whether it tells the page this one thing that all rooms share, and nothing else."""
    told = update.delta.get(RoomState.get_full_name(), {})
    return len(update.delta) == 1 and list(told) == [f"{name}_rx_state_"] and not update.events


def is_refusal(update: StateUpdate) -> bool:
    """Whether it says no, or leads away, and holds nothing else."""
    if update.delta:
        return is_said(update, "message")
    return all(event.name == "_redirect" for event in update.events)
