"""A guest from outside watches what is agreed with them, and sees nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.account.grants.actions import let_guest_in
from coach_the_coach.account.grants.rules import GuestDraft
from coach_the_coach.coaching.rules import SessionDraft
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.home.queries import next_list
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.actions import open_observation
from coach_the_coach.observations.queries import (
    coach_to_observe,
    header,
    own_drafts,
    people_to_observe,
)
from coach_the_coach.observations.rules import OpeningDraft
from coach_the_coach.observations.watching import actions
from coach_the_coach.observations.watching.beginning.actions import begin_watching
from coach_the_coach.observations.watching.beginning.rules import BeginningDraft
from coach_the_coach.observations.watching.needs.actions import ask_to_watch
from coach_the_coach.observations.watching.needs.queries import people_to_watch
from coach_the_coach.observations.watching.queries import watching_row
from coach_the_coach.observations.watching.rules import AskDraft
from coach_the_coach.people.kinds.queries import month_of_people
from coach_the_coach.people.person.queries import person_head
from coach_the_coach.people.queries import coaching_people
from coach_the_coach.shell.queries import frame_of
from tests import build
from tests.cast import NOW, Cast
from tests.identity import reads
from tests.observations.watching import planned

GUEST = GuestDraft(
    email="gus@elsewhere.org",
    given_name="Gus",
    family_name="Guest",
    ends_on=date(2026, 3, 31),
    reason="Observes for the partner company.",
)


def let_in(session: Session, cast: Cast) -> Person:
    """Gus, as the administrator lets him in."""
    build.rubric(session)
    ada = replace(cast.actor(cast.ada), proved_at=NOW)
    let_guest_in(session, ada, draft=GUEST, at=NOW)
    session.flush()
    return session.exec(select(Person).where(Person.email == GUEST.email)).one()


def acting(session: Session, guest: Person, at=NOW) -> Actor:
    return actor_named(session, guest.id or 0, at)


def agreed(session: Session, cast: Cast, guest: Person) -> str:
    """Lena asks Gus to watch Mo; Mo and Gus agree on Wednesday."""
    draft = AskDraft(observed=cast.mo.public_id, observer=guest.public_id)
    watch = ask_to_watch(session, cast.actor(cast.lena), draft=draft, at=NOW)
    actions.accept(session, acting(session, guest), public_id=watch, at=NOW)
    actions.propose(
        session, cast.actor(cast.mo), public_id=watch, draft=planned.with_rae(cast), at=NOW
    )
    actions.agree(session, acting(session, guest), public_id=watch, at=planned.LATER)
    return watch


def test_a_guest_sees_nobody_and_nothing(session: Session, cast: Cast):
    guest = acting(session, let_in(session, cast))
    other = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)

    assert session.exec(visible(Person, guest, Permission.PERSON_SEE)).all() == [
        session.get(Person, guest.person_id)
    ]
    assert people_to_observe(session, guest, search="", at=NOW) == []
    assert coaching_people(session, guest, search="", page=0, at=NOW) == ([], 0)
    assert month_of_people(session, guest, back=0, page=0, at=NOW)[0] == []
    assert people_to_watch(session, guest, certifying=False, page=0, at=NOW) == ([], 0)
    assert own_drafts(session, guest, at=NOW) == []
    assert frame_of(session, guest).observes is False
    lines, _more = next_list(session, guest, at=NOW)
    assert not [line for line in lines if "/people" in line.link]
    for person in (cast.mo, cast.lena, cast.rae):
        with pytest.raises(NotFound):
            person_head(session, guest, public_id=person.public_id, at=NOW)
        with pytest.raises(NotFound):
            coach_to_observe(session, guest, coach=person.public_id, at=NOW)
    with pytest.raises(NotFound):
        header(session, guest, public_id=other.public_id, at=NOW)


def test_a_guest_watches_the_session_that_is_agreed_and_nothing_else_of_that_person(
    session: Session, cast: Cast
):
    person = let_in(session, cast)
    other = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.ren)
    another = planned.agreed(session, cast, starts_at=planned.THURSDAY)

    watch = agreed(session, cast, person)
    guest = acting(session, person, planned.WEDNESDAY)
    opened = begin_watching(
        session,
        guest,
        public_id=watch,
        draft=BeginningDraft(both_agreed=True, buttons="four"),
        at=planned.WEDNESDAY,
    )

    assert header(session, guest, public_id=opened, at=planned.WEDNESDAY).observed == "Mo Manager"
    assert [one.public_id for one in own_drafts(session, guest, at=planned.WEDNESDAY)] == [opened]
    with pytest.raises(NotFound):
        header(session, guest, public_id=other.public_id, at=planned.WEDNESDAY)
    with pytest.raises(NotFound):
        watching_row(session, guest, public_id=another, at=planned.WEDNESDAY)
    with pytest.raises(NotFound):
        person_head(session, guest, public_id=cast.mo.public_id, at=planned.WEDNESDAY)


def test_no_query_of_any_room_tells_a_guest_of_anybody_but_the_session_agreed(
    session: Session, cast: Cast
):
    person = let_in(session, cast)
    # Whatever else there is: others' plans, drafts and observations, and another guest.
    others = [
        build.observation(session, of=cast.mo, by=cast.lena, coached=cast.ren).public_id,
        build.observation(session, of=cast.mia, by=cast.spec, coached=cast.rae).public_id,
        planned.agreed(session, cast, starts_at=planned.THURSDAY),
    ]
    another = replace(GUEST, email="gil@elsewhere.org", given_name="Gil", family_name="Further")
    ada = replace(cast.actor(cast.ada), proved_at=NOW)
    let_guest_in(session, ada, draft=another, at=NOW)
    session.flush()
    watch = agreed(session, cast, person)
    guest = acting(session, person, planned.WEDNESDAY)
    draft = BeginningDraft(both_agreed=True, buttons="four")
    own = begin_watching(session, guest, public_id=watch, draft=draft, at=planned.WEDNESDAY)

    everybody = session.exec(select(Person)).all()
    told = list(
        reads.everything(
            session,
            guest,
            people={one.public_id: one.id or 0 for one in everybody},
            observations=[own, watch, *others],
            at=planned.WEDNESDAY,
        )
    )

    assert {name for name, text in told if own in text}
    # Beside the two, who asked for it and who let them in.
    known = {person.id, cast.mo.id, cast.rae.id, cast.lena.id, cast.ada.id}
    unknown = [one for one in everybody if one.id not in known]
    words = [*others, *(one.name for one in unknown), *(one.public_id for one in unknown)]
    assert [(name, word) for name, text in told for word in words if word in text] == []


def test_a_guest_opens_nothing_that_nobody_agreed_on(session: Session, cast: Cast):
    person = let_in(session, cast)
    watch = agreed(session, cast, person)
    guest = acting(session, person)

    draft = OpeningDraft(
        session=SessionDraft(
            coach_id=cast.mo.public_id,
            coached_id=cast.rae.public_id,
            purpose="coach",
            planned=True,
            held_at=NOW,
        ),
        aim="development",
        both_agreed=True,
    )
    with pytest.raises(NotFound):
        open_observation(session, guest, draft=draft, at=NOW)
    with pytest.raises(NotFound):
        ask_to_watch(session, guest, draft=AskDraft(observed=cast.mo.public_id), at=NOW)
    early = BeginningDraft(both_agreed=True, buttons="four")
    with pytest.raises(Conflict):
        begin_watching(session, guest, public_id=watch, draft=early, at=NOW)


def test_a_guest_never_certifies_and_is_only_asked_on_purpose(session: Session, cast: Cast):
    guest = let_in(session, cast)
    asked = AskDraft(observed=cast.mo.public_id, observer=guest.public_id, aim="certification")
    with pytest.raises(Invalid, match="may not certify"):
        ask_to_watch(session, cast.actor(cast.lena), draft=asked, at=NOW)
    needs, _total = people_to_watch(
        session, cast.actor(cast.lena), certifying=False, page=0, at=NOW
    )
    assert not [who for one in needs for who in one.observers if who.name == "Gus Guest"]


def test_a_guests_time_ends_by_itself(session: Session, cast: Cast):
    person = let_in(session, cast)
    watch = agreed(session, cast, person)
    late = NOW + timedelta(days=31)
    with pytest.raises(NotPermitted):
        begin_watching(
            session, acting(session, person, late), public_id=watch, draft=BeginningDraft(), at=late
        )
    assert acting(session, person, late).grants == ()


def test_somebody_of_the_company_is_no_guest_and_a_former_guest_may_come_again(
    session: Session, cast: Cast
):
    ada = replace(cast.actor(cast.ada), proved_at=NOW)
    with pytest.raises(Invalid, match="here already"):
        let_guest_in(session, ada, draft=replace(GUEST, email="mo@example.com"), at=NOW)
    let_in(session, cast)
    later = NOW + timedelta(days=40)
    ada = replace(ada, proved_at=later)
    let_guest_in(session, ada, draft=replace(GUEST, ends_on=date(2026, 4, 30)), at=later)
    session.flush()
    guest = session.exec(select(Person).where(Person.email == GUEST.email)).one()
    assert acting(session, guest, later).can(Permission.OBSERVATION_WRITE)
