"""An answer that breaks is not answered by what breaks as well."""

import asyncio
from typing import Any, cast

import pytest
from redis import ConnectionError as NoRedis
from reflex_base.event.context import EventContext
from sqlalchemy.exc import OperationalError

from coach_the_coach.identity.door import RoomState
from coach_the_coach.shell import refusals
from coach_the_coach.shell.failing import can_hear

Deltas = list[tuple[str, Any]]


def event(deltas: Deltas) -> EventContext:
    """An event of a page whose other end is this list."""

    async def heard(token: str, delta: Any) -> None:
        deltas.append((token, delta))

    nobody = cast("Any", None)
    return EventContext(
        token="tab", state_manager=nobody, enqueue_impl=nobody, emit_delta_impl=heard
    )


def test_a_fault_is_answered_by_an_event_and_a_fault_of_that_one_is_not():
    first = event([])
    with first:
        assert can_hear(KeyError())
    with first.fork():
        assert not can_hear(KeyError())
    with event([]):
        assert can_hear(KeyError())


@pytest.mark.parametrize("gone", [NoRedis("gone"), OperationalError("", {}, Exception("gone"))])
def test_without_database_or_redis_the_page_is_told_by_hand(gone: Exception):
    deltas: Deltas = []

    async def answered() -> Any:
        with event(deltas):
            told = refusals.answer(gone)
            await asyncio.sleep(0)
            return told

    assert asyncio.run(answered()) is None
    ((token, delta),) = deltas
    ((message, words),) = delta[RoomState.get_full_name()].items()
    assert (token, message) == ("tab", "message_rx_state_")
    assert words.startswith("Something went wrong on our side.")
