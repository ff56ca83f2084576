"""What was done with the team: windows, teams, shares, months, and what is set aside."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from coach_the_coach.certification.requirements.base import MOST_ITEMS, Next, densest
from coach_the_coach.certification.requirements.facts import (
    Audited,
    Closed,
    Dated,
    Facts,
    KeptMonth,
    Led,
    Span,
    Taken,
)
from coach_the_coach.certification.requirements.work import (
    ClipsScored,
    CyclesClosed,
    KeptRate,
    LoggedSessions,
    PeopleTaken,
    PracticesLed,
    TenPoints,
)
from tests.certification.requirements.made import EVER, TODAY, YEAR, ago, aside, counted, logged


def asked(count: int = 3, days: int = 10, **other: Any) -> LoggedSessions:
    """So many sessions within so many days, and nothing else."""
    return LoggedSessions(key="log", count=count, days=days, **({"reps": 0} | other))


def test_sessions_count_that_lie_within_so_many_days_on_end():
    """Ten days on end are a day and nine days after it."""
    assert asked().measure(Facts(logged=logged(10, 5, 1)), YEAR).is_met
    assert not asked().measure(Facts(logged=logged(11, 5, 1)), YEAR).is_met


def test_of_several_such_stretches_the_newest_counts():
    facts = Facts(logged=logged(200, 199, 198, 197, 100, 99, 98, 1))
    measured = asked().measure(facts, YEAR)

    assert counted(measured) == ["log-1-0100", "log-1-0099", "log-1-0098"]
    assert measured.have == "3 of 3 sessions in 10 days"


def test_where_none_is_whole_the_densest_is_shown_and_what_it_lacks():
    measured = asked(4).measure(Facts(logged=logged(200, 199, 198, 100, 1)), YEAR)

    assert not measured.is_met
    assert counted(measured) == ["log-1-0200", "log-1-0199", "log-1-0198"]
    assert measured.missing == ("1 more session within 10 days.",)
    assert measured.next is Next.LOG


def test_an_older_stretch_counts_where_the_newest_lacks_something():
    older = logged(100, rep=1) + logged(99, rep=2) + logged(98, rep=3)
    measured = asked(reps=2).measure(Facts(logged=older + logged(3, 2, 1)), YEAR)

    assert measured.is_met
    assert counted(measured) == ["log-1-0100", "log-2-0099", "log-3-0098"]


def test_a_session_with_the_whole_team_counts_and_is_nobodys():
    facts = Facts(logged=logged(3, 2) + logged(1, rep=None))

    assert asked().measure(facts, YEAR).is_met
    assert asked(reps=2).measure(facts, YEAR).missing == ("With 1 more person.",)


def test_a_team_smaller_than_is_asked_for_is_met_whole():
    two = logged(3, 2) + logged(1, rep=2)

    assert not asked(reps=4).measure(Facts(logged=two, team=frozenset({1, 2, 3})), YEAR).is_met
    assert asked(reps=4).measure(Facts(logged=two, team=frozenset({1, 2})), YEAR).is_met
    # Nothing is known of a team: what is asked is asked.
    assert asked(reps=4).measure(Facts(logged=two), YEAR).missing == ("With 2 more people.",)


def test_everybody_on_the_team_has_had_so_many():
    facts = Facts(logged=logged(4, 3, 2) + logged(1, rep=2), team=frozenset({1, 2}))

    assert asked(each=1).measure(facts, YEAR).is_met
    assert asked(each=2).measure(facts, YEAR).missing == (
        "1 of your team has had fewer than 2 sessions.",
    )
    both = replace(facts, team=frozenset({2, 3}))
    assert asked(each=2).measure(both, YEAR).missing == (
        "2 of your team have had fewer than 2 sessions.",
    )


def test_with_managers_only_sessions_and_people_are_asked_for_that_are_managers():
    """A leader with one manager and two reps is not asked to coach two managers."""
    one = asked(count=2, reps=2, each=1, with_managers=1)
    facts = Facts(
        logged=logged(3, 2, with_manager=True) + logged(1, rep=2),
        team=frozenset({1, 2, 3}),
        coaching=frozenset({1}),
    )
    measured = one.measure(facts, YEAR)

    assert measured.is_met
    assert aside(measured) == {"log-2-0001": "It was not with a manager."}


def test_the_share_on_a_skill_is_exact_and_rounded_down():
    facts = Facts(logged=logged(3, 2, minutes=30, developmental=12) + logged(1, rep=2))
    less = Facts(logged=logged(3, 2, minutes=500, developmental=199))

    assert asked(developmental=60).measure(facts, YEAR).is_met
    assert asked(2, developmental=40).measure(less, YEAR).missing == (
        "39 % of the minutes on a skill; 40 % are asked.",
    )


def test_what_does_not_say_all_five_things_is_set_aside_where_that_is_asked():
    facts = Facts(logged=logged(3, 2, is_complete=False) + logged(1))

    measured = asked().measure(facts, YEAR)
    assert aside(measured) == dict.fromkeys(
        ("log-1-0003", "log-1-0002"), "It does not say all five things."
    )
    assert measured.missing == ("2 more sessions within 10 days.",)
    assert asked(all_fields=0).measure(facts, YEAR).is_met


def test_what_is_too_old_is_set_aside_and_what_lies_ahead_is_not_there():
    facts = Facts(logged=logged(366, 365, -1))
    measured = asked().measure(facts, YEAR)

    assert counted(measured) == ["log-1-0365"]
    assert aside(measured) == {"log-1-0366": "Too long ago to count."}


def test_sixty_pieces_at_most_are_named_the_newest():
    measured = asked(400, 365).measure(Facts(logged=logged(*range(100))), YEAR)

    assert len(measured.counted) == MOST_ITEMS
    assert measured.counted[-1].on == TODAY
    assert measured.have == "100 of 400 sessions in 365 days"


def test_what_is_asked_of_a_log_is_said():
    one = asked(40, 120, reps=2, each=3, developmental=40)

    assert one.sentence() == (
        "40 logged sessions in 120 days, at least 2 people, everybody at least 3 times, "
        "40 % developmental, all five things said"
    )
    assert asked(with_managers=1, all_fields=0).sentence() == (
        "3 logged sessions with managers in 10 days"
    )


def test_the_densest_days_are_those_with_the_most_and_of_several_the_newest():
    assert densest([], 5) == []
    assert [one.on for one in densest(logged(9, 8, 3, 1), 3)] == [ago(3), ago(1)]
    assert [one.on for one in densest(logged(9, 8, 7, 3, 1), 3)] == [ago(9), ago(8), ago(7)]


def test_a_practice_in_which_nobody_had_a_round_is_set_aside():
    led = (Led("one", ago(9), rounds=2), Led("two", ago(8)), Led("three", ago(400), rounds=1))
    measured = PracticesLed(key="one", count=2).measure(Facts(led=led), YEAR)

    assert (measured.have, measured.missing) == ("1 of 2 practices", ("1 more.",))
    assert measured.next is Next.TEAM_PRACTICE
    assert aside(measured) == {"two": "Nobody had a round.", "three": "Too long ago to count."}
    assert PracticesLed(key="one", count=2).measure(Facts(led=led), EVER).is_met


def test_a_conversation_counts_once_by_the_day_it_was_scored_last():
    scored = (Dated("a", ago(400)), Dated("b", ago(20)), Dated("a", ago(10)), Dated("b", ago(5)))
    measured = ClipsScored(key="one", count=3).measure(Facts(clips=scored), YEAR)

    assert measured.have == "2 of 3 conversations"
    assert [(one.subject, one.on) for one in measured.counted] == [("a", ago(10)), ("b", ago(5))]
    assert measured.set_aside == ()


def test_a_cycle_counts_that_was_closed_honestly_and_some_are_asked_to_have_been_seen():
    closed = (Closed("a", ago(9)), Closed("b", ago(8), is_shown=True))

    assert CyclesClosed(key="one", count=2).measure(Facts(closed=closed), YEAR).is_met
    measured = CyclesClosed(key="one", count=3, shown=2).measure(Facts(closed=closed), YEAR)
    assert measured.missing == ("1 more.", "1 more with the result seen.")
    two = CyclesClosed(key="one", count=2, shown=2)
    assert two.measure(Facts(closed=closed), YEAR).missing == ("1 more with the result seen.",)
    assert two.sentence() == "2 skills worked on to their end, 2 of them with the result seen"
    assert CyclesClosed(key="one", count=1, shown=2).problems() == (
        "The result is asked of more skills than are asked for.",
    )


def months(*of: tuple[int, int]) -> tuple[KeptMonth, ...]:
    """Planned and kept of the months of 2025 and 2026 up to March, the last of which runs."""
    names = [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
        TODAY.replace(day=1),
    ]
    return tuple(
        KeptMonth(month, planned, kept)
        for month, (planned, kept) in zip(names[-len(of) :], of, strict=True)
    )


@pytest.mark.parametrize(
    ("of", "missing"),
    [
        ([(10, 9), (10, 9), (10, 9), (9, 0)], ()),
        ([(9, 0), (10, 9), (10, 9), (10, 9), (9, 0)], ()),
        ([(10, 9), (10, 9), (10, 8), (9, 9)], ("86 % were kept; 90 % are asked.",)),
        ([(2, 2), (2, 2), (1, 1), (9, 9)], ("Too few planned sessions to say: 5 of 6.",)),
        ([(2, 2), (2, 2), (2, 2), (0, 0)], ()),
        ([(9, 9)], ("Too few planned sessions to say: 0 of 6.",)),
    ],
)
def test_the_kept_rate_is_that_of_the_newest_whole_months(
    of: list[tuple[int, int]], missing: tuple[str, ...]
):
    """The running one says nothing yet, and few sessions say nothing at all."""
    measured = KeptRate(key="kept").measure(Facts(kept=months(*of)), YEAR)

    assert measured.missing == missing
    assert measured.is_met is not bool(missing)
    assert measured.next is (Next.WEEK if missing else None)


def test_on_the_first_of_a_month_the_month_before_is_whole():
    kept = (KeptMonth(date(2026, 2, 1), 10, 10),)
    one = KeptRate(key="kept", months=1)

    assert one.measure(Facts(kept=kept), Span(date.min, date(2026, 3, 1))).is_met
    assert not one.measure(Facts(kept=kept), Span(date.min, date(2026, 2, 28))).is_met
    assert one.sentence() == "90 % of planned sessions kept in the last whole month"


def test_of_the_ten_points_the_newest_counts_and_not_longer_than_its_days():
    one = TenPoints(key="one", yeses=7, days=190)
    twice = (Audited("a", ago(100), yeses=10), Audited("b", ago(9), yeses=5))
    old = (Audited("a", ago(191), yeses=9),)

    assert one.measure(Facts(audited=twice[:1]), YEAR).is_met
    measured = one.measure(Facts(audited=twice), YEAR)
    assert (measured.have, measured.missing) == ("5 of ten with yes", ("2 more yeses.",))
    assert one.measure(Facts(audited=(replace(old[0], on=ago(190)),)), YEAR).is_met
    aged = one.measure(Facts(audited=old), YEAR)
    assert (aged.have, aged.missing) == ("Not answered lately", ("Answer the ten points.",))
    assert aside(aged) == {"a": "Too long ago to count."}
    # It was met, and has aged.
    assert one.measure(Facts(audited=old), EVER).is_met


def test_managers_taken_through_a_path_count_once_each():
    taken = (
        Taken("a", ago(500), path="certified-coach", who=1),
        Taken("b", ago(20), path="certified-coach", who=1),
        Taken("c", ago(19), path="foundations", who=2),
        Taken("d", ago(18), path="certified-coach", who=3),
        Taken("e", ago(9), path="certified-coach", who=3),
    )
    measured = PeopleTaken(key="one", count=3).measure(Facts(taken=taken), YEAR)

    assert (measured.have, measured.missing) == ("2 of 3 managers", ("1 more.",))
    assert counted(measured) == ["b", "e"]
    assert aside(measured) == {"a": "Too long ago to count."}
    assert PeopleTaken(key="one", path="").problems()
