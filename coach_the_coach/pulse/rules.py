"""When reps are asked, over which time it is shown, and what is shown of a mean. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from babel.dates import format_date

from coach_the_coach.foundation.when import month_before, quarter_of
from coach_the_coach.foundation.words import _

SCALE: Final = range(1, 6)
"""What can be answered to each question. Source: docs/method.md#pulse."""

LEAST_MINUTES: Final = 15
"""A shorter session alone asks nobody. Source: docs/method.md#pulse."""

ASKED_BEFORE: Final = timedelta(days=7)
"""How long before the end of a month it is asked about. Source: docs/method.md#pulse."""

ASKED_AFTER: Final = timedelta(days=7)
"""How long after its end it can still be answered. Source: docs/method.md#pulse."""

GRACE: Final = timedelta(days=5)
"""How long after its end sessions that are logged late still ask. Source: docs/method.md#pulse."""

QUARTER: Final = 3
"""Months of a quarter. Source: arithmetic."""

TOP: Final = 10
"""The band "4 or more", in halves of a mean. Source: docs/method.md#pulse."""

BOTTOM: Final = 2
"""The band "2 or less", in halves of a mean. Source: docs/method.md#pulse."""


def next_month(month: date) -> date:
    """The first day of the month after."""
    return month_before(month, -1)


def last_day(month: date) -> date:
    """The last day of a month."""
    return next_month(month) - timedelta(days=1)


def closes_on(month: date) -> date:
    """The day, in UTC, from which a month is answered no more and its figures are made."""
    return next_month(month) + ASKED_AFTER


def months_asked(on: date) -> list[date]:
    """The months about which people are asked anew on that day; none in the middle of a month."""
    near = [month_before(on), on.replace(day=1)]
    return [
        month
        for month in near
        if next_month(month) - ASKED_BEFORE <= on < next_month(month) + GRACE
    ]


def months_of_quarter(day: date) -> tuple[date, date, date]:
    """The three months of the quarter of a day, each by its first day."""
    first = quarter_of(day)
    return first, month_before(first, -1), month_before(first, -2)


def closes_quarter(month: date) -> bool:
    """Whether a month is the last of its quarter."""
    return month.month % QUARTER == 0


def quarters_shown(on: date, count: int) -> list[tuple[date, date, date]]:
    """The newest quarters of which a month at least is closed on that day, newest first."""
    now = quarter_of(on)
    if on < closes_on(now):
        now = month_before(now, QUARTER)
    return [months_of_quarter(month_before(now, QUARTER * back)) for back in range(count)]


def level(said: Sequence[int]) -> int:
    """What is kept of some answers: the mean in halves, or a band at either end.

    A mean of 1 or 5 would say what each one answered; where all said the same, it is a band too.
    Raises ValueError for none.
    """
    if not said:
        raise ValueError("nobody said anything")
    rounded = (4 * sum(said) + len(said)) // (2 * len(said))
    if len(set(said)) == 1 and said[0] != 3:
        return TOP if said[0] > 3 else BOTTOM
    return rounded


def level_words(halves: int) -> str:
    """What is kept of some answers, as it is shown."""
    if halves >= TOP:
        return _("4 or more")
    if halves <= BOTTOM:
        return _("2 or less")
    return str(halves // 2) if halves % 2 == 0 else f"{halves / 2:.1f}"


def month_words(month: date) -> str:
    """A month as it is said: November 2026."""
    return format_date(month, "MMMM y", locale="en_GB")


def months_words(months: Sequence[date]) -> str:
    """Some months of one quarter as they are said, in order."""
    names = [format_date(month, "MMMM", locale="en_GB") for month in months]
    if len(names) == 1:
        return month_words(months[0])
    said = (
        _("{first} to {last}").format(first=names[0], last=names[-1])
        if len(names) == QUARTER
        else _("{first} and {last}").format(first=names[0], last=names[-1])
    )
    return f"{said} {months[-1].year}"


def thinking() -> str:
    """The first of the three questions."""
    return _("I did most of the thinking.")


def one_thing() -> str:
    """The second of the three questions."""
    return _("I left with one thing to try.")


def hard() -> str:
    """The third of the three questions."""
    return _("I could say what is really hard.")


def rating() -> str:
    """What is asked first."""
    return _("How good were the sessions for you?")


def questions() -> dict[str, str]:
    """What is asked, by the name of its field, in order."""
    return {"rating": rating(), "thinking": thinking(), "one_thing": one_thing(), "hard": hard()}


def promise() -> str:
    """What somebody who answers can rely on, and what not."""
    return _(
        "Your answer is kept without your name and without a time. It is shown only together with "
        "others', as rounded means, and never as a pass mark. It is confidential and not beyond "
        "all means: whoever administers the database itself and reads its raw files could link "
        "answers to people until they are shuffled, and from old files later."
    )
