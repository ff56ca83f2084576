"""Of coaching each is given what the pages let them read: coach, coached and leader."""

import json
from typing import Any

from sqlmodel import Session, select

from coach_the_coach.cadence.contract.tables import InterruptionContract
from coach_the_coach.cadence.hours.tables import TimeAudit
from coach_the_coach.cadence.rules import Blocker, Move
from coach_the_coach.cadence.tables import Appointment, AppointmentStep
from coach_the_coach.identity.tables import Person
from coach_the_coach.records.export.actions import export_person
from tests.cast import NOW, Cast
from tests.identity.coached import SAID, coached

DRAFTED = "The draft of Roskilde"


def given(session: Session, person: Person) -> tuple[dict[str, Any], str]:
    """What somebody is given: by class, and as one text."""
    text = export_person(session, person, at=NOW)["data.json"].decode()
    return json.loads(text), text


def steps(session: Session, person: Person) -> list[dict[str, Any]]:
    """What was done to each appointment, as somebody is given it."""
    found, _text = given(session, person)
    return [step for one in found["cadence"]["appointments"] for step in one["appointment_step"]]


def test_what_was_in_the_way_is_given_to_the_coach_alone(session: Session, cast: Cast):
    coached(session, cast)
    session.add(
        AppointmentStep(
            appointment_id=session.exec(select(Appointment.id)).one() or 0,
            place=2,
            by_id=cast.mo.id or 0,
            move=Move.MISSED,
            at=NOW,
            allowed=False,
            blocker=Blocker.UNCOMFORTABLE,
        )
    )
    session.flush()
    own = [(one["move"], one["blocker"], one["allowed"]) for one in steps(session, cast.mo)]
    assert own == [("cancelled", None, True), ("missed", "uncomfortable", False)]
    theirs = steps(session, cast.rae)
    assert [(one["move"], one["reason"]) for one in theirs] == [("cancelled", SAID), ("missed", "")]
    assert [one for one in theirs if {"blocker", "allowed"} & set(one)] == []
    assert "uncomfortable" not in given(session, cast.rae)[1]


def test_of_what_others_talk_about_nobody_is_given_a_word(session: Session, cast: Cast):
    coached(session, cast)
    for person in (cast.lena, cast.cleo, cast.ren, cast.mia, cast.spec, cast.ada):
        found, text = given(session, person)
        assert SAID not in text, person.name
        for room in ("coaching", "calls", "team_practice", "cadence"):
            assert [name for name, rows in found[room].items() if rows] == [], (person.name, room)
        assert (found["hours"], found["evidence"]) == ([], [])


def test_what_the_coach_has_not_offered_or_closed_is_theirs_alone(session: Session, cast: Cast):
    coached(session, cast)
    mo = cast.mo.id or 0
    words = {"text": DRAFTED, "reasons": DRAFTED, "within_days": 2, "written_at": NOW}
    session.add_all(
        [
            InterruptionContract(coach_id=mo, **words),
            TimeAudit(person_id=mo, starts_on=NOW.date(), drops=DRAFTED),
        ]
    )
    session.flush()
    found, _text = given(session, cast.mo)
    assert [one["text"] for one in found["cadence"]["rules_of_interruption"]][1:] == [DRAFTED]
    assert [one["drops"] for one in found["hours"]][1:] == [DRAFTED]
    for person in (cast.lena, cast.cleo, cast.rae, cast.spec):
        assert DRAFTED not in given(session, person)[1], person.name


def test_a_rep_is_given_where_they_stand_and_what_is_said_with_them(session: Session, cast: Cast):
    coached(session, cast)
    found, _text = given(session, cast.rae)
    assert [(one["tier"], one["set_by"]) for one in found["coaching"]["tiers"]] == [
        ("new", "Mo Manager")
    ]
    assert [one["tier"] for one in found["calls"]["calls"]] == ["new"]
    for name in ("log", "next_steps", "cycles", "plans"):
        assert len(found["coaching"][name]) == 1, name
    cadence = found["cadence"]
    assert (cadence["months"], cadence["rules_of_interruption"], found["hours"]) == ([], [], [])
