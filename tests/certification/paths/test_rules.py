"""Paths as they are written down: those that are shipped, what is refused and where, and days."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.certification.actions import SHIPPED
from coach_the_coach.certification.paths.rules import (
    LEAST_DAYS,
    NUMBERS,
    Audience,
    Expiry,
    Path,
    Seat,
    content_hash,
    path_from,
    problems_in,
    read_path,
    seat_word,
    stored_path,
    valid_from,
)
from coach_the_coach.certification.requirements.base import TYPES, Step, plain, requirement_from
from coach_the_coach.certification.requirements.facts import Span
from coach_the_coach.certification.rules import Asked, Validity
from coach_the_coach.foundation.errors import Invalid

LOG = {"type": "logged-sessions", "key": "log"}
CLIPS = {"type": "clips-scored", "key": "clips"}
WHOLE = {
    "key": "first-steps",
    "title": "First steps",
    "about": "What everybody begins with.",
    "requirements": [LOG, CLIPS],
    "recertify": [LOG],
}


def text_of(name: str) -> str:
    """A path that is shipped, as its file has it."""
    shipped = resources.files("coach_the_coach.certification.paths").joinpath("shipped")
    return shipped.joinpath(f"{name}.toml").read_text("utf-8")


def refused(**other: Any) -> dict[str, str]:
    """What is said of the whole path with something else in it."""
    with pytest.raises(Invalid) as refusal:
        path_from(WHOLE | other)
    return refusal.value.problems


def made(**other: Any) -> Path:
    """The whole path with something else in it."""
    return path_from(WHOLE | other)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_path_that_is_shipped_holds_and_is_kept_as_it_is(name: str):
    path = read_path(text_of(name))
    content, digest = content_hash(path)

    assert path.key == name
    assert problems_in(path) == {}
    assert stored_path(content) == path
    assert content_hash(stored_path(content)) == (content, digest)
    assert len(digest) == 64


def test_paths_that_are_shipped_ask_for_each_other_only_where_there_is_one():
    paths = [read_path(text_of(name)) for name in SHIPPED]
    named = {
        one.path  # pyright: ignore[reportAttributeAccessIssue] - these two types have one
        for path in paths
        for one in (*path.requirements, *path.recertify)
        if one.type in ("path-held", "people-taken")
    }

    assert named | {path.renewed_by for path in paths} - {""} <= set(SHIPPED)
    assert sorted(path.level for path in paths) == [0, 1, 2, 3]


def test_a_file_is_read_whatever_the_order_of_what_is_in_it():
    content = tomllib.loads(text_of("certified-coach"))
    turned = dict(reversed(content.items()))

    assert content_hash(path_from(turned)) == content_hash(path_from(content))


def test_another_number_is_another_path():
    assert content_hash(made())[1] != content_hash(made(valid_days=366))[1]


def test_what_is_no_file_of_its_kind_is_said_to_be_none():
    with pytest.raises(Invalid) as refusal:
        read_path("key = ")

    assert list(refusal.value.problems) == ["file"]


@pytest.mark.parametrize(
    ("other", "place", "said"),
    [
        ({"colour": "red"}, "path", "Unknown here: colour."),
        ({"key": ""}, "key", "A short name of small letters, numbers and dashes."),
        ({"key": "Two words"}, "key", "A short name of small letters, numbers and dashes."),
        ({"key": "-a"}, "key", "A short name of small letters, numbers and dashes."),
        ({"key": "a" * 41}, "key", "A short name of small letters, numbers and dashes."),
        ({"key": 3}, "key", "This is missing, or not of its kind."),
        ({"title": "ab"}, "title", "3 to 60 characters."),
        ({"title": "x" * 61}, "title", "3 to 60 characters."),
        ({"title": None}, "title", "This is missing, or not of its kind."),
        ({"about": "  a "}, "about", "3 to 300 characters."),
        ({"audience": "all"}, "audience", "One of: nobody, new-managers."),
        ({"expiry": "never"}, "expiry", "One of: from-award, from-old-end, to-year-end."),
        ({"seats": ["line"]}, "seats", "Two different people sign at least."),
        ({"seats": ["line", "line"]}, "seats", "Two different people sign at least."),
        ({"seats": "line"}, "seats", "Two different people sign at least."),
        ({"seats": ["line", "boss"]}, "seats", "One of: line, second, sponsor."),
        ({"seats": [["line"], "second"]}, "seats", "One of: line, second, sponsor."),
        ({"level": 10}, "level", "0 to 9."),
        ({"level": True}, "level", "This is missing, or not of its kind."),
        ({"within_days": 6}, "within_days", "7 to 730."),
        ({"evidence_days": 59}, "evidence_days", "60 to 1095."),
        ({"evidence_days": "60"}, "evidence_days", "This is missing, or not of its kind."),
        ({"valid_days": 29, "window_days": 5}, "valid_days", "At least 30 days."),
        (
            {"valid_days": 90},
            "window_days",
            "The time to renew is shorter than the certificate holds.",
        ),
        ({"least_days": 366}, "least_days", "At most as long as the certificate holds."),
        ({"grace_days": 181}, "grace_days", "0 to 180."),
        ({"is_licence": 1}, "is_licence", "This is missing, or not of its kind."),
        ({"renewed_by": 1}, "renewed_by", "This is missing, or not of its kind."),
        ({"requirements": []}, "requirements", "Say what is asked."),
        ({"requirements": "log"}, "requirements", "This is not a list of requirements."),
        ({"recertify": []}, "recertify", "Say what is asked when it is renewed."),
        ({"recertify": {}}, "recertify", "This is not a list of requirements."),
        ({"requirements": [LOG, LOG]}, "requirements", "Two requirements have the same key."),
        (
            {"requirements": [LOG | {"key": f"log-{n}"} for n in range(21)]},
            "requirements",
            "At most 20 requirements.",
        ),
        (
            {"requirements": [LOG, "clips"]},
            "requirements 2",
            "There is no such type of requirement.",
        ),
        (
            {"requirements": [{"key": "a"}]},
            "requirements 1",
            "There is no such type of requirement.",
        ),
        (
            {"recertify": [{"type": "logged-sessions"}]},
            "recertify 1",
            "A requirement has a key of small letters, numbers and dashes.",
        ),
        (
            {"requirements": [LOG | {"key": "k" * 41}]},
            "requirements 1",
            "A requirement has a key of small letters, numbers and dashes.",
        ),
        ({"requirements": [LOG | {"often": 1}]}, "requirements 1", "Unknown here: often."),
        ({"requirements": [LOG | {"count": "2"}]}, "requirements 1", "count is not of its kind."),
        ({"requirements": [LOG | {"count": True}]}, "requirements 1", "count is not of its kind."),
        ({"requirements": [LOG | {"count": 0}]}, "requirements 1", "Sessions: 1 to 400."),
    ],
)
def test_each_mistake_is_refused_where_it_stands(other: dict[str, Any], place: str, said: str):
    assert refused(**other)[place] == said


def test_every_mistake_is_said_at_once():
    assert set(refused(key="", level=10, requirements=[LOG, {}], recertify=[])) == {
        "key",
        "level",
        "requirements 2",
        "recertify",
    }


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_taken_at_both_of_its_ends(name: str):
    for value in NUMBERS[name]:
        other: dict[str, Any] = {name: value}
        if name in ("window_days", "least_days"):
            other["valid_days"] = 800
        assert getattr(made(**other), name) == value


@pytest.mark.parametrize("name", ["requirements", "recertify"])
@pytest.mark.parametrize(
    "alone",
    [
        CLIPS,
        {"type": "knowledge-check", "key": "exam"},
        {"type": "learning-units", "key": "units"},
        {"type": "sign-off", "key": "signed", "text": "Was in the room"},
        {"type": "attested", "key": "attested", "text": "Was in the room"},
        {"type": "path-held", "key": "held"},
        {"type": "self-audit", "key": "audit"},
        {"type": "people-taken", "key": "taken"},
    ],
    ids=lambda one: one["type"] if isinstance(one, dict) else one,
)
def test_a_workshop_alone_never_completes_a_path(name: str, alone: dict[str, Any]):
    said = "It rests on coaching that took place: add sessions, practices or observations."

    assert refused(**{name: [alone]}) == {name: said}
    assert made(**{name: [alone, LOG]}).key == "first-steps"


def test_a_licence_to_score_rests_on_no_coaching():
    assert made(is_licence=True, requirements=[CLIPS], recertify=[CLIPS]).is_licence


def test_a_certificate_without_an_end_is_not_renewed():
    path = made(valid_days=0, window_days=0, least_days=0, recertify=[])

    assert valid_from(path, date(2026, 3, 2)) == Validity(date(2026, 3, 2), None, None, None)


def test_what_is_asked_is_the_whole_the_lighter_or_what_others_saw():
    path = read_path(text_of("certified-coach"))
    licence = read_path(text_of("observer-licence"))

    assert path.asked(Asked.FIRST) == path.requirements
    assert path.asked(Asked.RECERTIFY) == path.recertify
    assert [one.key for one in path.asked(Asked.RESTART)] == ["observed"]
    # Nobody sees a licence: what renews it brings it back.
    assert licence.asked(Asked.RESTART) == licence.recertify


def test_evidence_counts_for_so_many_days_and_of_a_renewal_since_the_last_award():
    path, today = made(evidence_days=365), date(2026, 3, 2)

    assert path.span(today) == Span(date(2025, 3, 2), today)
    assert path.span(today, since=date(2026, 1, 5)) == Span(date(2026, 1, 5), today)
    assert path.span(today, since=date(2020, 1, 1)) == Span(date(2025, 3, 2), today)
    assert path.ever(today) == Span(date.min, today, is_ever=True)
    assert path.ever(today, since=date(2026, 1, 5)) == Span(date(2026, 1, 5), today, is_ever=True)


def dates(validity: Validity) -> list[str]:
    """Its days, in order."""
    found = (validity.since, validity.window_on, validity.until, validity.grace_until)
    return [str(one) for one in found]


YEAR = {"valid_days": 365, "window_days": 90, "grace_days": 30, "least_days": 180}


@pytest.mark.parametrize(
    ("expiry", "on", "old", "until"),
    [
        # From the day of the award, whatever there was before; a year with a leap day is one less.
        (Expiry.AWARD, date(2026, 3, 2), None, "2027-03-02"),
        (Expiry.AWARD, date(2026, 3, 2), date(2026, 5, 1), "2027-03-02"),
        (Expiry.AWARD, date(2024, 2, 29), None, "2025-02-28"),
        (Expiry.AWARD, date(2023, 3, 1), None, "2024-02-29"),
        # From the old end, where the old one still stands on that day; else from the award.
        (Expiry.OLD, date(2026, 3, 2), None, "2027-03-02"),
        (Expiry.OLD, date(2026, 3, 2), date(2026, 5, 1), "2027-05-01"),
        (Expiry.OLD, date(2026, 3, 2), date(2026, 3, 2), "2027-03-02"),
        (Expiry.OLD, date(2026, 3, 2), date(2026, 3, 1), "2027-03-02"),
        (Expiry.OLD, date(2024, 1, 5), date(2024, 2, 29), "2025-02-28"),
        # To the end of the year in which it would end.
        (Expiry.YEAR_END, date(2026, 3, 2), None, "2027-12-31"),
        (Expiry.YEAR_END, date(2026, 12, 31), None, "2027-12-31"),
        (Expiry.YEAR_END, date(2027, 1, 1), None, "2028-12-31"),
        # 365 days from the first day of a leap year end within it.
        (Expiry.YEAR_END, date(2028, 1, 1), None, "2028-12-31"),
    ],
)
def test_a_certificate_ends_by_the_rule_of_its_path(
    expiry: Expiry, on: date, old: date | None, until: str
):
    validity = valid_from(made(expiry=expiry, **YEAR), on, old_until=old)

    assert (validity.since, str(validity.until)) == (on, until)
    assert validity.until is not None
    assert validity.window_on == validity.until - timedelta(days=90)
    assert validity.grace_until == validity.until + timedelta(days=30)


def test_a_certificate_holds_its_least_days_whatever_its_rule():
    short = {"valid_days": 60, "window_days": 20, "grace_days": 0}

    assert dates(valid_from(made(**short), date(2024, 2, 1)))[2] == "2024-04-01"
    assert dates(valid_from(made(**short, least_days=60), date(2024, 2, 29)))[2] == "2024-04-29"
    assert LEAST_DAYS == 30


@given(
    st.sampled_from(list(Expiry)),
    st.integers(30, 1826),
    st.integers(0, 365),
    st.integers(0, 180),
    st.dates(date(2020, 1, 1), date(2060, 12, 31)),
    st.none() | st.integers(-800, 800),
)
def test_the_days_of_a_certificate_follow_each_other(
    expiry: Expiry, valid: int, window: int, grace: int, on: date, old: int | None
):
    path = replace(
        made(), expiry=expiry, valid_days=valid, window_days=min(window, valid - 1),
        grace_days=grace, least_days=0,
    )  # fmt: skip
    ends = None if old is None else on + timedelta(days=old)

    found = valid_from(path, on, old_until=ends)

    assert found.window_on
    assert found.until
    assert found.grace_until
    assert on < found.window_on <= found.until <= found.grace_until
    assert found.until >= on + timedelta(days=LEAST_DAYS)


numbers = st.fixed_dictionaries(
    {},
    optional={
        "level": st.integers(0, 9),
        "within_days": st.integers(7, 730),
        "evidence_days": st.integers(60, 1095),
        "valid_days": st.integers(366, 1826),
        "grace_days": st.integers(0, 180),
        "audience": st.sampled_from([str(one) for one in Audience]),
        "expiry": st.sampled_from([str(one) for one in Expiry]),
        "is_licence": st.booleans(),
        "seats": st.sampled_from([["line", "second"], ["second", "sponsor", "line"]]),
        "about": st.text(st.characters(codec="utf-8"), min_size=3, max_size=40).filter(
            lambda text: len(plain(text).strip()) >= 3
        ),
    },
)


@given(numbers)
def test_a_path_is_the_same_after_it_was_kept(other: dict[str, Any]):
    path = made(**other)
    content, digest = content_hash(path)

    assert stored_path(content) == path
    assert content_hash(stored_path(content)) == (content, digest)


@given(st.dictionaries(st.sampled_from([*WHOLE, *NUMBERS, "seats", "expiry", "x"]), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=4), one, max_size=3),
    max_leaves=6,
)))  # fmt: skip
def test_whatever_is_read_is_a_path_or_is_refused_with_a_sentence(other: dict[str, Any]):
    problems, path = {}, None
    try:
        path = path_from(WHOLE | other)
    except Invalid as refusal:
        problems = refusal.problems

    assert all(problems.values())
    if path:
        assert problems_in(path) == {}
        assert stored_path(content_hash(path)[0]) == path
    else:
        assert problems


def test_every_type_is_known_by_its_name_says_what_it_asks_and_is_some_step():
    said = {"text": "Was in the room"}
    for name, kind in TYPES.items():
        given_ = {"type": name, "key": "one"} | (said if name in ("sign-off", "attested") else {})
        one = requirement_from(given_)
        assert kind.name()
        assert one.sentence()
        assert "{" not in one.sentence()
        assert one.step in Step
        assert one.problems() == ()
    assert {kind.step for kind in TYPES.values()} == set(Step)


def test_every_number_of_every_type_is_taken_at_its_ends_and_refused_past_them():
    said = {"text": "Was in the room"}
    for name, kind in TYPES.items():
        whole: dict[str, Any] = {"type": name, "key": "one"} | (
            said if name in ("sign-off", "attested") else {}
        )
        if name == "observed-sessions":
            whole["count"] = 12
        if name == "cycles-closed":
            whole["count"] = 40
        for number in kind.numbers():
            assert number.label
            for value in (number.least, number.most):
                one = requirement_from(whole | {number.name: value})
                assert getattr(one, number.name) == value
            for value in (number.least - 1, number.most + 1):
                with pytest.raises(ValueError, match=f"{number.least} to {number.most}"):
                    requirement_from(whole | {number.name: value})


def test_every_seat_says_who_sits_there():
    assert len({seat_word(seat) for seat in Seat}) == len(Seat)
