"""Facts as tests of requirements need them, by hand and by Hypothesis; today is a Monday."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from hypothesis import strategies as st

from coach_the_coach.certification.requirements.base import Measured
from coach_the_coach.certification.requirements.facts import (
    Audited,
    Closed,
    Dated,
    Facts,
    Held,
    KeptMonth,
    Led,
    Logged,
    Observed,
    Signed,
    Span,
    Taken,
    Tried,
    Used,
)
from coach_the_coach.foundation.when import month_before

TODAY: Final = date(2026, 3, 2)
YEAR: Final = Span(date(2025, 3, 2), TODAY)
EVER: Final = Span(date.min, TODAY, is_ever=True)

LENA, SPEC, ODD, CLEO = 11, 12, 13, 14
"""Observers: Lena leads the one observed and Cleo leads her; the other two are from outside."""

LINE: Final = (LENA, CLEO)


def ago(days: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=days)


def logged(*days: int, rep: int | None = 1, **other: Any) -> tuple[Logged, ...]:
    """A session with a rep so many days ago, each."""
    whole: dict[str, Any] = {"minutes": 30, "developmental": 30} | other
    return tuple(Logged(f"log-{rep}-{day:04}", ago(day), rep=rep, **whole) for day in days)


def seen(
    days: int,
    *observers: int,
    level: float | Fraction = 3,
    levels: Mapping[int, float] | None = None,
    unseen: Iterable[int] = (),
    **other: Any,
) -> Observed:
    """A session that these observers rated so many days ago, each dimension with one level."""
    mean = Fraction(level).limit_denominator(1000)
    every = {number: mean for number in range(1, 9) if number not in set(unseen)}
    every |= {
        number: Fraction(one).limit_denominator(1000) for number, one in (levels or {}).items()
    }
    whole = {"total": mean, "leaders": LINE, "rep": days} | other
    return Observed(f"seen-{days:04}", ago(days), observers=observers, levels=every, **whole)


def counted(measured: Measured) -> list[str]:
    """What counted, in order."""
    return [item.subject for item in measured.counted]


def aside(measured: Measured) -> dict[str, str]:
    """What was set aside, and why."""
    return {item.subject: item.why for item in measured.set_aside}


days_back: Final = st.integers(-5, 500)
few: Final = st.integers(0, 4)


def _dated(kind: Callable[..., Any], **parts: st.SearchStrategy) -> st.SearchStrategy:
    """Things of a kind, each with a subject of its own, over a year and more."""
    one = st.builds(lambda back, **rest: (back, rest), days_back, **parts)
    return st.lists(one, max_size=8).map(
        lambda drawn: tuple(
            kind(subject=f"{kind.__name__}-{place:02}", on=ago(back), **rest)
            for place, (back, rest) in enumerate(drawn)
        )
    )


_levels = st.dictionaries(
    st.integers(1, 8), st.integers(2, 8).map(lambda half: Fraction(half, 2)), min_size=6
)
_paths = st.sampled_from(["foundations", "certified-coach"])
_observers = st.lists(st.sampled_from([LENA, SPEC, ODD]), min_size=1, max_size=3, unique=True)

every_kind: Final[Mapping[str, st.SearchStrategy]] = {
    "logged": _dated(
        Logged,
        rep=st.none() | few,
        minutes=st.just(30),
        developmental=st.sampled_from([0, 10, 30]),
        is_complete=st.booleans(),
        with_manager=st.booleans(),
    ),
    "led": _dated(Led, rounds=few),
    "clips": _dated(Dated),
    "observed": _dated(
        Observed,
        rep=few,
        observers=_observers.map(tuple),
        leaders=st.just(LINE),
        levels=_levels,
        total=st.none() | st.integers(5, 20).map(lambda fifth: Fraction(fifth, 5)),
        stop_signs=st.sampled_from([0, 0, 0, 1]),
        is_double=st.booleans(),
        is_waiting=st.sampled_from([False, False, True]),
        is_recorded=st.booleans(),
        with_manager=st.booleans(),
    ),
    "tried": _dated(
        Tried,
        bank=st.sampled_from(["case-exam", "asking", "listening"]),
        right=st.integers(0, 10),
        asked=st.sampled_from([0, 10]),
    ),
    "used": _dated(Used, unit=st.sampled_from(["asking", "listening"])),
    "kept": st.lists(st.tuples(st.integers(0, 14), st.integers(1, 9), st.integers(0, 9))).map(
        lambda drawn: tuple(
            KeptMonth(month_before(TODAY, back), planned, min(kept, planned))
            for back, planned, kept in {one[0]: one for one in drawn}.values()
        )
    ),
    "audited": _dated(Audited, yeses=st.integers(0, 10)),
    "closed": _dated(Closed, is_shown=st.booleans()),
    "held": _dated(Held, path=_paths, until=st.none() | st.dates(ago(300), ago(-300))),
    "taken": _dated(Taken, path=_paths, who=few),
    "signed": _dated(
        Signed, requirement=st.sampled_from(["one", "two"]), reason=st.just("They said why.")
    ),
}
"""Every kind of fact, whole lists of it; months once each."""


def some_facts(*kinds: str) -> st.SearchStrategy[Facts]:
    """Facts of these kinds, and a team."""
    drawn = {kind: every_kind[kind] for kind in kinds}
    return st.builds(Facts, **drawn, team=st.frozensets(few), coaching=st.frozensets(few))
