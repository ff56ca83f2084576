"""What a calendar changes of what is known, and with whom a new event is."""

from dataclasses import replace
from datetime import datetime, timedelta

from coach_the_coach.cadence.calendar.bringing.rules import (
    Brought,
    Change,
    KnownTime,
    Member,
    Said,
    Seen,
    brought_from,
    brought_of,
    changes_in,
    done_words,
    field_of,
    member_in,
    text_of,
)
from coach_the_coach.cadence.calendar.formats.ics import CalendarFile, Occurrence
from tests.cadence.week.booked import at
from tests.cast import NOW

TEAM = [
    Member("rae-id", "Rae Rep", "Rae", "rae@example.com"),
    Member("ren-id", "Ren Rep", "Ren", "ren@example.com"),
]
SINCE = at(2, 0)


def known(starts_at: datetime, uid: str = "s", key: str = "k1", **more: object) -> KnownTime:
    seen = Seen(starts_at, 45, sequence=1)
    one = KnownTime(f"id-{key}", uid, key, starts_at, 45, is_open=True, first=seen, seen=seen)
    return replace(one, **more)


def said(starts_at: datetime, uid: str = "s", key: str = "k1", **more: object) -> Said:
    one = Said(uid, key, starts_at, 45, 1, is_cancelled=False)
    return replace(one, **more)


def changes(times: list[Said], there: list[KnownTime], *uids: str) -> list[tuple[Change, str]]:
    brought = Brought(tuple(times), frozenset({*uids, *(one.uid for one in times)}))
    found = changes_in(brought, there, since=SINCE, at=NOW, zone="Europe/Paris")
    return [(one.change, one.public_id) for one in found]


def test_what_moved_was_shortened_or_cancelled_is_known_by_name_and_place_in_its_series():
    there = [known(at(10, 9), key=key) for key in ("k1", "k2", "k3", "k4")]
    times = [
        said(at(10, 9), key="k1"),
        said(at(11, 9), key="k2", minutes=15),
        said(at(10, 9), key="k3", minutes=30),
        said(at(10, 9), key="k4", is_cancelled=True),
    ]
    assert sorted(changes(times, there)) == [
        (Change.CANCELLED, "id-k4"),
        (Change.MOVED, "id-k2"),
        (Change.SHORTENED, "id-k3"),
    ]


def test_new_is_what_is_not_over_before_this_week():
    times = [said(at(1, 9), key="a"), said(at(2, 9), key="b"), said(at(9, 9), key="c")]
    times.append(said(at(10, 9), key="d", is_cancelled=True))
    assert changes(times, []) == [(Change.NEW, "")] * 2


def test_an_older_version_and_what_is_settled_change_nothing():
    older = [(Change.OLDER, "id-k1")]
    assert changes([said(at(11, 9), sequence=0)], [known(at(10, 9))]) == older
    assert changes([said(at(11, 9))], [known(at(10, 9), is_open=False)]) == []
    longer = [(Change.SEEN, "id-k1")]
    assert changes([said(at(10, 9), minutes=60)], [known(at(10, 9))]) == longer
    assert changes([said(at(10, 9))], [known(at(10, 9))]) == []


def test_a_whole_series_that_moved_is_found_week_by_week():
    there = [known(at(10, 9), key="k1"), known(at(17, 9), key="k2")]
    times = [said(at(11, 14), key="n1"), said(at(18, 14), key="n2")]
    assert changes(times, there) == [(Change.MOVED, "id-k1"), (Change.MOVED, "id-k2")]
    same = [said(at(10, 9), key="n1"), said(at(17, 9), key="n2")]
    assert changes(same, there) == [(Change.SEEN, "id-k1"), (Change.SEEN, "id-k2")]


def test_what_is_gone_from_a_series_that_is_still_there_was_cancelled():
    there = [known(at(10, 9), key="k1"), known(at(17, 9), key="k2"), known(at(1, 9), key="k0")]
    assert changes([said(at(10, 9), key="k1")], there) == [(Change.CANCELLED, "id-k2")]
    assert changes([], there, "another") == []
    assert changes([], there[:1], "s") == [(Change.CANCELLED, "id-k1")]


def event(title: str = "", *emails: str) -> Occurrence:
    return Occurrence("u", "", at(10, 9), 30, 0, is_cancelled=False, title=title, emails=emails)


def test_an_event_is_with_whom_it_invites_or_names():
    assert member_in(event("Weekly", "mo@example.com", "rae@example.com"), TEAM) == "rae-id"
    assert member_in(event("1:1 Rae Rep and more"), TEAM) == "rae-id"
    assert member_in(event("Coaching: ren"), TEAM) == "ren-id"
    assert member_in(event("Meet Rae and Ren"), TEAM) == ""
    assert member_in(event("Strategy", "rae@example.com", "ren@example.com"), TEAM) == ""
    crowd = ["rae@example.com", *[f"p{n}@example.com" for n in range(9)]]
    assert member_in(event("Town hall", *crowd), TEAM) == ""
    assert member_in(event("Renovation"), TEAM) == ""


def test_of_what_is_known_no_word_is_kept():
    secret = Occurrence("known", "", at(10, 9), 30, 0, is_cancelled=False, title="Doctor")
    new = Occurrence("new", "", at(11, 9), 30, 0, is_cancelled=False, title="1:1 Rae")
    file = CalendarFile((secret, new), frozenset({"known", "new"}), ("Line 3: x.",))
    brought = brought_from(file, TEAM, {"known"})
    assert (dict(brought.titles), dict(brought.people)) == ({"new": "1:1 Rae"}, {"new": "rae-id"})
    text = text_of(brought)
    assert "Doctor" not in text
    assert brought_of(text) == brought
    assert brought_of(text_of(Brought(problem="No."))) == Brought(problem="No.")


def test_a_field_names_an_event_and_the_outcome_is_said():
    assert field_of("a") != field_of("b")
    assert field_of("a\ud800").startswith("who-")
    assert done_words({Change.NEW: 2, Change.MOVED: 1}) == (
        "Brought in: 2 new, 1 moved, 0 shortened, 0 cancelled."
    )
    assert NOW + timedelta() == NOW
