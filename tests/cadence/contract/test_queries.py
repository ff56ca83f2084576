"""Who reads which rules of interruption."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import Session

from coach_the_coach.cadence.contract import actions, queries
from coach_the_coach.cadence.contract.rules import template_draft
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from tests.cadence.contract.test_actions import LATER, offered, signed
from tests.cast import NOW, Cast


def test_an_empty_form_begins_with_the_template(session: Session, cast: Cast):
    own = queries.own_contract(session, cast.actor(cast.mo), at=NOW)
    first = template_draft()
    assert (own.text, own.reasons, own.within_days) == (
        first.text,
        first.reasons,
        first.within_days,
    )
    assert (own.leader, own.open.public_id, own.holding.public_id) == ("Lena Leader", "", "")
    assert queries.own_contract(session, cast.actor(cast.cleo), at=NOW).leader == ""
    for who in (cast.rae, cast.spec, cast.ada):
        with pytest.raises(NotPermitted):
            queries.own_contract(session, cast.actor(who), at=NOW)


def test_the_leader_reads_what_is_offered_and_the_reps_what_is_signed(session: Session, cast: Cast):
    offered(session, cast)
    person = cast.mo.public_id
    for_lena = queries.contract_for(session, cast.actor(cast.lena), person=person, at=LATER)
    assert (for_lena.coach, for_lena.is_leader, for_lena.offered.reasons) == (
        "Mo Manager",
        True,
        ["Illness", "A fire"],
    )
    for_rae = queries.contract_for(session, cast.actor(cast.rae), person=person, at=LATER)
    assert (for_rae.is_leader, for_rae.offered.public_id, for_rae.holding.public_id) == (
        False,
        "",
        "",
    )
    assert for_rae.template.reasons[-1] == "Illness"
    signed(session, cast)
    for_rae = queries.contract_for(session, cast.actor(cast.rae), person=person, at=LATER)
    assert (for_rae.holding.within, for_rae.holding.signed_by) == (
        "Within 1 working day",
        "Lena Leader",
    )


def test_the_reps_are_led_to_what_is_signed(session: Session, cast: Cast):
    offered(session, cast)
    assert queries.rules_of_coach(session, cast.actor(cast.rae)) == ""

    signed(session, cast)

    link = f"/interruptions/{cast.mo.public_id}"
    assert queries.rules_of_coach(session, cast.actor(cast.rae)) == link
    assert queries.rules_of_coach(session, cast.actor(cast.mo)) == ""
    assert queries.rules_of_coach(session, cast.actor(cast.sid)) == ""


@pytest.mark.parametrize("who", ["cleo", "odd", "mo", "mia", "sol", "sid", "spec", "ada"])
def test_nobody_else_finds_them(session: Session, cast: Cast, who: str):
    signed(session, cast)
    with pytest.raises(NotFound):
        queries.contract_for(
            session, cast.actor(getattr(cast, who)), person=cast.mo.public_id, at=LATER
        )


def test_what_waits_takes_as_many_statements_for_many_as_for_one(
    session: Session, cast: Cast, statements: Callable[[], AbstractContextManager[list[str]]]
):
    lena = cast.actor(cast.lena)
    offered(session, cast)
    queries.next_lines(session, lena, at=LATER)
    with statements() as one:
        assert len(queries.next_lines(session, lena, at=LATER)) == 1
    actions.offer_contract(session, cast.actor(cast.mia), draft=template_draft(), at=NOW)
    with statements() as two:
        lines = queries.next_lines(session, lena, at=LATER)
    assert [line.text for line in lines] == [
        "Mo Manager asks you to sign their rules of interruption.",
        "Mia Manager asks you to sign their rules of interruption.",
    ]
    assert len(one) == len(two) == 1
