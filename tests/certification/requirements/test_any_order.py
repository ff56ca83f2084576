"""What a requirement says depends neither on the order in which evidence came, nor on how often."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach_the_coach.certification.requirements.base import TYPES, Requirement
from coach_the_coach.certification.requirements.facts import Facts, Span
from coach_the_coach.certification.requirements.knowledge import KnowledgeCheck, LearningUnits
from coach_the_coach.certification.requirements.observed import ObservedSessions
from coach_the_coach.certification.requirements.signed import Attested, PathHeld, SignOff
from coach_the_coach.certification.requirements.work import (
    ClipsScored,
    CyclesClosed,
    KeptRate,
    LoggedSessions,
    PeopleTaken,
    PracticesLed,
    TenPoints,
)
from tests.certification.requirements.made import EVER, TODAY, YEAR, ago, every_kind, some_facts

EVERY: dict[str, st.SearchStrategy] = {
    "logged-sessions": st.builds(
        LoggedSessions,
        key=st.just("one"),
        count=st.integers(1, 6),
        days=st.sampled_from([7, 60, 365]),
        reps=st.integers(0, 3),
        each=st.integers(0, 2),
        developmental=st.sampled_from([0, 40]),
        all_fields=st.integers(0, 1),
        with_managers=st.integers(0, 1),
    ),
    "practices-led": st.builds(PracticesLed, key=st.just("one"), count=st.integers(1, 4)),
    "clips-scored": st.builds(ClipsScored, key=st.just("one"), count=st.integers(1, 4)),
    "cycles-closed": st.builds(
        CyclesClosed, key=st.just("one"), count=st.integers(1, 4), shown=st.integers(0, 2)
    ),
    "kept-rate": st.builds(
        KeptRate, key=st.just("one"), percent=st.sampled_from([50, 90]), months=st.integers(1, 12)
    ),
    "self-audit": st.builds(TenPoints, key=st.just("one"), yeses=st.integers(0, 10)),
    "people-taken": st.builds(PeopleTaken, key=st.just("one"), count=st.integers(1, 3)),
    "observed-sessions": st.builds(
        ObservedSessions,
        key=st.just("one"),
        count=st.integers(1, 4),
        observers=st.integers(1, 3),
        outside=st.integers(0, 1),
        double=st.integers(0, 1),
        reps=st.integers(0, 1),
        recorded=st.integers(0, 1),
        no_stop_signs=st.integers(0, 1),
        with_managers=st.integers(0, 1),
        least_tenths=st.sampled_from([0, 20]),
    ),
    "knowledge-check": st.builds(KnowledgeCheck, key=st.just("one")),
    "learning-units": st.builds(LearningUnits, key=st.just("one"), count=st.integers(1, 2)),
    "path-held": st.builds(PathHeld, key=st.just("one"), days=st.sampled_from([0, 90])),
    "sign-off": st.builds(SignOff, key=st.just("one"), text=st.just("Was in the room")),
    "attested": st.builds(Attested, key=st.just("one"), text=st.just("Was in the room")),
}
"""Each type with numbers within reach of a few facts."""

spans = st.sampled_from([YEAR, EVER, Span(ago(60), TODAY)])


MEASURES: dict[str, tuple[str, ...]] = {
    "logged-sessions": ("logged",),
    "practices-led": ("led",),
    "clips-scored": ("clips",),
    "cycles-closed": ("closed",),
    "kept-rate": ("kept",),
    "self-audit": ("audited",),
    "people-taken": ("taken",),
    "observed-sessions": ("observed",),
    "knowledge-check": ("tried",),
    "learning-units": ("tried", "used"),
    "path-held": ("held",),
    "sign-off": ("signed",),
    "attested": ("signed",),
}
"""What each type looks at."""


def drawn(kind: str, data: st.DataObject) -> tuple[Requirement, Facts]:
    """A requirement of a type and facts of what it looks at."""
    return data.draw(EVERY[kind]), data.draw(some_facts(*MEASURES[kind]))


def shuffled(facts: Facts, draw: Callable) -> Facts:
    """The same facts in another order, some of them twice."""
    other = {}
    for name in every_kind:
        found = getattr(facts, name)
        again = draw(st.lists(st.sampled_from(found), max_size=3)) if found else []
        other[name] = tuple(draw(st.permutations([*found, *again])))
    return replace(facts, **other)


@pytest.mark.parametrize("kind", EVERY)
@settings(max_examples=40)
@given(st.data(), spans)
def test_neither_order_nor_repetition_changes_what_is_said(
    kind: str, data: st.DataObject, span: Span
):
    one, facts = drawn(kind, data)

    assert one.measure(shuffled(facts, data.draw), span) == one.measure(facts, span)


@pytest.mark.parametrize("kind", EVERY)
@settings(max_examples=40)
@given(st.data(), spans)
def test_what_is_withdrawn_and_entered_again_counts_as_before(
    kind: str, data: st.DataObject, span: Span
):
    one, facts = drawn(kind, data)
    before = one.measure(facts, span)
    for name in every_kind:
        if found := getattr(facts, name):
            gone = data.draw(st.sampled_from(found))
            without = tuple(other for other in found if other is not gone)
            less = replace(facts, **{name: without})
            assert one.measure(replace(less, **{name: (*without, gone)}), span) == before


@pytest.mark.parametrize("kind", EVERY)
@settings(max_examples=40)
@given(st.data(), spans)
def test_whatever_there_is_is_met_or_says_what_is_missing(
    kind: str, data: st.DataObject, span: Span
):
    one, facts = drawn(kind, data)
    measured = one.measure(facts, span)

    assert measured.is_met is not bool(measured.missing)
    assert measured.have
    assert all(measured.missing)
    assert (measured.next is None) is measured.is_met
    assert all(not item.why for item in measured.counted)
    assert all(item.why for item in measured.set_aside)
    assert all(item.on <= span.until for item in (*measured.counted, *measured.set_aside))
    named = [item.subject for item in measured.counted if item.subject]
    assert len(set(named)) == len(named)
    assert not set(named) & {item.subject for item in measured.set_aside}


COUNTS = (
    "logged-sessions",
    "practices-led",
    "clips-scored",
    "learning-units",
    "cycles-closed",
    "people-taken",
)
"""Types that only count."""


@pytest.mark.parametrize("kind", COUNTS)
@settings(max_examples=60)
@given(st.data(), spans)
def test_more_evidence_never_takes_away_what_is_met(kind: str, data: st.DataObject, span: Span):
    one, facts = drawn(kind, data)
    if isinstance(one, LoggedSessions):
        # A share falls where more is added that is not on a skill.
        one = replace(one, developmental=0)
    richer = replace(
        facts,
        **{
            name: (
                *getattr(facts, name),
                *(
                    replace(other, subject=f"more-{place:02}")
                    for place, other in enumerate(data.draw(every_kind[name]))
                ),
            )
            for name in MEASURES[kind]
        },
    )

    assert one.measure(richer, span).is_met or not one.measure(facts, span).is_met


def test_each_type_is_tried():
    assert set(EVERY) == set(MEASURES) == set(TYPES)
