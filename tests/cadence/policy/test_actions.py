"""The house's rhythm is an administrator's to set, another one with a rep the coach's."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.cadence.policy import actions
from coach_the_coach.cadence.policy.queries import house, rhythms_of
from coach_the_coach.cadence.policy.rows import House
from coach_the_coach.cadence.policy.rules import Assessment, OverrideDraft, Rhythm
from coach_the_coach.cadence.tables import CadenceOverride
from coach_the_coach.evidence.tables import Stale
from coach_the_coach.foundation.errors import Invalid, NotFound, NotPermitted
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Grant, HouseRule, Person
from coach_the_coach.notices.tables import Notice
from coach_the_coach.shell import routes
from tests.cast import NOW, Cast

Statements = Callable[[], AbstractContextManager[list[str]]]

DRAFT = OverrideDraft(per_month="2", minutes="30", reason="Learns the product first")
LATER = NOW + timedelta(days=1)
MARCH = date(2026, 3, 1)


def overridden(session: Session, cast: Cast, draft: OverrideDraft = DRAFT) -> None:
    """Mo has another rhythm with Rae."""
    actions.override_rhythm(
        session, cast.actor(cast.mo), person=cast.rae.public_id, draft=draft, at=NOW
    )


def own(session: Session, cast: Cast) -> dict[int, Rhythm]:
    """The rhythm of Mo with each of his."""
    people = [cast.rae.id or 0, cast.ren.id or 0]
    return rhythms_of(session, cast.actor(cast.mo), people=people)


def told(session: Session, person: Person) -> list[tuple[str, str]]:
    """What somebody was told, and where it leads."""
    found = select(Notice).where(Notice.person_id == person.id).order_by(col(Notice.id))
    return [(one.text, one.link) for one in session.exec(found).all()]


def stale(session: Session) -> set[tuple[int, date]]:
    """Whose months are to be counted anew."""
    return {(one.person_id, one.month) for one in session.exec(select(Stale)).all()}


def test_what_an_administrator_sets_holds_for_the_house(session: Session, cast: Cast):
    rae = cast.actor(cast.rae)
    assert house(session, rae) == House(Rhythm(4, 45), Assessment.QUARTERLY, 40)
    ada = cast.actor(cast.ada)
    actions.set_cadence(session, ada, preset="minimum", assessment="individual", hours="40", at=NOW)
    actions.set_cadence(session, ada, preset="system", assessment="biannual", hours="35", at=LATER)
    assert house(session, rae) == House(Rhythm(4, 50), Assessment.BIANNUAL, 35)
    kept = session.exec(select(HouseRule).order_by(col(HouseRule.name))).all()
    assert [(one.name, one.value, one.set_by_id, one.set_at) for one in kept] == [
        ("assessment", "biannual", cast.ada.id, LATER),
        ("cadence", "weekly 2026-03-01:system", cast.ada.id, LATER),
        ("week-hours", "40 2026-03-01:35", cast.ada.id, LATER),
    ]
    coaches = (cast.cleo, cast.lena, cast.odd, cast.mo, cast.mia, cast.sol)
    assert stale(session) == {(one.id, MARCH) for one in coaches}


def test_setting_it_costs_no_more_for_many_and_turns_the_month_of_each(
    session: Session, cast: Cast, statements: Statements
):
    ada, evening = cast.actor(cast.ada), datetime(2026, 3, 31, 20, 0, tzinfo=UTC)

    def setting(preset: str) -> int:
        with statements() as sent:
            actions.set_cadence(
                session, ada, preset=preset, assessment="quarterly", hours="40", at=evening
            )
        return len(sent)

    setting("weekly")
    few = setting("minimum")
    zones = {"east": "Pacific/Auckland", "west": "America/Los_Angeles"}
    more = [
        Person(
            email=f"{place}{n}@example.com", given_name=place, family_name=str(n), time_zone=zone
        )
        for n in range(4)
        for place, zone in zones.items()
    ]
    session.add_all(more)
    session.flush()
    session.add_all(
        Grant(person_id=one.id or 0, role=Role.MANAGER, root_id=one.id, starts_at=NOW)
        for one in more
    )
    session.flush()
    assert setting("system") == few
    months = dict(stale(session))
    assert {months[one.id or 0] for one in more if one.given_name == "east"} == {date(2026, 4, 1)}
    assert {months[one.id or 0] for one in more if one.given_name == "west"} == {MARCH}
    assert len(months) == 6 + len(more)


def test_what_is_not_to_be_chosen_is_not_kept(session: Session, cast: Cast):
    with pytest.raises(Invalid) as refusal:
        actions.set_cadence(
            session, cast.actor(cast.ada), preset="daily", assessment="never", hours="0", at=NOW
        )
    assert set(refusal.value.problems) == {"preset", "assessment", "hours"}
    assert session.exec(select(HouseRule)).all() == []


@pytest.mark.parametrize("who", ["cleo", "lena", "mo", "rae", "spec"])
def test_nobody_else_sets_it(session: Session, cast: Cast, who: str):
    with pytest.raises(NotPermitted):
        actions.set_cadence(
            session,
            cast.actor(getattr(cast, who)),
            preset="minimum",
            assessment="quarterly",
            hours="40",
            at=NOW,
        )


def test_another_rhythm_holds_for_one_rep_who_is_told_and_is_ended_again(
    session: Session, cast: Cast
):
    overridden(session, cast)
    rae, ren = cast.rae.id or 0, cast.ren.id or 0
    assert own(session, cast) == {rae: Rhythm(2, 30), ren: Rhythm(4, 45)}
    link = routes.rhythm(cast.mo.public_id)
    first = ("Mo Manager has another rhythm with you: 2 sessions a month of 30 min.", link)
    assert told(session, cast.rae) == [first]
    assert stale(session) == {(cast.mo.id, MARCH)}
    for _again in range(2):
        actions.end_override(session, cast.actor(cast.mo), person=cast.rae.public_id, at=LATER)
    assert own(session, cast) == {rae: Rhythm(4, 45), ren: Rhythm(4, 45)}
    back = ("Mo Manager went back to the rhythm of the house with you.", link)
    assert told(session, cast.rae) == [first, back]


def test_the_newest_holds_and_the_same_again_changes_nothing(session: Session, cast: Cast):
    overridden(session, cast)
    overridden(session, cast)
    overridden(session, cast, replace(DRAFT, minutes="45"))
    kept = session.exec(select(CadenceOverride).order_by(col(CadenceOverride.id))).all()
    assert [(one.minutes, one.ended_at) for one in kept] == [(30, NOW), (45, None)]
    assert own(session, cast)[cast.rae.id or 0] == Rhythm(2, 45)


def test_without_a_reason_it_is_not_kept(session: Session, cast: Cast):
    with pytest.raises(Invalid) as refusal:
        overridden(session, cast, replace(DRAFT, reason=" "))
    assert set(refusal.value.problems) == {"reason"}
    assert session.exec(select(CadenceOverride)).all() == []


@pytest.mark.parametrize(
    ("who", "whom", "refusal"),
    [
        ("mo", "sid", NotFound),
        ("mo", "lena", NotFound),
        ("mo", "mo", NotPermitted),
        ("mia", "rae", NotFound),
        ("sol", "rae", NotFound),
        # A leader's own are those who report to her, and not theirs.
        ("lena", "rae", NotPermitted),
        ("cleo", "mo", NotPermitted),
        ("spec", "rae", NotPermitted),
        ("ada", "rae", NotPermitted),
        ("rae", "ren", NotFound),
    ],
)
def test_one_agrees_on_a_rhythm_with_ones_own_team_alone(
    session: Session, cast: Cast, who: str, whom: str, refusal: type[Exception]
):
    actor, person = cast.actor(getattr(cast, who)), getattr(cast, whom).public_id
    with pytest.raises(refusal):
        actions.override_rhythm(session, actor, person=person, draft=DRAFT, at=NOW)
    with pytest.raises(refusal):
        actions.end_override(session, actor, person=person, at=NOW)
    assert session.exec(select(CadenceOverride)).all() == []


def test_a_leader_agrees_on_a_rhythm_with_a_manager(session: Session, cast: Cast):
    lena = cast.actor(cast.lena)
    actions.override_rhythm(session, lena, person=cast.mo.public_id, draft=DRAFT, at=NOW)
    assert rhythms_of(session, lena, people=[cast.mo.id or 0]) == {cast.mo.id: Rhythm(2, 30)}
