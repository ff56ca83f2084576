"""A page that is not the reader's says whom it is for, and what opens it is known from a trace."""

from typing import Any

import pytest
from reflex_base.event.context import EventContext

from coach_the_coach.account.grants.state import GrantsState
from coach_the_coach.foundation.errors import NotFound, NotPermitted, Refusal
from coach_the_coach.identity.access import PERMISSIONS, Permission, Role
from coach_the_coach.shell import refusals, routes
from coach_the_coach.shell.opening import came_from
from coach_the_coach.shell.rules import shut, shut_by
from tests.identity.test_guard import handlers_and_routes
from tests.observations.visit import Visit, house

ADMIN, REP = PERMISSIONS[Role.ADMIN], PERMISSIONS[Role.REP]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([], ""),
        ([(Permission.SELF,)], ""),
        ([(Permission.SELF,), (Permission.AUDIT_READ,)], "This page is for administrators"),
        (
            [(Permission.OBSERVATION_WRITE,)],
            "This page is for leaders, coaching specialists and guests",
        ),
    ],
)
def test_a_page_says_whom_it_is_for_and_nothing_to_those(
    asked: list[tuple[Permission, ...]], said: str
):
    assert shut(asked, REP) == said
    assert shut([one for one in asked if one != (Permission.OBSERVATION_WRITE,)], ADMIN) == ""


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (NotPermitted(), "This page is not yours to open"),
        (NotPermitted("That is over."), "That is over"),
        (NotFound(), "There is nothing here that you can see"),
    ],
)
def test_what_a_page_would_show_can_be_refused_too(refusal: Refusal, said: str):
    assert shut_by(refusal) == said


def _refuse():
    raise NotPermitted


def _open():
    _refuse()


def test_it_is_known_whether_a_refusal_came_out_of_what_opens_a_page():
    with pytest.raises(NotPermitted) as refusal:
        _open()
    trace = refusal.value.__traceback__

    assert came_from(trace, [_open])
    assert not came_from(trace, [shut])
    assert not came_from(None, [_open])


@pytest.mark.parametrize(
    ("address", "answered"), [(routes.GRANTS, "turn_away"), (routes.HOME, "hear")]
)
def test_what_was_refused_while_a_page_opened_is_said_in_its_place(
    database_url: str, address: str, answered: str
):
    handlers_and_routes()
    with house(database_url), pytest.raises(NotPermitted) as refusal:
        Visit(GrantsState, routes.GRANTS, "mo")
    context: Any = {"token": "page", "state_manager": None, "enqueue_impl": None}
    before = EventContext.set(EventContext(**context, router_data={"asPath": f"{address}?a=b"}))
    try:
        answer: Any = refusals.answer(refusal.value)
    finally:
        EventContext.reset(before)

    assert answer.handler.fn.__name__ == answered
