"""A hold and what takes what is kept, at the same moment: one of them is first, and whole."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation import jobs, store
from coach_the_coach.foundation.erasing import Erasure, under_hold
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.foundation.viewer import PROGRAM
from coach_the_coach.identity.tables import Account, Person
from coach_the_coach.observations.tables import Note, Observation, ObservationBody, Status
from coach_the_coach.records.erasure.actions import erase_person, take_what_was_held
from coach_the_coach.records.holds.actions import end_hold, hold
from coach_the_coach.records.retention.actions import let_go
from coach_the_coach.settings import share
from tests.cast import NOW, Cast
from tests.meeting import at_once, company, meanwhile
from tests.records.erasure.test_actions import SAID_OF_MO, everything, told_of

DRAFTED, NOTED = "He lets silence work.", "He waited for the answer."
"""What Lena has written of Mo and not signed."""

SHARED = {DRAFTED, NOTED, "What have you tried?", "Mo Manager"}
"""What stays for a hold on her: that, and the words of a transcript with its file's name."""

Doing = Callable[[Session], object]


@pytest.fixture
def cast(database_url: str) -> Iterator[Cast]:
    """The cast, in which much is kept of Mo, and a draft about him that Lena writes."""
    with company(database_url) as cast:
        with store.transaction() as session:
            here = {key: session.merge(getattr(cast, key)) for key in ("mo", "rae", "lena", "ada")}
            told_of(session, replace(cast, session=session, **here))
            draft = session.exec(
                select(Observation).where(Observation.status == Status.DRAFT)
            ).one()
            body = session.get_one(ObservationBody, draft.id)
            body.strengths = DRAFTED
            note = Note(id="n", observation_id=draft.id or 0, at=NOW, seconds=1, text=NOTED)
            session.add_all([body, note])
        yield cast


@pytest.fixture
def keep_left() -> Iterator[None]:
    """Who left is erased a year later."""
    share({"COACH_KEEP": "left=365"})
    yield
    share({"COACH_KEEP": ""})


def erases(person: Person) -> Doing:
    """Somebody is erased, from the command line."""
    return lambda session: erase_person(
        session, session.get_one(Person, person.id), reason="They asked.", at=NOW
    )


def holds(person: Person) -> Doing:
    """A hold is set on what is kept of somebody."""
    return lambda session: hold(
        session, session.get_one(Person, person.id), reason="A suit", at=NOW
    )


def ends_hold(person: Person) -> Doing:
    return lambda session: end_hold(session, session.get_one(Person, person.id), at=NOW)


def whole(cast: Cast) -> bool:
    """Whether all that is said of Mo is there; False where nothing of it is. Else it fails."""
    with store.reading(PROGRAM) as session:
        text = everything(session)
    there = [one in text for one in SAID_OF_MO]
    assert any(there) is all(there)
    return all(there)


@pytest.mark.parametrize("held_first", [False, True])
def test_a_hold_begun_while_the_same_person_is_erased_wins_or_comes_too_late(
    cast: Cast, held_first: bool
):
    both = (holds(cast.mo), erases(cast.mo))

    answers = at_once(*(both if held_first else both[::-1]), viewer=PROGRAM)

    assert type(answers[1]) is Conflict
    assert whole(cast) is held_first
    with store.reading() as session:
        assert under_hold(session, cast.mo.id or 0) is held_first
        assert bool(session.exec(select(Erasure.id)).all()) is not held_first


@pytest.mark.parametrize("held_first", [False, True])
def test_a_hold_on_somebody_else_keeps_all_of_what_they_share_or_none(cast: Cast, held_first: bool):
    both = (holds(cast.lena), erases(cast.mo))

    answers = at_once(*(both if held_first else both[::-1]), viewer=PROGRAM)

    assert not any(isinstance(one, Conflict) for one in answers)
    with store.reading(PROGRAM) as session:
        drafts = select(Observation.id).where(Observation.status == Status.DRAFT)
        assert bool(session.exec(drafts).all()) is held_first
        text = everything(session)
    left = {one for one in (*SAID_OF_MO, *SHARED) if one in text}
    assert left == (SHARED if held_first else set())


def test_what_was_held_is_not_taken_while_another_hold_begins(cast: Cast):
    at_once(holds(cast.lena), erases(cast.mo), viewer=PROGRAM)
    at_once(ends_hold(cast.lena), lambda _session: None, viewer=PROGRAM)

    at_once(holds(cast.rae), lambda session: take_what_was_held(session, NOW), viewer=PROGRAM)

    with store.reading(PROGRAM) as session:
        drafts = select(Observation.id).where(Observation.status == Status.DRAFT)
        assert session.exec(drafts).all() != []


def test_somebody_erased_twice_at_once_is_erased_once(cast: Cast):
    answers = at_once(erases(cast.mo), erases(cast.mo), viewer=PROGRAM)

    assert [type(one) for one in answers] == [Erasure, Conflict]


def test_a_hold_set_twice_at_once_is_one(cast: Cast):
    answers = at_once(holds(cast.mo), holds(cast.mo), viewer=PROGRAM)

    assert [type(one) for one in answers] == [type(None), Conflict]


@pytest.mark.usefixtures("keep_left")
def test_of_those_who_left_one_who_is_held_at_that_moment_stops_nobody(cast: Cast):
    with store.transaction() as session:
        for one, days in ((cast.mo, 800), (cast.sol, 500)):
            person = session.get_one(Person, one.id)
            person.ends_on = (NOW - timedelta(days=days)).date()
            session.add(person)
        session.add(Account(person_id=cast.sol.id or 0, password_hash="-", created_at=NOW))
    with store.transaction(PROGRAM) as session:
        let_go(session, {}, NOW)

    # Whoever erases has found Mo, and then waits for the hold.
    meanwhile(holds(cast.mo), lambda: jobs.run_next(NOW), viewer=PROGRAM)
    while jobs.run_next(NOW) is not None:
        pass

    assert whole(cast)
    with store.reading() as session:
        assert session.exec(select(Erasure.person_id)).all() == [cast.sol.id]
        assert session.get(Account, cast.sol.id) is None
        assert session.get(Account, cast.mo.id) is not None
        left = select(Job.payload, Job.failure).where(Job.kind == "erase-left")
        asked = {
            json.loads(payload)["public_id"]: failure for payload, failure in session.exec(left)
        }
    assert asked == {cast.mo.public_id: None, cast.sol.public_id: None}

    # The hold has ended: the next day he is asked about again.
    with store.transaction(PROGRAM) as session:
        ends_hold(cast.mo)(session)
    with store.transaction(PROGRAM) as session:
        let_go(session, {}, NOW + timedelta(days=1))
    while jobs.run_next(NOW + timedelta(days=1)) is not None:
        pass
    assert not whole(cast)
