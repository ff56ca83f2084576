"""Who is asked, and saying it once: with nothing that leads from what was said to who said it."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation import jobs
from coach_the_coach.foundation.audit import AuditEntry
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.ids import digest
from coach_the_coach.notices.queries import notices_of
from coach_the_coach.pulse.rules import closes_on
from coach_the_coach.pulse.tables import PulseSaid, PulseTicket
from coach_the_coach.pulse.tickets.actions import (
    _change,
    ask,
    asked_by_link,
    make_link,
    open_tickets,
    say,
    say_by_link,
)
from coach_the_coach.pulse.tickets.queries import asked, next_lines, own_ticket
from coach_the_coach.pulse.tickets.rows import AskedRow
from coach_the_coach.pulse.tickets.rules import Answers, answers_from
from coach_the_coach.shell.rows import NextLine
from tests.cast import Cast
from tests.pulse.said import NOVEMBER, at, session_in_log, ticket

ON = date(2026, 11, 26)
NOW = at(ON)
FOUR = Answers(5, 4, 3, 2)


def tickets(session: Session) -> set[tuple[int, int, date, bool]]:
    """Who may say something about whom."""
    rows = session.exec(select(PulseTicket)).all()
    return {(one.coached_id, one.coach_id, one.month, one.used) for one in rows}


def test_everybody_with_a_session_is_asked_once_for_each_of_their_coaches(
    session: Session, cast: Cast
):
    session_in_log(session, cast.mo, cast.rae, date(2026, 11, 1))
    session_in_log(session, cast.mo, cast.rae, date(2026, 11, 30))
    session_in_log(session, cast.mia, cast.rae, date(2026, 11, 3), minutes=15)
    session_in_log(session, cast.lena, cast.mo, date(2026, 11, 4))
    # Too short, withdrawn, in another month, with nobody in particular, with one who has left.
    session_in_log(session, cast.mo, cast.ren, date(2026, 11, 5), minutes=14)
    session_in_log(session, cast.mo, cast.ren, date(2026, 11, 6)).withdrawn_at = NOW
    session_in_log(session, cast.mo, cast.ren, date(2026, 10, 31))
    session_in_log(session, cast.mo, None, date(2026, 11, 7))
    session_in_log(session, cast.sol, cast.sid, date(2026, 11, 7))
    cast.sid.ends_on = ON - timedelta(days=1)
    session.flush()

    for _time in range(2):
        open_tickets(session, NOVEMBER, at=NOW)

    rae, mo, mia, lena = (one.id for one in (cast.rae, cast.mo, cast.mia, cast.lena))
    assert tickets(session) == {
        (rae, mo, NOVEMBER, False),
        (rae, mia, NOVEMBER, False),
        (mo, lena, NOVEMBER, False),
    }
    told = notices_of(session, cast.actor(cast.rae), at=NOW)
    assert sorted((one.text, one.link) for one in told) == [
        (
            f"How were your sessions with {coach.name} in November 2026? It takes 20 seconds.",
            f"/pulse/say/{coach.public_id}",
        )
        for coach in (cast.mia, cast.mo)
    ]


def test_the_daily_round_asks_in_the_last_week_and_has_the_release_planned(
    session: Session, cast: Cast
):
    session_in_log(session, cast.mo, cast.rae, date(2026, 11, 3))
    ask(session, {}, at(date(2026, 11, 20)))
    assert tickets(session) == set()
    ask(session, {}, NOW)
    assert len(tickets(session)) == 1
    planned = {one.key: one.due_at.date() for one in session.exec(select(jobs.Job)).all()}
    assert planned == {
        "pulse-ask:2026-11-21": date(2026, 11, 21),
        "pulse-ask:2026-11-27": date(2026, 11, 27),
        "pulse-release:2026-11-01": closes_on(NOVEMBER),
    }


def test_it_is_said_once_and_nothing_of_it_says_who_or_when(session: Session, cast: Cast):
    ticket(session, cast.rae, cast.mo, NOVEMBER)
    rae = cast.actor(cast.rae)
    say(session, rae, public_id=cast.mo.public_id, answers=FOUR)

    one = session.exec(select(PulseSaid)).one()
    kept = one.model_dump()
    assert len(kept.pop("id")) == 32
    assert kept == {
        "coach_id": cast.mo.id,
        "month": NOVEMBER,
        "rating": 5,
        "thinking": 4,
        "one_thing": 3,
        "hard": 2,
    }
    assert tickets(session) == {(cast.rae.id, cast.mo.id, NOVEMBER, True)}
    assert "used_at" not in PulseTicket.model_fields
    assert session.exec(select(AuditEntry)).all() == []
    with pytest.raises(NotFound):
        say(session, rae, public_id=cast.mo.public_id, answers=FOUR)
    assert len(session.exec(select(PulseSaid)).all()) == 1


def test_of_two_who_say_it_at_once_one_is_kept(session: Session, cast: Cast):
    ticket(session, cast.rae, cast.mo, NOVEMBER)
    rae = cast.actor(cast.rae)
    found, _coach = own_ticket(session, rae, public_id=cast.mo.public_id)
    say(session, rae, public_id=cast.mo.public_id, answers=FOUR)
    with pytest.raises(Conflict):
        _change(session, found, used=True)


@pytest.mark.parametrize("who", ["mo", "lena", "cleo", "ren", "sid", "spec", "ada", "sol"])
def test_nobody_says_it_with_anothers_ticket_or_learns_of_it(
    session: Session, cast: Cast, who: str
):
    ticket(session, cast.rae, cast.mo, NOVEMBER)
    actor = cast.actor(getattr(cast, who))
    for work in (
        lambda: say(session, actor, public_id=cast.mo.public_id, answers=FOUR),
        lambda: make_link(session, actor, public_id=cast.mo.public_id),
    ):
        with pytest.raises(NotFound):
            work()
    assert asked(session, actor, public_id=cast.mo.public_id) == AskedRow()
    assert next_lines(session, actor, at=NOW) == []
    assert session.exec(select(PulseSaid)).all() == []


@pytest.mark.parametrize(
    ("form", "missing"),
    [
        ({}, ["rating", "thinking", "one_thing", "hard"]),
        (
            {"rating": "5", "thinking": "0", "one_thing": "6", "hard": "3"},
            ["thinking", "one_thing"],
        ),
        (
            {"rating": "5.0", "thinking": "\u0663", "one_thing": "1", "hard": ""},
            ["rating", "thinking", "hard"],
        ),
    ],
)
def test_what_is_missing_is_said_and_the_ticket_stays(
    session: Session, cast: Cast, form: dict[str, str], missing: list[str]
):
    ticket(session, cast.rae, cast.mo, NOVEMBER)
    with pytest.raises(Invalid) as refusal:
        say(
            session,
            cast.actor(cast.rae),
            public_id=cast.mo.public_id,
            answers=answers_from(form),
        )
    assert refusal.value.problems == dict.fromkeys(missing, "Choose a number from 1 to 5.")
    assert tickets(session) == {(cast.rae.id, cast.mo.id, NOVEMBER, False)}


def test_a_link_is_kept_as_a_digest_opens_one_answer_and_makes_earlier_ones_void(
    session: Session, cast: Cast
):
    ticket(session, cast.rae, cast.mo, NOVEMBER)
    links = [
        make_link(session, cast.actor(cast.rae), public_id=cast.mo.public_id) for _ in range(2)
    ]
    first, second = (link.removeprefix("/pulse/link?secret=") for link in links)
    assert session.exec(select(PulseTicket.secret_digest)).one() == digest(second)

    asks = asked_by_link(session, secret=second)
    assert asks == AskedRow(cast.mo.public_id, "Mo Manager", "November 2026", 5)
    with pytest.raises(NotFound):
        asked_by_link(session, secret=first)
    say_by_link(session, secret=second, answers=FOUR)
    for secret in (first, second, "", "x"):
        with pytest.raises(NotFound):
            say_by_link(session, secret=secret, answers=FOUR)
    assert len(session.exec(select(PulseSaid)).all()) == 1


def test_whoever_is_asked_finds_it_on_their_home_page(session: Session, cast: Cast):
    ticket(session, cast.rae, cast.mo, NOVEMBER)
    ticket(session, cast.rae, cast.mia, NOVEMBER, used=True)
    assert next_lines(session, cast.actor(cast.rae), at=NOW) == [
        NextLine(
            text="How were your sessions with Mo Manager in November 2026?",
            action="Say it in 20 seconds",
            link=f"/pulse/say/{cast.mo.public_id}",
            rank=2,
            since="2026-11-24T00:00:00+00:00",
        )
    ]
