"""Two who sign, or sign and ask, at the same moment end in exactly one handing over."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlmodel import Session, select

from coach_the_coach.calibration.pairing.actions import ask_double, call_off_double
from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Conflict, NotFound
from coach_the_coach.foundation.viewer import PROGRAM, view_as
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.rating.actions import sign_observation
from coach_the_coach.observations.tables import BlindScoring, Observation, Status
from tests.calibration import scene
from tests.calibration.scene import SIGNED_AT
from tests.cast import NOW, Cast
from tests.meeting import at_once, company
from tests.observations.results.signed import cast_in


@pytest.fixture
def house(database_url: str) -> Iterator[Cast]:
    """The cast with those who certify."""
    with company(database_url) as cast:
        with store.transaction(PROGRAM) as session:
            scene.let_certify(session, cast_in(session))
        yield cast


def acting(session: Session, who: str) -> Actor:
    """One of the cast, let in as the door lets them."""
    cast = cast_in(session)
    actor = cast.actor(getattr(cast, who))
    view_as(session, actor.person_id, NOW)
    return actor


def sign(session: Session, who: str, public_id: str) -> None:
    """One signs."""
    sign_observation(session, acting(session, who), public_id=public_id, at=SIGNED_AT)


def ask(session: Session, held: str) -> str:
    """Sage has Odd score it as well."""
    odd = cast_in(session).odd.public_id
    return ask_double(session, acting(session, "spec"), held_id=held, observer=odd, at=NOW)


def handed(session: Session) -> list[str]:
    """The notices that something is there for Mo."""
    mo = select(Person.id).where(Person.email == "mo@example.com")
    told = session.exec(select(Notice.text).where(Notice.person_id == mo.scalar_subquery())).all()
    return sorted(text.split(" has observed")[0] for text in told if "has observed you" in text)


@pytest.mark.parametrize(("one", "other"), [("spec", "odd"), ("odd", "spec")])
def test_two_who_sign_at_once_hand_over_once(house: Cast, one: str, other: str):
    with store.transaction(PROGRAM) as session:
        cast = cast_in(session)
        _scoring, first, second = scene.scored(session, cast, cast.spec, cast.odd, signed=False)
        ids = {"spec": first.public_id, "odd": second.public_id}

    came = at_once(
        partial(sign, who=one, public_id=ids[one]), partial(sign, who=other, public_id=ids[other])
    )

    assert came == [None, None]
    with store.transaction(PROGRAM) as session:
        found = session.exec(select(Observation)).all()
        assert [made.status for made in found] == [Status.SIGNED, Status.SIGNED]
        assert session.exec(select(BlindScoring)).one().settled_at == SIGNED_AT
        assert handed(session) == ["Odd Other", "Sage Specialist"]


def test_one_who_signs_twice_at_once_signs_once(house: Cast):
    with store.transaction(PROGRAM) as session:
        cast = cast_in(session)
        _scoring, first, second = scene.scored(session, cast, cast.spec, cast.odd, signed=False)
        scene.sign(session, cast, cast.spec, first.public_id)
        own = second.public_id

    signing = partial(sign, who="odd", public_id=own)
    assert at_once(signing, signing) == [None, None]

    with store.transaction(PROGRAM) as session:
        assert handed(session) == ["Odd Other", "Sage Specialist"]


def test_whoever_signs_while_a_second_is_asked_for_is_handed_over_and_taken_back_or_stays_blind(
    house: Cast,
):
    with store.transaction(PROGRAM) as session:
        cast = cast_in(session)
        first = scene.watched(session, cast, cast.spec)
        scene.rate(session, cast, cast.spec, first.public_id)
        held, own = scene.held_of(session, first).public_id, first.public_id

    at_once(partial(sign, who="spec", public_id=own), partial(ask, held=held))

    with store.transaction(PROGRAM) as session:
        assert session.exec(select(Observation)).one().status is Status.BLIND


def test_whoever_asks_while_one_signs_keeps_it_blind(house: Cast):
    with store.transaction(PROGRAM) as session:
        cast = cast_in(session)
        first = scene.watched(session, cast, cast.spec)
        scene.rate(session, cast, cast.spec, first.public_id)
        held, own = scene.held_of(session, first).public_id, first.public_id

    at_once(partial(ask, held=held), partial(sign, who="spec", public_id=own))

    with store.transaction(PROGRAM) as session:
        assert session.exec(select(Observation)).one().status is Status.BLIND
        assert handed(session) == []


def test_two_who_ask_at_once_make_one_pair(house: Cast):
    with store.transaction(PROGRAM) as session:
        cast = cast_in(session)
        first = scene.watched(session, cast, cast.spec)
        held = scene.held_of(session, first).public_id

    _made, refused = at_once(partial(ask, held=held), partial(ask, held=held))

    assert isinstance(refused, Conflict | NotFound)
    with store.transaction(PROGRAM) as session:
        assert len(session.exec(select(BlindScoring)).all()) == 1


def test_calling_off_while_the_second_signs_hands_over_once(house: Cast):
    with store.transaction(PROGRAM) as session:
        cast = cast_in(session)
        scoring, first, second = scene.scored(session, cast, cast.spec, cast.odd, signed=False)
        scene.sign(session, cast, cast.spec, first.public_id)
        pair, own = scoring.public_id, second.public_id

    def call_off(session: Session) -> None:
        actor = acting(session, "spec")
        call_off_double(session, actor, public_id=pair, reason="Ill.", at=SIGNED_AT)

    _none, refused = at_once(partial(sign, who="odd", public_id=own), call_off)

    assert isinstance(refused, Conflict)
    with store.transaction(PROGRAM) as session:
        assert handed(session) == ["Odd Other", "Sage Specialist"]
