"""An administrator finds who did what, and nothing that is between two people."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from coach_the_coach.account.audit.queries import entries, searchable
from coach_the_coach.account.audit.rules import Search, search_from
from coach_the_coach.account.trail.queries import PAGE
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import About, Result, Told
from coach_the_coach.foundation.errors import NotPermitted
from tests.cast import NOW, Cast
from tests.foundation.actions import actions

ASSESSING = ("observation", "look", "talk", "own_view", "answer", "watching", "places")
"""What is between an observer and the one observed, by the noun of its actions."""


@pytest.fixture(autouse=True)
def _every_room():
    actions()


def found(session: Session, cast: Cast, search: Search | None = None, page: int = 0) -> list[str]:
    """What an administrator finds, in words."""
    rows, _total = entries(
        session, cast.actor(cast.ada), search=search or Search(), page=page, at=NOW
    )
    return [f"{row.who} {row.what}: {row.about}".removesuffix(": ") for row in rows]


def note(session: Session, cast: Cast, who: str, action: str, about: str = "", **more) -> None:
    of = more.pop("of", About(getattr(cast, about).id if about else None, "t"))
    given = {"actor_id": getattr(cast, who).id, "at": NOW, "of": of} | more
    audit.note(session, action, **given)


def test_nobody_but_an_administrator_reads_the_log(session: Session, cast: Cast):
    for who in (cast.lena, cast.cleo, cast.mo, cast.spec, cast.rae):
        with pytest.raises(NotPermitted):
            entries(session, cast.actor(who), search=Search(), page=0, at=NOW)


def test_what_assesses_people_is_told_to_no_administrator_but_for_who_else_read_it():
    told = {one for one in audit.told_to(Told.ADMIN) if one.partition(":")[0] in ASSESSING}

    assert told == {"observation:read"}


def test_of_every_action_an_administrator_reads_if_it_says_so(session: Session, cast: Cast):
    for action in audit.WORDS:
        note(session, cast, "lena", action, "mo")
    told = sorted(audit.WORDS[one] for one in audit.WORDS if Told.ADMIN in audit.TOLD[one])

    rows, total = entries(session, cast.actor(cast.ada), search=Search(), page=0, at=NOW)

    assert total == len(told)
    assert {row.what for row in rows} <= set(told)
    assert [one.word for one in searchable()] == told


def test_a_refusal_is_shown_whatever_was_refused_and_about_nobody(session: Session, cast: Cast):
    of = About(detail={"why": "NotFound", "words": "of an assessment"})
    note(session, cast, "sol", "observation:sign", result=Result.REFUSED, of=of)
    audit.note(
        session,
        "route:call",
        actor_id=None,
        at=NOW,
        result=Result.REFUSED,
        of=About(detail={"why": "NotSignedIn", "address": "10.0.0.9"}),
    )

    rows, _total = entries(session, cast.actor(cast.ada), search=Search(), page=0, at=NOW)

    assert [(row.who, row.what, row.about, row.detail) for row in rows] == [
        ("Somebody unknown", "called an address of the program", "", "Not signed in · 10.0.0.9"),
        ("Sol Stranger", "signed an observation", "", "Nothing to be seen there"),
    ]


@pytest.mark.parametrize(
    ("action", "detail", "told"),
    [
        (
            "sign_in:provider",
            {"why": "unknown_person"},
            "Somebody unknown was not let in by the organisation's account"
            " (Nobody here has that account)",
        ),
        (
            "sign_in:provider",
            {"why": "invalid_claim: nonce"},
            "Somebody unknown was not let in by the organisation's account"
            " (What the organisation's server answered could not be believed)",
        ),
        (
            "sign_in:refused",
            {"why": "password", "wait_seconds": 4},
            "Somebody unknown was not let in (The password was not right)",
        ),
        (
            "event:send",
            {"why": "NotPermitted", "what": "ity___door____room_state.coach_the_coach___x.load"},
            "Somebody unknown used a part of a page (Not permitted)",
        ),
        ("event:send", {"why": "of_no_words"}, "Somebody unknown used a part of a page ()"),
    ],
)
def test_a_refusal_is_told_in_words_and_by_no_name_of_the_programs_own(
    session: Session, cast: Cast, action: str, detail: dict[str, Any], told: str
):
    of = About(detail=detail)
    audit.note(session, action, actor_id=None, at=NOW, result=Result.REFUSED, of=of)

    (row,), _total = entries(session, cast.actor(cast.ada), search=Search(), page=0, at=NOW)

    assert f"{row.who} {row.what} ({row.detail})" == told


def test_it_is_searched_by_person_action_result_and_day(session: Session, cast: Cast):
    note(session, cast, "ada", "person:invite", "mo")
    note(session, cast, "lena", "observation:read", "mo", result=Result.READ)
    note(session, cast, "lena", "sign_in:end", "lena", at=NOW - timedelta(days=1))
    note(session, cast, "odd", "observation:read", "sol", result=Result.READ)
    invited = "Ada Admin made an invitation: Mo Manager"
    read = "Lena Leader read a certification observation: Mo Manager"
    ended = "Lena Leader ended one of their sign-ins"
    other = "Odd Other read a certification observation: Sol Stranger"

    assert found(session, cast) == [other, ended, read, invited]
    assert found(session, cast, Search(person="mo manager")) == [read, invited]
    assert found(session, cast, Search(person="LENA")) == [ended, read]
    assert found(session, cast, Search(person="ada@example.com")) == [invited]
    assert found(session, cast, Search(person="nobody")) == []
    assert found(session, cast, Search(action="observation:read")) == [other, read]
    assert found(session, cast, Search(action="observation:open")) == []
    assert found(session, cast, Search(result="read")) == [other, read]
    assert found(session, cast, Search(result="made up")) == [other, ended, read, invited]
    assert found(session, cast, Search(on=date(2026, 3, 1))) == [ended]
    assert found(session, cast, Search(person="lena", on=date(2026, 3, 2))) == [read]


def test_a_day_is_one_of_the_readers_own_zone(session: Session, cast: Cast):
    late = NOW.replace(hour=23, minute=30)
    note(session, cast, "ada", "person:invite", "mo", at=late)

    assert len(found(session, cast, Search(on=date(2026, 3, 3)))) == 1
    assert found(session, cast, Search(on=date(2026, 3, 2))) == []


def test_reading_the_log_is_to_be_written_down(session: Session, cast: Cast):
    found(session, cast)

    assert session.info[audit.SEEN] == [("audit:read", About(None, ""))]


def test_what_was_looked_for_is_to_be_written_down_and_no_name_that_was_typed(
    session: Session, cast: Cast
):
    on = date(2026, 3, 2)
    for search in (
        Search(person="mo manager", action="observation:read"),
        Search(person="m", on=on),
        Search(person="nobody", result="read"),
    ):
        found(session, cast, search)

    assert session.info[audit.SEEN] == [
        ("audit:read", About(cast.mo.id, "", {"action": "observation:read"})),
        ("audit:read", About(None, "", {"on": "2026-03-02", "people": "several"})),
        ("audit:read", About(None, "", {"people": "nobody", "result": "read"})),
    ]


def test_pages_follow_each_other_in_as_many_statements(session: Session, cast: Cast, statements):
    note(session, cast, "ada", "person:invite", "mo")
    with statements() as few:
        found(session, cast)
    for _place in range(PAGE + 4):
        note(session, cast, "ada", "person:invite", "mo")
    with statements() as many:
        assert len(found(session, cast)) == PAGE

    assert len(found(session, cast, page=1)) == 5
    assert len(many) == len(few)


def test_a_form_that_makes_no_sense_narrows_nothing():
    assert search_from({"person": "a\0b", "on": "yesterday"}) == Search(person="ab")
    assert search_from({"on": "2026-03-02", "result": "read", "action": "a:b"}) == Search(
        on=date(2026, 3, 2), result="read", action="a:b"
    )
