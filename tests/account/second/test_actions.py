"""Setting up one's own second factor, and who has to show first who they are."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from pyotp.totp import TOTP
from sqlmodel import Session, col, select

from coach_the_coach.account.second import actions
from coach_the_coach.account.second.queries import own_second_factor
from coach_the_coach.account.second.rows import SecondRow
from coach_the_coach.foundation.audit import AuditDetail, AuditEntry
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotFresh
from coach_the_coach.identity import invitations, sign_in
from coach_the_coach.identity.access import FRESH
from coach_the_coach.identity.second_factor import CODES, codes_left, has_factor
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.tables import Notice
from tests.cast import NOW, Cast


def told(session: Session, person: Person) -> list[str]:
    """What this person was told."""
    own = select(Notice.text).where(Notice.person_id == person.id).order_by(col(Notice.id))
    return list(session.exec(own))


def switched_on(session: Session, cast: Cast, person: Person) -> list[str]:
    """Somebody's second factor, from the picture to the codes."""
    actor = cast.actor(person)
    actions.begin(session, actor, at=NOW)
    session.flush()
    secret = own_second_factor(session, actor).secret.replace(" ", "")
    return actions.confirm(session, actor, number=TOTP(secret).at(NOW), at=NOW)


def test_it_is_off_then_begun_with_a_picture_and_then_on_with_codes(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    assert own_second_factor(session, mo) == SecondRow(stage="off")

    actions.begin(session, mo, at=NOW)
    session.flush()
    begun = own_second_factor(session, mo)
    assert (begun.stage, begun.codes_left) == ("begun", 0)
    # The picture is within the page: no other server learns the secret.
    assert begun.picture.startswith("data:image/svg+xml")
    assert len(begun.secret.replace(" ", "")) == 32

    number = TOTP(begun.secret.replace(" ", "")).at(NOW)
    codes = actions.confirm(session, mo, number=number, at=NOW)
    assert own_second_factor(session, mo) == SecondRow(stage="on", codes_left=len(codes))
    assert own_second_factor(session, cast.actor(cast.mia)) == SecondRow(stage="off")
    assert told(session, cast.mo) == ["A second step is asked for when you sign in."]


def test_switched_off_its_owner_is_told(session: Session, cast: Cast):
    switched_on(session, cast, cast.mo)

    actions.end(session, cast.actor(cast.mo), at=NOW)

    assert not has_factor(session, cast.mo.id or 0)
    assert told(session, cast.mo)[-1] == (
        "The second step was switched off: your password alone lets you in."
    )


def test_it_is_ones_own_and_nobody_elses_to_end(session: Session, cast: Cast):
    switched_on(session, cast, cast.mo)

    for one in (cast.ada, cast.lena):
        actions.end(session, cast.actor(one), at=NOW)

    assert has_factor(session, cast.mo.id or 0)


def test_new_codes_are_for_who_has_a_second_factor(session: Session, cast: Cast):
    with pytest.raises(Conflict):
        actions.renew(session, cast.actor(cast.mo), at=NOW)
    first = switched_on(session, cast, cast.mo)

    newer = actions.renew(session, cast.actor(cast.mo), at=NOW)

    assert (len(newer), set(newer) & set(first)) == (CODES, set())


@pytest.mark.parametrize(
    "act", [actions.begin, partial(actions.confirm, number="1"), actions.renew, actions.end]
)
def test_whoever_finds_an_open_page_is_asked_who_they_are(
    session: Session, cast: Cast, act: Callable[..., Any]
):
    switched_on(session, cast, cast.mo)

    with pytest.raises(NotFresh):
        act(session, cast.actor(cast.mo, proved_at=NOW - FRESH), at=NOW)

    assert has_factor(session, cast.mo.id or 0)


def test_the_command_line_takes_it_from_who_lost_phone_and_codes(session: Session, cast: Cast):
    switched_on(session, cast, cast.mo)
    mo = cast.mo.id or 0
    ours, others = (
        sign_in.start_sign_in(session, one.id or 0, device="", at=NOW)
        for one in (cast.mo, cast.lena)
    )
    link = invitations.invite(session, mo, NOW)

    actions.remove(session, cast.mo, reason=" The phone fell into the lake. ", at=NOW)
    session.flush()

    assert (has_factor(session, mo), codes_left(session, mo)) == (False, 0)
    assert sign_in.sign_in_of(session, ours, NOW) is None
    assert sign_in.sign_in_of(session, others, NOW) is not None
    with pytest.raises(NotFound):
        invitations.invited(session, link, NOW)
    assert told(session, cast.mo)[-1] == (
        "Whoever runs the server took your second step away, as for a lost phone: your password "
        "alone lets you in. Set it up anew."
    )
    entry = session.exec(select(AuditEntry)).one()
    assert (entry.action, entry.actor_id, entry.about_id, entry.thing) == (
        "second_factor:remove",
        None,
        mo,
        cast.mo.public_id,
    )
    detail = session.exec(select(AuditDetail.text)).one()
    assert detail == '{"reason":"The phone fell into the lake."}'


def test_it_is_taken_from_nobody_without_a_reason_or_without_one(session: Session, cast: Cast):
    switched_on(session, cast, cast.mo)

    with pytest.raises(Invalid):
        actions.remove(session, cast.mo, reason="  ", at=NOW)
    with pytest.raises(Conflict, match="Mia Manager has no second step"):
        actions.remove(session, cast.mia, reason="A lost phone", at=NOW)

    assert has_factor(session, cast.mo.id or 0)
