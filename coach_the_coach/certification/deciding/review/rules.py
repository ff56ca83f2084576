"""A decision in words. Pure."""

from babel.dates import format_date

from coach_the_coach.certification.requirements.facts import Observed
from coach_the_coach.certification.rules import Verdict
from coach_the_coach.foundation.words import _, _n


def stands(outcome: Verdict | None, *, signed: int, seats: int) -> tuple[str, str]:
    """How a decision stands, and the mark beside it."""
    if outcome is None:
        said = _("{n} of {seats} have signed").format(n=signed, seats=seats)
        return said, "waiting"
    return {
        Verdict.CERTIFIED: (_("Certified"), "done"),
        Verdict.NOT_YET: (_("Not yet"), "attention"),
        Verdict.TAKEN_BACK: (_("Taken back before the decision"), "plain"),
    }[outcome]


def counted_words(n: int) -> str:
    """How much counted."""
    return _n("{n} counted", "{n} counted", n).format(n=n)


def score_words(one: Observed) -> str:
    """How an observed session was scored, rounded down as scores are."""
    day = format_date(one.on, "d MMMM y", locale="en_GB")
    if one.total is None:
        return _("{day}: too little of it was rated").format(day=day)
    hundredths = one.total * 100 // 1
    mean = f"{hundredths // 100}.{hundredths % 100:02d}"
    said = _n("{day}: {mean}, {n} observer", "{day}: {mean}, {n} observers", len(one.observers))
    words = said.format(day=day, mean=mean, n=len(one.observers))
    if one.is_double:
        words += _(", scored twice, blind")
    return words
