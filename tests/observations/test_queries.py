from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.errors import Conflict, NotFound, NotPermitted
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import give_grant
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.actions import discard_draft
from coach_the_coach.observations.queries import (
    coach_to_observe,
    header,
    may_certify,
    own_draft,
    own_drafts,
    own_observation,
    people_to_observe,
)
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.scope import is_shown
from coach_the_coach.observations.tables import Observation, Rating, Talk
from tests import build
from tests.cast import NOW, Cast
from tests.people import seen


def names(session: Session, cast: Cast, who: Person, search: str = "") -> list[str]:
    found = people_to_observe(session, cast.actor(who), search=search, at=NOW)
    return [row.word for row in found]


def managers(session: Session, number: int) -> None:
    """So many managers more, whom only the specialist reaches."""
    made = [
        Person(email=f"m{at}@example.com", given_name=f"Mira{at:02}", family_name="More")
        for at in range(number)
    ]
    session.add_all(made)
    session.flush()
    for person in made:
        give_grant(
            session, person.id or 0, Role.MANAGER, root_id=person.id, at=NOW - timedelta(days=1)
        )
    session.flush()


def test_a_leader_is_offered_her_own_managers_and_no_others(session: Session, cast: Cast):
    assert names(session, cast, cast.lena) == ["Mia Manager", "Mo Manager"]


def test_a_leader_of_leaders_is_offered_everybody_below_who_coaches(session: Session, cast: Cast):
    assert names(session, cast, cast.cleo) == [
        "Lena Leader",
        "Mia Manager",
        "Mo Manager",
        "Odd Other",
        "Sol Stranger",
    ]


def test_a_specialist_is_offered_all_who_coach(session: Session, cast: Cast):
    assert "Cleo Chief" in names(session, cast, cast.spec)
    assert "Rae Rep" not in names(session, cast, cast.spec)


def test_whoever_may_not_observe_is_offered_nobody(session: Session, cast: Cast):
    for person in (cast.mo, cast.rae, cast.ada):
        assert names(session, cast, person) == []


def test_who_has_left_is_not_offered(session: Session, cast: Cast):
    cast.mia.ends_on = NOW.date() - timedelta(days=1)
    session.add(cast.mia)

    assert names(session, cast, cast.lena) == ["Mo Manager"]


def test_a_search_finds_words_of_name_and_team_in_any_order_and_takes_signs_as_they_are(
    session: Session, cast: Cast
):
    cast.mo.team = "North 100%"
    session.add(cast.mo)
    session.flush()

    assert names(session, cast, cast.lena, "manager MO") == ["Mo Manager"]
    assert names(session, cast, cast.lena, "north 100%") == ["Mo Manager"]
    assert names(session, cast, cast.lena, "%") == ["Mo Manager"]
    assert names(session, cast, cast.lena, "sol") == []
    assert names(session, cast, cast.lena, "a\0b") == []


def test_at_most_fifty_people_are_offered_in_one_statement(
    session: Session, cast: Cast, statements
):
    actor = cast.actor(cast.spec)
    with statements() as few:
        people_to_observe(session, actor, search="", at=NOW)
    managers(session, 60)
    with statements() as many:
        found = people_to_observe(session, actor, search="", at=NOW)

    assert len(few) == len(many) == 1
    assert len(found) == 50


def test_the_one_who_coaches_comes_with_the_people_they_coach_and_what_these_are_called(
    session: Session, cast: Cast
):
    manager = coach_to_observe(session, cast.actor(cast.lena), coach=cast.mo.public_id, at=NOW)
    leader = coach_to_observe(session, cast.actor(cast.cleo), coach=cast.lena.public_id, at=NOW)

    assert [one.word for one in manager.coached] == ["Rae Rep", "Ren Rep"]
    assert (manager.name, manager.coached_word, manager.certifies) == ("Mo Manager", "rep", True)
    assert [one.word for one in leader.coached] == ["Mia Manager", "Mo Manager"]
    assert (leader.coached_word, leader.certifies) == ("manager", False)


def test_one_out_of_reach_is_not_there_and_one_seen_may_not_be_observed(
    session: Session, cast: Cast
):
    with pytest.raises(NotFound):
        coach_to_observe(session, cast.actor(cast.lena), coach=cast.sol.public_id, at=NOW)
    with pytest.raises(NotPermitted):
        coach_to_observe(session, cast.actor(cast.mo), coach=cast.rae.public_id, at=NOW)
    with pytest.raises(NotPermitted):
        coach_to_observe(session, cast.actor(cast.lena), coach=cast.lena.public_id, at=NOW)


def test_certifying_reaches_as_far_as_the_grant_and_as_long(session: Session, cast: Cast):
    lena = cast.actor(cast.lena)

    assert may_certify(session, lena, coach=cast.mo.public_id)
    assert not may_certify(session, lena, coach=cast.sol.public_id)
    assert not may_certify(session, cast.actor(cast.cleo), coach=cast.mo.public_id)
    later = cast.actor(cast.lena, NOW + timedelta(days=400))
    assert not may_certify(session, later, coach=cast.mo.public_id)


def test_ones_own_drafts_come_newest_first_and_nobody_elses(session: Session, cast: Cast):
    old = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    new = build.observation(
        session,
        of=cast.mia,
        by=cast.lena,
        coached=cast.rae,
        at=NOW + timedelta(minutes=5),
        source=Source.TRANSCRIPT,
        purpose=Purpose.TRAIN,
        started=False,
    )
    build.observation(session, of=cast.mo, by=cast.spec, coached=cast.rae)

    rows = own_drafts(session, cast.actor(cast.lena), at=NOW)

    assert [(row.public_id, row.observed, row.coached, row.purpose_word) for row in rows] == [
        (new.public_id, "Mia Manager", "Rae Rep", "Train"),
        (old.public_id, "Mo Manager", "Rae Rep", "Coach"),
    ]
    assert [row.source_word for row in rows] == ["From a transcript", "Live"]
    assert own_drafts(session, cast.actor(cast.mo), at=NOW) == []


def test_a_draft_leads_to_where_one_left_it(session: Session, cast: Cast):
    live = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    read = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, source=Source.TRANSCRIPT
    )
    stopped = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    stopped.stopped_at = NOW
    rated = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, source=Source.TRANSCRIPT
    )
    session.add(Rating(observation_id=rated.id or 0, dimension=1, level=3))
    session.add(stopped)
    session.flush()

    places = {
        row.public_id: row.place for row in own_drafts(session, cast.actor(cast.lena), at=NOW)
    }

    assert places == {
        live.public_id: f"/observations/{live.public_id}/live",
        read.public_id: f"/observations/{read.public_id}/transcript",
        stopped.public_id: f"/observations/{stopped.public_id}/rate",
        rated.public_id: f"/observations/{rated.public_id}/rate",
    }


def test_thirty_drafts_take_as_many_statements_as_one(session: Session, cast: Cast, statements):
    actor = cast.actor(cast.lena)
    build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    session.expire_all()
    with statements() as one:
        own_drafts(session, actor, at=NOW)
    for _place in range(29):
        build.observation(session, of=cast.mo, by=cast.lena, coached=cast.ren)
    session.expire_all()
    with statements() as thirty:
        rows = own_drafts(session, actor, at=NOW)

    assert len(rows) == 30
    assert len(one) == len(thirty) == 2


def test_a_draft_is_there_for_its_observer_alone(session: Session, cast: Cast):
    draft = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)

    assert own_draft(session, cast.actor(cast.lena), draft.public_id) is draft
    for other in (cast.cleo, cast.odd, cast.spec):
        with pytest.raises(NotFound):
            own_draft(session, cast.actor(other), draft.public_id)
    with pytest.raises(NotPermitted):
        own_observation(session, cast.actor(cast.mo), draft.public_id)


def test_the_header_says_who_and_what_for_and_calls_the_two_as_they_are(
    session: Session, cast: Cast
):
    draft = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, aim=Aim.CERTIFICATION
    )
    above = build.observation(session, of=cast.lena, by=cast.cleo, coached=cast.mo)

    row = header(session, cast.actor(cast.lena), public_id=draft.public_id, at=NOW)
    other = header(session, cast.actor(cast.cleo), public_id=above.public_id, at=NOW)

    assert (row.observer, row.observed, row.coached) == ("Lena Leader", "Mo Manager", "Rae Rep")
    assert (row.coach_word, row.coached_word) == ("manager", "rep")
    assert (other.coach_word, other.coached_word) == ("leader", "manager")
    assert (row.purpose_word, row.aim_word, row.source_word) == ("Coach", "Certification", "Live")
    assert (row.is_mine, row.is_signed, row.is_about_me) == (True, False, False)
    assert row.held.words == "Today 10:00"
    assert row.rubric == "Session observation 1.1"


def test_a_draft_has_no_header_for_anybody_but_its_observer(session: Session, cast: Cast):
    draft = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, aim=Aim.CERTIFICATION
    )

    for other in (cast.mo, cast.cleo, cast.odd, cast.sol, cast.spec, cast.ada, cast.rae):
        with pytest.raises(NotFound):
            header(session, cast.actor(other), public_id=draft.public_id, at=NOW)


def test_how_the_two_handed_it_over_is_in_the_header_of_the_two_alone(session: Session, cast: Cast):
    made = seen.observation(session, cast, by=cast.spec, aim=Aim.CERTIFICATION)
    seen.reply(session, made, talked=True)

    def handed(who: Person) -> tuple[bool, bool]:
        row = header(session, cast.actor(who), public_id=made.public_id, at=NOW)
        return row.self_rated, row.acknowledged

    assert [handed(who) for who in (cast.spec, cast.mo, cast.lena)] == [
        (True, True),
        (True, True),
        (False, False),
    ]


def test_a_discarded_draft_is_on_no_list(session: Session, cast: Cast):
    draft = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)

    discard_draft(session, cast.actor(cast.lena), public_id=draft.public_id, at=NOW)

    assert own_drafts(session, cast.actor(cast.lena), at=NOW) == []
    with pytest.raises(NotFound):
        own_draft(session, cast.actor(cast.lena), draft.public_id)


def test_a_signed_observation_is_no_draft(session: Session, cast: Cast):
    signed = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    signed.signed_at, signed.status = NOW, signed.status.SIGNED
    session.add(signed)
    session.flush()

    with pytest.raises(Conflict):
        own_draft(session, cast.actor(cast.lena), signed.public_id)


def test_both_ratings_are_open_from_the_talk_of_the_same_two_over_the_same_session(
    session: Session, cast: Cast
):
    made = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    other = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    shown = select(Observation.id).where(is_shown())
    talk = Talk(
        coaching_session_id=made.coaching_session_id,
        observer_id=cast.spec.id or 0,
        observed_id=cast.mo.id or 0,
        shown_at=NOW,
    )
    session.add(talk)
    session.flush()
    assert session.exec(shown).all() == []

    talk.observer_id, talk.shown_at = cast.lena.id or 0, None
    session.flush()
    assert session.exec(shown).all() == []

    talk.shown_at = NOW
    session.flush()
    assert session.exec(shown).all() == [made.id] != [other.id]
