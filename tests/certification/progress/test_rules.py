"""What the evidence about one person comes to on one path on one day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach_the_coach.certification.facts.rules import Known
from coach_the_coach.certification.paths.rules import path_from
from coach_the_coach.certification.progress.rules import (
    Circumstances,
    Stand,
    came_to,
    is_begun,
    next_validity,
    validity_of,
)
from coach_the_coach.certification.requirements.facts import Audited, Facts, Held, Led, Signed
from coach_the_coach.certification.rules import Asked, State, Validity
from tests.certification.kept import SMALL
from tests.certification.requirements.made import TODAY, ago, logged

PATH = path_from(SMALL)
GATE = Signed("gate", ago(9), requirement="gate", reason="Both seen.")
WHOLE = Known(
    Facts(logged=logged(30, 20), led=(Led("led", ago(10), rounds=1),)), {"first-steps": (GATE,)}
)


def held(start: int, end: int, subject: str = "one") -> Held:
    """A certificate of the path from so many days ago to so many days ago."""
    return Held(subject, ago(start), path="first-steps", until=ago(end))


def stands(known: Known, *awards: Held, today: date = TODAY) -> dict[str, Stand]:
    """How each thing asked stands."""
    came = came_to(PATH, known, awards=awards, today=today)
    return {line.requirement.key: line.stand for line in came.lines}


def test_nothing_is_not_started_and_asks_for_everything():
    came = came_to(PATH, Known(), today=TODAY)

    assert (came.state, came.asking) == (State.NOT_STARTED, Asked.FIRST)
    assert [line.requirement.key for line in came.missing] == ["log", "practice", "gate"]
    assert not came.is_complete
    assert came.last_on is None
    assert not is_begun(came.lines)


def test_something_is_in_progress_and_says_when_the_newest_was():
    came = came_to(PATH, Known(Facts(logged=logged(30))), today=TODAY)

    assert came.state is State.IN_PROGRESS
    assert came.last_on == ago(30)
    assert is_begun(came.lines)


def test_everything_is_complete():
    came = came_to(PATH, WHOLE, today=TODAY)

    assert came.state is State.COMPLETE
    assert came.is_complete
    assert came.last_on == ago(9)


def test_what_was_signed_for_another_path_is_not_for_this_one():
    other = replace(WHOLE, signed={"other": (GATE,)})

    assert stands(other) == {"log": Stand.MET, "practice": Stand.MET, "gate": Stand.NOT_YET}


def test_what_was_met_and_has_aged_is_expired_and_what_never_was_is_not_yet():
    """Of 60 days: the sessions, the practice and the signature age one after another."""
    later = TODAY + timedelta(days=45)
    assert stands(WHOLE, today=later) == {
        "log": Stand.EXPIRED,
        "practice": Stand.MET,
        "gate": Stand.MET,
    }
    assert set(stands(WHOLE, today=TODAY + timedelta(days=60)).values()) == {Stand.EXPIRED}
    assert stands(Known(Facts(logged=logged(100))))["log"] is Stand.NOT_YET


def test_ten_points_that_have_aged_by_their_own_days_are_expired():
    path = path_from(
        SMALL
        | {
            "evidence_days": 365,
            "requirements": [*SMALL["requirements"][:1], {"type": "self-audit", "key": "ten"}],
        }
    )
    came = came_to(path, Known(Facts(audited=(Audited("a", ago(200), yeses=9),))), today=TODAY)

    assert [line.stand for line in came.lines] == [Stand.NOT_YET, Stand.EXPIRED]


def test_evidence_that_expired_still_shows_that_one_has_begun_only_while_some_counts():
    long_ago = TODAY + timedelta(days=100)

    assert came_to(PATH, WHOLE, today=long_ago).state is State.NOT_STARTED


def test_a_renewal_asks_for_what_came_after_the_day_of_the_certificate():
    award = held(20, -40)

    assert stands(WHOLE, award) == {"log": Stand.NOT_YET}
    newer = replace(WHOLE, facts=replace(WHOLE.facts, logged=logged(19)))
    came = came_to(PATH, newer, awards=[award], today=TODAY)
    assert (came.state, came.asking, came.is_complete) == (State.CERTIFIED, Asked.RECERTIFY, True)


@pytest.mark.parametrize(
    ("end", "state", "asking"),
    [
        (-21, State.CERTIFIED, Asked.RECERTIFY),
        (-20, State.WINDOW, Asked.RECERTIFY),
        (0, State.WINDOW, Asked.RECERTIFY),
        (1, State.GRACE, Asked.RECERTIFY),
        (10, State.GRACE, Asked.RECERTIFY),
        (11, State.LAPSED, Asked.RESTART),
    ],
)
def test_a_certificate_goes_through_its_days(end: int, state: State, asking: Asked):
    came = came_to(PATH, Known(), awards=[held(end + 60, end)], today=TODAY)

    assert (came.state, came.asking) == (state, asking)


def test_after_a_lapse_what_was_observed_is_shown_anew_or_the_renewal_where_nothing_is():
    observed = {"type": "observed-sessions", "key": "seen", "count": 1, "observers": 1}
    path = path_from(SMALL | {"requirements": [*SMALL["requirements"], observed]})
    lapsed = [held(100, 40)]

    with_observed = came_to(path, WHOLE, awards=lapsed, today=TODAY)
    assert [line.requirement.key for line in with_observed.lines] == ["seen"]
    assert with_observed.state is State.LAPSED
    without = came_to(PATH, WHOLE, awards=lapsed, today=TODAY)
    assert (without.state, [line.requirement.key for line in without.lines]) == (
        State.COMPLETE,
        ["log"],
    )


def test_the_newest_certificate_says_what_is_valid_and_of_one_day_the_later_one():
    first, second, third = held(90, 30, "z"), held(50, -10, "b"), held(50, -20, "a")

    assert validity_of(PATH, ()) is None
    assert validity_of(PATH, (first, second, third)) == Validity(ago(50), TODAY, ago(-20), ago(-30))
    assert validity_of(PATH, (replace(first, until=None),)) == Validity(ago(90), None, None, None)


def test_a_certificate_that_rests_is_suspended_whatever_else_is_there():
    around = Circumstances(in_review=True, is_suspended=True)
    came = came_to(PATH, WHOLE, awards=[held(20, -40)], around=around, today=TODAY)

    assert came.state is State.SUSPENDED


def test_a_decision_that_is_open_shows_before_a_first_certificate_and_not_while_one_stands():
    around = Circumstances(in_review=True)

    assert came_to(PATH, WHOLE, around=around, today=TODAY).state is State.REVIEW
    standing = came_to(PATH, WHOLE, awards=[held(50, -10)], around=around, today=TODAY)
    assert standing.state is State.WINDOW
    lapsed = came_to(PATH, Known(), awards=[held(90, 30)], around=around, today=TODAY)
    assert lapsed.state is State.REVIEW


def test_the_next_certificate_follows_the_last_of_those_that_end():
    path = replace(PATH, expiry=PATH.expiry.__class__("from-old-end"))
    awards = [held(90, 30), held(50, -10), Held("good", ago(40), path="first-steps")]

    assert next_validity(path, awards, TODAY).until == ago(-70)
    assert next_validity(path, [], TODAY).until == ago(-60)
