"""Around a talk somebody is next at every moment, and is told in one line."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.when import local_day
from coach_the_coach.observations.tables import Observation, Reply
from coach_the_coach.observations.talk.rules import may_read_alone
from coach_the_coach.observations.waiting.queries import my_promises
from coach_the_coach.observations.waiting.talks.queries import LIMIT, about_me, my_talks
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine
from tests import build
from tests.cast import NOW, Cast
from tests.observations.results import signed
from tests.observations.talk import held

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOON = NOW + 4 * HOUR

ARRANGED: dict[str, Callable[[Session, Cast, Observation], object]] = {
    "signed": lambda session, cast, made: None,
    "booked": lambda session, cast, made: show(session, made, booked_for=SOON),
    "rated": lambda session, cast, made: rated(session, made),
    "rated, booked": lambda session, cast, made: rated(session, made, booked_for=SOON),
    "marked": lambda session, cast, made: show(session, made, without_own_view=True),
    "read alone": lambda session, cast, made: rated(session, made, shown_at=NOW, read_alone=True),
    "read alone, one stays": lambda session, cast, made: rated(
        session, made, shown_at=NOW, read_alone=True, one_thing="Wait."
    ),
    "read alone, then begun": lambda session, cast, made: rated(
        session, made, shown_at=NOW, read_alone=True, opened_at=NOW
    ),
    "begun": lambda session, cast, made: rated(session, made, opened_at=NOW),
    "begun, booked": lambda session, cast, made: rated(
        session, made, opened_at=NOW, booked_for=SOON
    ),
    "shown": lambda session, cast, made: rated(session, made, shown_at=NOW),
    "agreed": lambda session, cast, made: rated(session, made, shown_at=NOW, one_thing="Wait."),
    "signed by Mo": lambda session, cast, made: rated(
        session, made, shown_at=NOW, one_thing="Wait.", observed_signed_at=NOW
    ),
    "signed by Lena": lambda session, cast, made: rated(
        session, made, shown_at=NOW, one_thing="Wait.", observer_signed_at=NOW
    ),
    "signed by both": lambda session, cast, made: rated(
        session,
        made,
        shown_at=NOW,
        observer_signed_at=NOW,
        observed_signed_at=NOW,
        sha256="a" * 64,
    ),
}

RATE = "Lena Leader observed you, signed {day}. Rate yourself, then talk it over."
BOOK = "You watched Mo Manager {day}. Book fifteen minutes to talk about it."
ALONE = "Your talk with Lena Leader has not come about. You may read both views alone."
WITHOUT = "Mo Manager has not given their own view since Monday 10:00."

BEGUN = "Your talk with {name} has begun. Go on where you left it."

NEXT: list[tuple[str, int, tuple[str, int] | None, tuple[str, int] | None]] = [
    ("signed", 0, (RATE.format(day="today 10:00"), 0), (BOOK.format(day="today 10:00"), 1)),
    ("signed", 2, (RATE.format(day="Monday 10:00"), 0), (BOOK.format(day="Monday 10:00"), 1)),
    ("signed", 3, (RATE.format(day="Monday 10:00"), 0), (WITHOUT, 1)),
    (
        "booked",
        0,
        ("You talk with Lena Leader today 14:00. Rate yourself before that.", 0),
        ("You talk with Mo Manager today 14:00.", 1),
    ),
    ("rated", 0, None, (BOOK.format(day="today 10:00"), 1)),
    ("rated", 7, (ALONE, 1), (BOOK.format(day="1 week ago"), 1)),
    (
        "rated, booked",
        0,
        ("You talk with Lena Leader today 14:00.", 1),
        ("You talk with Mo Manager today 14:00.", 1),
    ),
    (
        "rated, booked",
        1,
        ("Your talk with Lena Leader was to be yesterday 14:00. Hold it, or move it.", 1),
        ("Your talk with Mo Manager was to be yesterday 14:00. Hold it, or move it.", 1),
    ),
    ("marked", 3, None, (BOOK.format(day="Monday 10:00"), 1)),
    (
        "read alone",
        7,
        None,
        ("Mo Manager has read both views alone. Hold the talk while both remember.", 1),
    ),
    (
        "read alone, one stays",
        7,
        None,
        ("Mo Manager has read both views alone. Hold the talk while both remember.", 1),
    ),
    (
        "read alone, then begun",
        7,
        ("Finish your talk with Lena Leader: choose one thing, and sign.", 1),
        ("Finish your talk with Mo Manager: choose one thing, and sign.", 1),
    ),
    ("begun", 0, (BEGUN.format(name="Lena Leader"), 1), (BEGUN.format(name="Mo Manager"), 1)),
    ("begun", 7, (BEGUN.format(name="Lena Leader"), 1), (BEGUN.format(name="Mo Manager"), 1)),
    (
        "begun, booked",
        0,
        ("You talk with Lena Leader today 14:00.", 1),
        ("You talk with Mo Manager today 14:00.", 1),
    ),
    (
        "begun, booked",
        1,
        (BEGUN.format(name="Lena Leader"), 1),
        (BEGUN.format(name="Mo Manager"), 1),
    ),
    (
        "shown",
        0,
        ("Finish your talk with Lena Leader: choose one thing, and sign.", 1),
        ("Finish your talk with Mo Manager: choose one thing, and sign.", 1),
    ),
    (
        "agreed",
        0,
        ("Sign what you and Lena Leader agreed.", 1),
        ("Sign what you and Mo Manager agreed.", 1),
    ),
    ("signed by Mo", 0, None, ("Sign what you and Mo Manager agreed.", 0)),
    ("signed by Lena", 0, ("Sign what you and Lena Leader agreed.", 0), None),
    ("signed by both", 0, None, None),
]


def show(session: Session, made: Observation, **given: object) -> None:
    """A talk that stands so; nothing is open unless it is said."""
    signed.show(session, made, **({"shown_at": None} | given))


def rated(session: Session, made: Observation, **given: object) -> None:
    """Mo has given his own view, and their talk stands so."""
    signed.rate_oneself(session, made)
    show(session, made, **given)


def said(lines: list[NextLine]) -> tuple[str, int] | None:
    """The one line, or none."""
    assert len(lines) <= 1
    return (lines[0].text, lines[0].rank) if lines else None


@pytest.mark.parametrize(("stands", "days", "observed", "observer"), NEXT)
def test_who_is_next_is_told_and_the_other_is_not(
    session: Session,
    cast: Cast,
    stands: str,
    days: int,
    observed: tuple[str, int] | None,
    observer: tuple[str, int] | None,
):
    made = signed.observation(session, cast)
    ARRANGED[stands](session, cast, made)
    at: datetime = NOW + days * DAY

    assert said(about_me(session, cast.actor(cast.mo), at=at)) == observed
    assert said(my_talks(session, cast.actor(cast.lena), at=at)) == observer
    for other in (cast.cleo, cast.odd, cast.sol, cast.rae, cast.spec, cast.ada):
        actor = cast.actor(other)
        assert about_me(session, actor, at=at) + my_talks(session, actor, at=at) == []
    assert about_me(session, cast.actor(cast.lena), at=at) == []
    assert my_talks(session, cast.actor(cast.mo), at=at) == []


def test_a_line_leads_to_the_own_view_or_to_the_talk(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    mo, lena = cast.actor(cast.mo), cast.actor(cast.lena)

    assert about_me(session, mo, at=NOW) == [
        NextLine(
            text=RATE.format(day="today 10:00"),
            action="Rate yourself",
            link=routes.observation(made.public_id, routes.REFLECT),
            rank=0,
            since=NOW.isoformat(),
        )
    ]
    assert my_talks(session, lena, at=NOW) == [
        NextLine(
            text=BOOK.format(day="today 10:00"),
            action="Book the talk",
            link=routes.observation(made.public_id, routes.TALK),
            rank=1,
            since=NOW.isoformat(),
        )
    ]


@pytest.mark.parametrize("purpose", [Purpose.INSPECT, Purpose.CELEBRATE])
def test_for_what_is_not_scored_no_own_view_is_asked(
    session: Session, cast: Cast, purpose: Purpose
):
    signed.observation(session, cast, purpose=purpose)
    assert about_me(session, cast.actor(cast.mo), at=NOW) == []
    later = NOW + 7 * DAY
    assert said(about_me(session, cast.actor(cast.mo), at=later)) == (ALONE, 1)
    assert said(my_talks(session, cast.actor(cast.lena), at=later)) == (
        BOOK.format(day="1 week ago"),
        1,
    )


def test_the_corrected_purpose_counts(session: Session, cast: Cast):
    made = signed.observation(session, cast, purpose=Purpose.CELEBRATE, draft=True)
    made.purpose_corrected, made.purpose_reason = Purpose.COACH, "It turned into coaching."
    session.add(made)
    signed.complete(session, made, [])
    assert said(about_me(session, cast.actor(cast.mo), at=NOW)) == (
        RATE.format(day="today 10:00"),
        0,
    )


def test_what_was_acknowledged_before_there_were_talks_waits_for_nobody(
    session: Session, cast: Cast
):
    made = signed.observation(session, cast)
    rated(session, made, shown_at=NOW)
    session.get_one(Reply, made.id).acknowledged_at = NOW
    session.flush()
    assert about_me(session, cast.actor(cast.mo), at=NOW) == []
    assert my_talks(session, cast.actor(cast.lena), at=NOW) == []


def test_of_corrected_versions_the_one_that_holds_waits_and_for_who_has_left_nobody_does(
    session: Session, cast: Cast
):
    first = signed.observation(session, cast)
    second = signed.observation(session, cast, corrects=first)
    lena = cast.actor(cast.lena)
    assert [line.link for line in my_talks(session, lena, at=NOW)] == [
        routes.observation(second.public_id, routes.TALK)
    ]
    cast.mo.ends_on = (NOW - DAY).date()
    session.add(cast.mo)
    session.flush()
    assert my_talks(session, lena, at=NOW) == []


def test_the_day_of_the_talk_is_the_promise_and_is_made_in_the_talk(session: Session, cast: Cast):
    lena, later = cast.actor(cast.lena), held.TALKED_AT
    made = held.held(session, cast)
    build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae, at=NOW + HOUR)

    promised = my_promises(session, lena, at=later + 5 * DAY)

    assert [line.text for line in promised] == [
        "You agreed to watch Mo Manager again by Thursday 12 March 2026."
    ]
    build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae, at=later + DAY)
    assert my_promises(session, lena, at=later + 5 * DAY) == []
    assert made.public_id


def test_those_in_which_others_are_next_hide_none_in_which_one_is_next_oneself(
    session: Session, cast: Cast
):
    for number in range(LIMIT):
        made = signed.observation(session, cast)
        alone = {"shown_at": NOW, "read_alone": True} if number % 2 else {}
        rated(session, made, **alone)
    mine = signed.observation(session, cast, draft=True)
    signed.complete(session, mine, [])

    lines = about_me(session, cast.actor(cast.mo), at=NOW + 2 * DAY)

    assert [line.link for line in lines] == [routes.observation(mine.public_id, routes.REFLECT)]


@pytest.mark.parametrize("hour", range(0, 24, 3))
@pytest.mark.parametrize("days", [4, 5, 6, 7, 8])
def test_both_are_to_be_read_alone_by_the_day_where_the_observed_is(
    session: Session, cast: Cast, hour: int, days: int
):
    cast.mo.time_zone = "Pacific/Auckland"
    session.add(cast.mo)
    made = signed.observation(session, cast, draft=True)
    session.add(Reply(observation_id=made.id or 0, self_rated_at=NOW))
    signed_at = NOW.replace(hour=hour)
    signed.sign(session, made, at=signed_at)
    actor, at = cast.actor(cast.mo), NOW + days * DAY

    may = may_read_alone(*(local_day(one, actor.time_zone) for one in (signed_at, at)))

    assert said(about_me(session, actor, at=at)) == ((ALONE, 1) if may else None)


def test_as_many_statements_for_one_as_for_many(session: Session, cast: Cast, statements):
    mo, lena = cast.actor(cast.mo), cast.actor(cast.lena)
    sent = []
    for number in (1, 10):
        for _each in range(number):
            made = signed.observation(session, cast)
            rated(session, made, booked_for=SOON)
        session.flush()
        session.expunge_all()
        with statements() as one_list:
            about_me(session, mo, at=NOW)
            my_talks(session, lena, at=NOW)
        sent.append(len(one_list))
    assert sent == [4, 4]
