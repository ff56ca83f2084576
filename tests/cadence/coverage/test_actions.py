"""Who coaches a rep is said by whoever coaches or leads them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.cadence.coverage import actions
from coach_the_coach.cadence.coverage.one.queries import coach_of_rep
from coach_the_coach.cadence.coverage.queries import minutes_of_reps, own_coach, reps
from coach_the_coach.cadence.coverage.rules import CoachDraft
from coach_the_coach.cadence.tables import CoachOfRecord
from coach_the_coach.foundation.errors import Invalid, NotFound, NotPermitted
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.tables import Notice
from tests.cadence.logged import TODAY
from tests.cast import NOW, Cast


def sage(cast: Cast) -> CoachDraft:
    """That the specialist steps in today."""
    return CoachDraft(kind="enablement", coach=cast.spec.public_id, starts_on=TODAY)


def said(session: Session, cast: Cast, draft: CoachDraft, who: str = "lena") -> None:
    """What somebody says of who coaches Rae."""
    actor = cast.actor(getattr(cast, who))
    actions.set_coach(session, actor, person=cast.rae.public_id, draft=draft, at=NOW)


def kept(session: Session) -> list[tuple[str, str, date, date | None]]:
    """Everything that is kept."""
    found = session.exec(select(CoachOfRecord).order_by(col(CoachOfRecord.id))).all()
    return [(one.kind, one.outside, one.starts_on, one.ends_on) for one in found]


def told(session: Session, person: Person) -> list[str]:
    """What somebody was told."""
    found = select(Notice).where(Notice.person_id == person.id).order_by(col(Notice.id))
    return [one.text for one in session.exec(found).all()]


@pytest.mark.parametrize("who", ["mo", "lena", "cleo"])
def test_the_manager_and_the_leaders_above_say_it_and_both_are_told(
    session: Session, cast: Cast, who: str
):
    said(session, cast, sage(cast), who)
    said(session, cast, sage(cast), who)
    assert kept(session) == [("enablement", "", TODAY, None)]
    coach = own_coach(session, cast.actor(cast.rae), at=NOW)
    assert coach is not None
    assert coach.name == "Sage Specialist"
    assert told(session, cast.rae) == ["Sage Specialist coaches you from 2 March 2026 on."]
    assert told(session, cast.spec) == ["You coach Rae Rep from 2 March 2026 on."]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("mia", NotFound),
        ("sol", NotFound),
        ("odd", NotFound),
        ("spec", NotPermitted),
        ("ada", NotPermitted),
        ("rae", NotPermitted),
        ("ren", NotFound),
    ],
)
def test_nobody_else_says_it(session: Session, cast: Cast, who: str, refusal: type[Exception]):
    actor = cast.actor(getattr(cast, who))
    with pytest.raises(refusal):
        said(session, cast, sage(cast), who)
    with pytest.raises(refusal):
        actions.end_coach(session, actor, person=cast.rae.public_id, at=NOW)
    with pytest.raises(refusal):
        coach_of_rep(session, actor, person=cast.rae.public_id, search="", at=NOW)
    assert kept(session) == []


@pytest.mark.parametrize(
    ("kind", "coach"),
    [("enablement", "mia"), ("manager", "spec"), ("manager", "ren"), ("manager", "sol")],
)
def test_whom_one_cannot_name_is_said_beside_the_field(
    session: Session, cast: Cast, kind: str, coach: str
):
    draft = replace(sage(cast), kind=kind, coach=getattr(cast, coach).public_id)
    with pytest.raises(Invalid) as refusal:
        said(session, cast, draft)
    assert set(refusal.value.problems) == {"coach"}
    with pytest.raises(Invalid):
        said(session, cast, CoachDraft())


def test_who_is_named_next_takes_over_on_that_day(session: Session, cast: Cast):
    said(session, cast, sage(cast))
    outside = CoachDraft(kind="external", outside=" Ida  of\0 Partner", coach="?", starts_on=TODAY)
    in_a_week = replace(outside, starts_on=TODAY + timedelta(days=7))
    said(session, cast, in_a_week)
    assert kept(session) == [
        ("enablement", "", TODAY, in_a_week.starts_on),
        ("external", "Ida of Partner", in_a_week.starts_on, None),
    ]
    # Named for today after all: the two before hold on no day.
    said(session, cast, outside)
    row = coach_of_rep(session, cast.actor(cast.lena), person=cast.rae.public_id, search="", at=NOW)
    assert [(one.coach, one.until.words) for one in row.records] == [("Ida of Partner", "")]
    assert row.is_otherwise


def test_ended_it_is_again_whom_they_report_to(session: Session, cast: Cast):
    said(session, cast, sage(cast))
    for _again in range(2):
        actions.end_coach(
            session,
            cast.actor(cast.cleo),
            person=cast.rae.public_id,
            at=NOW + timedelta(days=1),
        )
    assert kept(session) == [("enablement", "", TODAY, TODAY + timedelta(days=1))]
    coach = own_coach(session, cast.actor(cast.rae), at=NOW + timedelta(days=1))
    assert coach is not None
    assert coach.name == "Mo Manager"
    assert told(session, cast.rae)[1:] == ["Whom you report to coaches you again."]


def test_it_begins_and_ends_by_the_day_of_whoever_says_it(session: Session, cast: Cast):
    # In Paris it is the next day already.
    night = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    there, lena, rae = date(2026, 3, 3), cast.actor(cast.lena), cast.actor(cast.rae)
    who = {"person": cast.rae.public_id, "at": night}

    def coach() -> list[str]:
        own = own_coach(session, rae, at=night)
        rows = reps(session, lena, search="Rae", without=False, page=0, at=night)
        return [own.name if own else "", *(one.coach for one in rows.lines)]

    actions.set_coach(session, lena, draft=replace(sage(cast), starts_on=there), **who)
    assert coach() == ["Sage Specialist", "Sage Specialist"]
    left_out = minutes_of_reps(session, lena, without=False, page=0, at=night)
    assert [one.name for one in left_out.lines] == ["Ren Rep"]
    actions.end_coach(session, lena, **who)
    assert kept(session) == [("enablement", "", there, there)]
    assert coach() == ["Mo Manager", "Mo Manager"]
    assert not coach_of_rep(session, lena, search="", **who).is_otherwise
    actions.set_coach(session, lena, draft=sage(cast), **who)
    actions.end_coach(session, lena, **who)
    assert kept(session)[1:] == [("enablement", "", TODAY, there)]
    assert coach() == ["Mo Manager", "Mo Manager"]


def test_who_could_coach_is_offered(session: Session, cast: Cast):
    row = coach_of_rep(session, cast.actor(cast.lena), person=cast.rae.public_id, search="", at=NOW)
    assert [one.word for one in row.managers] == ["Lena Leader", "Mia Manager", "Mo Manager"]
    assert [one.word for one in row.specialists] == ["Sage Specialist"]
    assert (row.name, row.manager, row.today, row.is_otherwise) == (
        "Rae Rep",
        "Mo Manager",
        "2026-03-02",
        False,
    )
    found = coach_of_rep(
        session, cast.actor(cast.lena), person=cast.rae.public_id, search="mia", at=NOW
    )
    assert ([one.word for one in found.managers], found.specialists) == (["Mia Manager"], [])
