"""Reminders: each once, the nearest of several, and one notice a day for a leader of many."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.certification.assigning.reminding.actions import (
    REMINDS,
    remind,
    remind_daily,
)
from coach_the_coach.certification.assigning.reminding.rules import (
    About,
    leader_words,
    own_words,
    reminder_for,
)
from coach_the_coach.certification.assigning.tables import Reminder
from coach_the_coach.certification.rules import State
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.tables import Notice
from tests.cast import NOW, Cast
from tests.certification.enrolled import TODAY, awarded, enrolled, managers, progress
from tests.letters import mail_goes, written  # noqa: F401 - the fixture is asked for by its name

LONG_AGO = NOW - timedelta(days=200)


def told(session: Session, person: Person) -> list[str]:
    """What somebody was told, in its order."""
    rows = select(Notice.text).where(Notice.person_id == person.id).order_by(col(Notice.id))
    return list(session.exec(rows))


def gone(session: Session) -> list[tuple[About, int]]:
    """Which reminders have gone."""
    return [(one.about, one.days) for one in session.exec(select(Reminder))]


@pytest.mark.parametrize(
    ("left", "sent", "goes"),
    [
        (91, set(), None),
        (90, set(), 90),
        (75, set(), 90),
        (75, {90}, None),
        (60, {90}, 60),
        (12, set(), 30),
        (12, {30}, None),
        (7, {90, 60, 30}, 7),
        (0, set(), 7),
        (0, {7}, None),
        (-1, set(), None),
    ],
)
def test_the_nearest_that_has_come_goes_once(left: int, sent: set[int], goes: int | None):
    since = TODAY - timedelta(days=300)
    found = reminder_for(TODAY + timedelta(days=left), since=since, today=TODAY, gone=sent)
    assert found == goes


def test_none_goes_whose_day_had_come_when_the_day_itself_was_told():
    day = TODAY + timedelta(days=20)
    assert reminder_for(day, since=TODAY, today=TODAY, gone=set()) is None
    later = TODAY + timedelta(days=13)
    assert reminder_for(day, since=TODAY, today=later, gone=set()) == 7


def test_the_holder_and_the_direct_leader_are_told_once(session: Session, cast: Cast):
    enrolled(session, cast.mo, due_on=TODAY + timedelta(days=30), at=LONG_AGO)
    assert [remind(session, at=NOW), remind(session, at=NOW)] == [1, 0]
    assert remind(session, at=NOW + timedelta(days=1)) == 0
    assert told(session, cast.mo) == [
        "Foundations: 30 days until the day by which you are to be through, Wednesday 1 April 2026."
    ]
    assert told(session, cast.lena) == ["Mo Manager has 30 days left for Foundations."]
    assert told(session, cast.cleo) == []
    assert gone(session) == [(About.DUE, 30)]


def test_a_round_after_a_long_pause_sends_one_and_not_all(session: Session, cast: Cast):
    enrolled(session, cast.mo, due_on=TODAY + timedelta(days=5), at=LONG_AGO)
    remind(session, at=NOW)
    assert gone(session) == [(About.DUE, 7)]


def test_of_another_day_one_is_reminded_anew(session: Session, cast: Cast):
    one = enrolled(session, cast.mo, due_on=TODAY + timedelta(days=30), at=LONG_AGO)
    remind(session, at=NOW)
    one.due_on = TODAY + timedelta(days=60)
    session.add(one)
    session.flush()
    assert remind(session, at=NOW) == 1


def test_whoever_is_certified_withdrawn_or_gone_is_not_reminded_of_the_day(
    session: Session, cast: Cast
):
    soon = TODAY + timedelta(days=7)
    awarded(session, cast.mo, until=TODAY + timedelta(days=300))
    progress(session, enrolled(session, cast.mo, due_on=soon, at=LONG_AGO), State.CERTIFIED)
    withdrawn = enrolled(session, cast.mia, due_on=soon, at=LONG_AGO)
    withdrawn.withdrawn_at = NOW
    enrolled(session, cast.sol, due_on=soon, at=LONG_AGO)
    cast.sol.ends_on = TODAY - timedelta(days=1)
    progress(session, enrolled(session, cast.odd, due_on=soon, at=LONG_AGO), State.LAPSED)
    session.add_all([withdrawn, cast.sol])
    session.flush()
    assert remind(session, at=NOW) == 0


def test_of_the_end_of_a_certificate_one_is_reminded_and_not_of_an_older_one(
    session: Session, cast: Cast
):
    enrolled(session, cast.mo, due_on=TODAY - timedelta(days=100), at=LONG_AGO)
    awarded(session, cast.mo, since=date(2025, 3, 1), until=TODAY + timedelta(days=60))
    enrolled(session, cast.mia, due_on=TODAY - timedelta(days=100), at=LONG_AGO)
    awarded(session, cast.mia, since=date(2025, 1, 1), until=TODAY + timedelta(days=7))
    awarded(session, cast.mia, since=date(2026, 2, 1), until=TODAY + timedelta(days=300))
    rests = awarded(session, cast.sol, until=TODAY + timedelta(days=7))
    rests.suspended_at = NOW
    session.add(rests)
    enrolled(session, cast.sol, due_on=TODAY - timedelta(days=100), at=LONG_AGO)
    session.flush()
    remind(session, at=NOW)
    assert gone(session) == [(About.ENDS, 60)]
    assert told(session, cast.mo)[-1] == (
        "Foundations: 60 days until your certificate ends, Friday 1 May 2026. It can be renewed."
    )


def test_a_leader_of_many_has_one_notice(session: Session, cast: Cast):
    for one in managers(session, cast.odd, 40):
        enrolled(session, one, due_on=TODAY + timedelta(days=90), at=LONG_AGO)
    assert remind(session, at=NOW) == 40
    assert told(session, cast.odd) == [
        "A day on their paths comes near for Max 000 More, Max 001 More, Max 002 More and 37 more."
    ]


def test_somebody_on_two_paths_is_told_of_both(session: Session, cast: Cast):
    enrolled(session, cast.mo, due_on=TODAY + timedelta(days=30), at=LONG_AGO)
    enrolled(
        session,
        cast.mo,
        path="certified-coach",
        due_on=TODAY + timedelta(days=60),
        at=LONG_AGO,
    )
    remind(session, at=NOW)
    assert [one.split(":")[0] for one in told(session, cast.mo)] == [
        "Foundations",
        "Certified Coach",
    ]


def test_the_next_round_follows(session: Session, cast: Cast):
    remind_daily(session, {}, NOW)
    keys = session.exec(select(Job.key).where(Job.kind == REMINDS)).all()
    assert keys == ["remind-of-paths:2026-03-03"]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (About.DUE, "Mo has 1 day left for Foundations."),
        (About.ENDS, "The certificate Foundations of Mo ends in 1 day."),
    ],
)
def test_one_of_theirs_is_named_to_a_leader(about: About, said: str):
    assert leader_words([(about, "Mo", "Foundations", 1)]) == said
    assert "1 day" in own_words(about, "Foundations", "Tuesday", 1)


@pytest.mark.usefixtures("mail_goes")
def test_a_letter_goes_to_both_where_mail_goes(session: Session, cast: Cast):
    enrolled(session, cast.mo, due_on=TODAY + timedelta(days=30), at=LONG_AGO)
    remind(session, at=NOW)
    remind(session, at=NOW)
    assert [(one.person_id, one.letter, one.link) for one in written(session)] == [
        (cast.mo.id, "path_day", "/certification"),
        (cast.lena.id, "paths_of_team", "/certified"),
    ]
