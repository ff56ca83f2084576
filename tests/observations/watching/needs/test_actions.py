"""Asking to watch: whom one may ask, for whom, and that nobody is asked twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Invalid, NotFound, NotPermitted
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import give_grant
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.watching import actions
from coach_the_coach.observations.watching.needs.actions import ask_to_watch, say_places
from coach_the_coach.observations.watching.needs.observers.queries import places_of
from coach_the_coach.observations.watching.rules import AskDraft, State
from coach_the_coach.observations.watching.tables import ObserverPlaces, Watching
from tests.cast import NOW, Cast, people
from tests.observations.watching import planned


def ask(session: Session, cast: Cast, who: str, of: str, to: str = "", **more) -> str:
    """One asks for another to be watched."""
    draft = AskDraft(
        observed=getattr(cast, of).public_id,
        observer=getattr(cast, to).public_id if to else "",
        **more,
    )
    return ask_to_watch(session, cast.actor(getattr(cast, who)), draft=draft, at=NOW)


def test_who_may_observe_somebody_asks_them(session: Session, cast: Cast):
    watch = planned.found(session, ask(session, cast, "lena", "mo", wanted_by=date(2026, 3, 31)))
    assert (watch.observer_id, watch.observed_id, watch.asked_by_id) == (
        cast.lena.id,
        cast.mo.id,
        cast.lena.id,
    )
    assert (watch.state, watch.aim, watch.wanted_by, watch.accepted_at) == (
        State.ASKED,
        Aim.DEVELOPMENT,
        date(2026, 3, 31),
        NOW,
    )
    assert planned.found(session, ask(session, cast, "spec", "sol")).state is State.ASKED


def test_what_is_under_way_is_gone_on_with(session: Session, cast: Cast):
    first = ask(session, cast, "lena", "mo")
    assert ask(session, cast, "lena", "mo") == first
    assert ask(session, cast, "cleo", "mo", "lena") == first
    actions.cancel(session, cast.actor(cast.lena), public_id=first, reason="Later.", at=NOW)
    assert ask(session, cast, "lena", "mo") != first
    assert len(session.exec(select(Watching)).all()) == 2


@pytest.mark.parametrize(
    ("who", "of", "to", "refusal"),
    [
        ("odd", "mo", "", NotFound),
        ("lena", "lena", "", NotPermitted),
        ("lena", "rae", "", Invalid),
        ("mo", "rae", "", NotPermitted),
        ("ada", "mo", "", NotPermitted),
        # Who may not know that Mo is observed asks nobody else to.
        ("spec", "mo", "odd", NotPermitted),
        ("odd", "mo", "spec", NotFound),
        # Nobody who does not observe is asked, nobody led by the one observed, not themself.
        ("lena", "mo", "mia", Invalid),
        ("lena", "mo", "ada", Invalid),
        ("cleo", "lena", "lena", Invalid),
    ],
)
def test_nobody_asks_beyond_what_they_may(
    session: Session, cast: Cast, who: str, of: str, to: str, refusal: type[Exception]
):
    with pytest.raises(refusal):
        ask(session, cast, who, of, to)
    assert session.exec(select(Watching)).all() == []


def test_a_leader_of_those_observed_cannot_be_watched_by_whom_they_lead(
    session: Session, cast: Cast
):
    give_grant(session, cast.mo.id or 0, Role.LEADER, root_id=cast.mo.id, at=NOW)
    session.flush()
    with pytest.raises(Invalid):
        ask(session, cast, "cleo", "lena", "mo")
    assert planned.found(session, ask(session, cast, "cleo", "lena", "odd")).state is State.OFFERED


def test_for_certification_the_observer_must_be_one_who_may(session: Session, cast: Cast):
    with pytest.raises(Invalid) as refused:
        ask(session, cast, "lena", "mo", "odd", aim="certification")
    assert refused.value.problems == {"observer": "Odd Other may not certify Mo Manager."}
    give_grant(session, cast.odd.id or 0, Role.CERTIFIER, root_id=cast.lena.id, at=NOW)
    session.flush()
    watch = ask(session, cast, "lena", "mo", "odd", aim="certification")
    assert planned.found(session, watch).aim is Aim.CERTIFICATION
    own = ask(session, cast, "lena", "mia", aim="certification")
    assert planned.found(session, own).aim is Aim.CERTIFICATION


def test_a_day_far_away_or_past_is_refused(session: Session, cast: Cast):
    for day in (date(2026, 3, 1), date(2027, 3, 1)):
        with pytest.raises(Invalid) as refused:
            ask(session, cast, "lena", "mo", wanted_by=day)
        assert list(refused.value.problems) == ["wanted_by"]


def test_an_observer_says_how_many_they_can_watch(session: Session, cast: Cast):
    lena = cast.actor(cast.lena)
    for text, kept in (("7", 7), ("0", 0)):
        say_places(session, lena, per_month=text, at=NOW)
        session.flush()
        assert (places_of(session, lena, at=NOW).per_month, kept) == (kept, kept)
    with pytest.raises(Invalid):
        say_places(session, lena, per_month="21", at=NOW)
    with pytest.raises(NotPermitted):
        say_places(session, cast.actor(cast.mo), per_month="3", at=NOW)


def test_two_pages_that_say_ones_places_for_the_first_time_at_once_are_both_heard(
    database_url: str,
):
    store.open_at(database_url)
    with store.transaction() as session:
        made = people(session)
        lena = made.actor(made.lena)

    def say(number: int) -> None:
        with store.transaction() as session:
            say_places(session, lena, per_month=str(number), at=NOW)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(say, range(16)))
    with store.reading() as session:
        [said] = session.exec(select(ObserverPlaces)).all()
    assert said.per_month in range(16)
    store.open_at(None)
