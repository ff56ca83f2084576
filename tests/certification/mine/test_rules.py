"""What is told of a requirement to whom, and how days are said."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from coach_the_coach.certification.facts.rules import Known
from coach_the_coach.certification.mine.rules import (
    Audience,
    aside_counts,
    days_words,
    due_words,
    have_words,
    is_listed,
    line_words,
    may_ask,
    missing_words,
    stand_mark,
    worth_words,
)
from coach_the_coach.certification.paths.rules import Path, Seat
from coach_the_coach.certification.progress.rules import Came, Line, came_to, helps_next
from coach_the_coach.certification.requirements.base import TYPES, Item, Next
from coach_the_coach.certification.requirements.facts import Audited, Facts, Observed, Signed
from coach_the_coach.certification.requirements.observed import ObservedSessions
from coach_the_coach.certification.requirements.signed import SignOff
from coach_the_coach.certification.requirements.work import LoggedSessions, TenPoints
from coach_the_coach.certification.rules import Asked, State

TODAY = date(2026, 3, 2)

SEEN = ObservedSessions(key="seen", count=2, observers=1, mean_tenths=25, least_tenths=20)


def measured(facts: Facts, *requirements: SignOff | TenPoints | ObservedSessions) -> list[Line]:
    """The lines of a path that asks these."""
    path = Path(key="p", title="Path", about="A path.", requirements=requirements)
    known = Known(facts, {"p": facts.signed})
    return list(came_to(path, known, today=TODAY).lines)


def weak() -> Line:
    """Two sessions seen by somebody from elsewhere, both of them weak."""
    levels = dict.fromkeys(range(1, 9), Fraction(3)) | {4: Fraction(1)}
    seen = tuple(
        Observed(
            f"s{n}",
            TODAY - timedelta(days=n),
            rep=1,
            observers=(7,),
            leaders=(5,),
            levels=levels,
            total=Fraction(9, 4),
        )
        for n in range(2)
    )
    return measured(Facts(observed=seen), SEEN)[0]


NUMBERS = (
    "The mean of these sessions is 2.25; 2.5 is asked.",
    "Dimension 4 is 1.00 on average; 2.0 is asked.",
)


@pytest.mark.parametrize(
    ("audience", "told"),
    [
        (Audience.OWN, NUMBERS),
        (Audience.LEADER, NUMBERS),
        (Audience.ABOVE, NUMBERS),
        (
            Audience.SPECIALIST,
            ("What was seen in these sessions is not yet as it is asked for.",),
        ),
    ],
)
def test_a_specialist_reads_what_is_missing_without_a_mean(
    audience: Audience, told: tuple[str, ...]
):
    assert missing_words(weak(), audience) == told


def test_who_is_still_to_see_something_is_no_secret():
    (line,) = measured(Facts(), SEEN)
    told = {missing_words(line, one) for one in Audience}
    assert told == {("2 more observed.",)}


def test_how_many_of_the_ten_points_were_yes_is_ones_own():
    facts = Facts(audited=(Audited("a", TODAY, yeses=6),))
    (line,) = measured(facts, TenPoints(key="audit", yeses=7))
    own = (have_words(line, Audience.OWN), missing_words(line, Audience.OWN))
    assert own == ("6 of ten with yes", ("1 more yes.",))
    for other in set(Audience) - {Audience.OWN}:
        told = (have_words(line, other), missing_words(line, other))
        assert told == ("Answered", ("More yeses are asked for.",))


def test_the_reason_of_whoever_signed_is_for_the_two_and_the_direct_leader():
    signed = (Signed("x", TODAY, requirement="s", by=5, reason="Well led"),)
    (line,) = measured(Facts(signed=signed), SignOff(key="s", text="They lead a meeting"))
    assert {one: have_words(line, one) for one in Audience} == {
        Audience.OWN: "Signed, not measured: Well led",
        Audience.LEADER: "Signed, not measured: Well led",
        Audience.ABOVE: "Signed, not measured",
        Audience.SPECIALIST: "Signed, not measured",
    }


def test_evidence_is_named_one_by_one_to_themself_and_what_a_leader_may_open_to_them():
    to_leader = {name for name in TYPES if is_listed(name, Audience.LEADER)}
    assert {name for name in TYPES if is_listed(name, Audience.OWN)} == set(TYPES)
    assert set(TYPES) - to_leader == {
        "clips-scored",
        "self-audit",
        "knowledge-check",
        "learning-units",
    }
    for further in (Audience.ABOVE, Audience.SPECIALIST):
        assert not any(is_listed(name, further) for name in TYPES)


def test_what_waits_for_a_signature_is_not_the_next_thing_while_one_can_do_something():
    sign, audit = SignOff(key="s", text="They lead a meeting"), TenPoints(key="audit", yeses=7)
    both, alone = helps_next(measured(Facts(), sign, audit)), helps_next(measured(Facts(), sign))
    assert both is not None
    assert both.measured.next is Next.SELF_AUDIT
    assert alone is not None
    assert alone.measured.next is Next.SIGNER
    assert helps_next(measured(Facts(), sign)[:0]) is None
    assert line_words(both, Audience.OWN) == "Ten points: Answer the ten points."


def test_what_was_set_aside_is_counted_by_its_reason():
    items = [
        Item("a", TODAY, "Too old."),
        Item("b", TODAY, "Not whole."),
        Item("c", TODAY, "Too old."),
    ]
    assert aside_counts(items) == ["2 set aside: Too old.", "1 set aside: Not whole."]


def test_begun_and_not_begun_have_marks_of_their_own():
    begun = measured(
        Facts(audited=(Audited("a", TODAY, yeses=1),)), TenPoints(key="audit", yeses=7)
    )
    assert [stand_mark(line) for line in begun] == ["underway"]
    assert [stand_mark(line) for line in measured(Facts(), TenPoints(key="audit"))] == ["waiting"]


@pytest.mark.parametrize(
    ("away", "state", "said"),
    [
        (1, State.IN_PROGRESS, "1 day left"),
        (0, State.NOT_STARTED, "Due today"),
        (-2, State.COMPLETE, "2 days past its day"),
        (5, State.CERTIFIED, ""),
        (5, State.LAPSED, ""),
    ],
)
def test_a_due_day_is_said_while_it_is_open(away: int, state: State, said: str):
    assert due_words(TODAY + timedelta(days=away), TODAY, state) == said


def test_long_times_are_said_in_months():
    assert [days_words(n) for n in (1, 45, 90, 365, 548)] == [
        "1 day",
        "45 days",
        "3 months",
        "12 months",
        "18 months",
    ]


def test_what_a_certificate_is_worth_names_it_its_days_and_who_signs():
    path = Path(
        key="p",
        title="Certified Coach",
        about="The standard.",
        valid_days=548,
        window_days=90,
        seats=(Seat.LINE, Seat.SECOND),
        renewed_by="master-coach",
        requirements=(LoggedSessions(key="log"),),
    )
    assert worth_words(path) == [
        "Certified Coach: the certificate holds for 18 months (548 days).",
        "It is signed by: a leader in the line; a coaching specialist, or whoever is named.",
        "It can be renewed in its last 3 months, by the lighter list.",
        "Master coach renews it as well.",
    ]
    without = Path(key="p", title="Once", about="For good.", valid_days=0)
    assert worth_words(without)[0] == "Once: the certificate does not end."


@pytest.mark.parametrize(
    ("state", "may"),
    [(State.COMPLETE, True), (State.WINDOW, True), (State.GRACE, True), (State.CERTIFIED, False)],
)
def test_the_decision_is_asked_for_where_all_is_there_and_a_certificate_can_be_had(
    state: State, may: bool
):
    whole = Came(state, Asked.FIRST, (), None)
    assert may_ask(whole) is may
