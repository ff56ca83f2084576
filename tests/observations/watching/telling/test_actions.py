"""What goes by mail with each step, and what the calendar holds then."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.watching import actions
from coach_the_coach.observations.watching.invitation.queries import invitation_of
from coach_the_coach.observations.watching.rules import ProposalDraft
from coach_the_coach.shell import routes
from tests.cast import NOW, Cast
from tests.letters import mail_goes, written  # noqa: F401 - a fixture
from tests.observations.watching import planned
from tests.observations.watching.planned import LATER, THURSDAY, WEDNESDAY

pytestmark = pytest.mark.usefixtures("mail_goes")

EVE = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
"""Tuesday at nine in Paris."""


def letters(session: Session) -> list[tuple[str, str]]:
    """To whom goes what, that has not gone yet."""
    names = {one.id: one.given_name for one in session.exec(select(Person))}
    return sorted((names[one.person_id], one.letter) for one in written(session))


def gone(session: Session) -> None:
    """Everything due has gone."""
    for job in session.exec(select(Job)).all():
        if job.due_at <= LATER:
            job.done_at = LATER
            session.add(job)
    session.flush()


def versions(session: Session) -> list[tuple[str, str, int, str, datetime]]:
    """The invitations written so far: method, name, version, status and start, each once."""
    found = []
    for job in session.exec(select(Job)).all():
        payload = json.loads(job.payload)
        if not payload.get("calendar"):
            continue
        calendar, event = planned.read(payload["calendar"])
        assert payload["method"] == calendar["METHOD"]
        found.append(
            (
                str(calendar["METHOD"]),
                str(event["UID"]),
                int(event["SEQUENCE"]),
                str(event["STATUS"]),
                event.decoded("DTSTART"),
            )
        )
    return sorted(set(found), key=lambda one: one[2])


def test_each_step_sends_the_other_one_letter_that_leads_there(session: Session, cast: Cast):
    watch = planned.asked(session, cast)
    assert letters(session) == [("Mo", "asked_to_watch")]
    assert {one.link for one in written(session)} == {routes.watching(watch)}
    mo, lena = cast.actor(cast.mo), cast.actor(cast.lena)

    # What was asked is answered before the letter went: it is no longer true.
    actions.propose(session, mo, public_id=watch, draft=planned.with_rae(cast), at=NOW)
    assert letters(session) == [("Lena", "session_proposed")]

    actions.agree(session, lena, public_id=watch, at=LATER)
    assert letters(session) == [
        ("Lena", "watching_agreed"),
        ("Lena", "watching_tomorrow"),
        ("Mo", "watching_agreed"),
        ("Mo", "watching_tomorrow"),
    ]
    assert {one.due_at for one in written(session) if one.letter == "watching_tomorrow"} == {EVE}


def test_somebody_asked_by_another_gets_the_letter_and_the_manager_none_until_then(
    session: Session, cast: Cast
):
    watch = planned.offered(session, cast)
    assert letters(session) == [("Odd", "asked_to_watch")]
    actions.accept(session, cast.actor(cast.odd), public_id=watch, at=LATER)
    assert letters(session) == [("Mo", "asked_to_watch")]
    actions.decline(session, cast.actor(cast.mo), public_id=watch, reason="Not now.", at=LATER)
    assert letters(session) == [("Odd", "watching_declined")]


def test_moving_and_calling_off_update_the_calendar_under_one_name(session: Session, cast: Cast):
    watch = planned.agreed(session, cast)
    mo, lena = cast.actor(cast.mo), cast.actor(cast.lena)
    gone(session)
    uid = f"{watch}@watching.coach-the-coach"
    wednesday, thursday = WEDNESDAY.astimezone(UTC), THURSDAY.astimezone(UTC)
    assert versions(session) == [("REQUEST", uid, 0, "CONFIRMED", wednesday)]

    moved = ProposalDraft(starts_at=THURSDAY, reason="A customer comes.")
    actions.propose(session, lena, public_id=watch, draft=moved, at=LATER)
    assert letters(session) == [("Lena", "watching_moved"), ("Mo", "watching_moved")]
    gone(session)

    actions.agree(session, mo, public_id=watch, at=LATER)
    eve = {one.due_at for one in written(session) if one.letter == "watching_tomorrow"}
    assert eve == {EVE + timedelta(days=1)}
    gone(session)

    actions.cancel(session, mo, public_id=watch, reason="Ill.", at=LATER)
    assert letters(session) == [("Lena", "watching_cancelled"), ("Mo", "watching_cancelled")]
    assert versions(session) == [
        ("REQUEST", uid, 0, "CONFIRMED", wednesday),
        ("REQUEST", uid, 1, "TENTATIVE", thursday),
        ("REQUEST", uid, 2, "CONFIRMED", thursday),
        ("CANCEL", uid, 3, "CANCELLED", thursday),
    ]


def test_saying_no_to_another_time_takes_it_out_of_the_calendar(session: Session, cast: Cast):
    watch = planned.agreed(session, cast)
    moved = ProposalDraft(starts_at=THURSDAY, reason="A customer comes.")
    actions.propose(session, cast.actor(cast.lena), public_id=watch, draft=moved, at=LATER)
    actions.decline(session, cast.actor(cast.mo), public_id=watch, reason="Away.", at=LATER)
    assert [one[:3:2] for one in versions(session)] == [("CANCEL", 2)]
    assert letters(session) == [("Lena", "watching_declined"), ("Mo", "watching_declined")]


def test_what_was_never_agreed_is_in_no_calendar(session: Session, cast: Cast):
    watch = planned.proposed(session, cast)
    actions.cancel(session, cast.actor(cast.mo), public_id=watch, reason="Ill.", at=LATER)
    assert versions(session) == []
    for who in (cast.mo, cast.lena):
        with pytest.raises(NotFound):
            invitation_of(session, cast.actor(who), public_id=watch)


def test_nobody_is_reminded_of_what_is_agreed_on_the_last_day(session: Session, cast: Cast):
    planned.agreed(session, cast, starts_at=NOW + timedelta(hours=6))
    assert {letter for _name, letter in letters(session)} == {"watching_agreed"}


def test_the_two_find_the_last_version_as_a_file_and_nobody_else_does(session: Session, cast: Cast):
    watch = planned.agreed(session, cast)
    for who in (cast.mo, cast.lena):
        text = invitation_of(session, cast.actor(who), public_id=watch)
        _calendar, event = planned.read(text)
        assert (event["SEQUENCE"], event["ORGANIZER"]) == (0, "mailto:coach@example.com")
        assert event["ATTENDEE"][1] == "mailto:mo@example.com"
    for other in (cast.cleo, cast.sol, cast.rae, cast.spec, cast.ada):
        with pytest.raises(NotFound):
            invitation_of(session, cast.actor(other), public_id=watch)


def test_no_reason_and_no_word_of_assessment_leaves_the_program(session: Session, cast: Cast):
    watch = planned.agreed(session, cast)
    actions.cancel(
        session, cast.actor(cast.lena), public_id=watch, reason="He tells too much.", at=LATER
    )
    everything = " ".join(job.payload for job in session.exec(select(Job)))
    assert "tells too much" not in everything
    assert "Rae" not in everything
