"""Who may be told what of how somebody stands, and how it is said. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from coach_the_coach.certification.paths.rules import Path, seat_word
from coach_the_coach.certification.progress.rules import Came, Line, Stand
from coach_the_coach.certification.requirements.base import (
    MOST_ITEMS,
    Item,
    Next,
    Step,
    path_word,
)
from coach_the_coach.certification.rules import HOLDS, Asked, State
from coach_the_coach.foundation.words import _, _n

MONTHS_FROM: Final = 60
"""From so many days on a time is said in months. Source: docs/method.md#certification."""

YEAR: Final = 365
"""Days that are called twelve months. Source: arithmetic."""


class Audience(StrEnum):
    """Who reads how somebody stands. Source: docs/access.md."""

    OWN = "own"
    LEADER = "leader"
    """Whoever leads them directly."""

    ABOVE = "above"
    """A leader further up."""

    SPECIALIST = "specialist"


WHOLE: Final[Mapping[str, frozenset[Audience]]] = {
    "observed-sessions": frozenset({Audience.OWN, Audience.LEADER, Audience.ABOVE}),
    "self-audit": frozenset({Audience.OWN}),
    "knowledge-check": frozenset({Audience.OWN, Audience.LEADER}),
    "sign-off": frozenset({Audience.OWN, Audience.LEADER}),
    "attested": frozenset({Audience.OWN, Audience.LEADER}),
}
"""Who reads the numbers and words of a requirement; of a type that is not here, everybody does.

How many of one's own ten points were answered with yes is nobody else's: who leads them answers
the same ten first.
"""

UNLISTED: Final = frozenset({"clips-scored", "self-audit", "knowledge-check", "learning-units"})
"""What is one's own practice: whoever leads somebody reads how much of it counts, and no day."""


def may_read(type_: str, audience: Audience) -> bool:
    """Whether the numbers and words of a requirement of this type are for this audience."""
    return audience in WHOLE.get(type_, frozenset(Audience))


def is_listed(type_: str, audience: Audience) -> bool:
    """Whether what counted is named one by one: for others only what they can read elsewhere."""
    return audience is Audience.OWN or (audience is Audience.LEADER and type_ not in UNLISTED)


def have_words(line: Line, audience: Audience) -> str:
    """What is there, as far as the audience may know."""
    found = line.measured
    if may_read(line.requirement.type, audience):
        return found.have
    return found.have_plain or found.have


def missing_words(line: Line, audience: Audience) -> tuple[str, ...]:
    """What is still to come, as far as the audience may know."""
    found = line.measured
    if may_read(line.requirement.type, audience):
        return found.missing
    return found.missing_plain or found.missing


def aside_counts(items: Iterable[Item]) -> list[str]:
    """How many were set aside for which reason, the most first."""
    said = _("{n} set aside: {why}")
    counted = Counter(item.why for item in items)
    return [said.format(n=n, why=why) for why, n in counted.most_common()]


def counted_words(line: Line) -> str:
    """How much counts, to be opened; empty for nothing."""
    n = len(line.measured.counted)
    if n == MOST_ITEMS:
        return _("The newest {n} that count").format(n=n)
    return _n("{n} that counts", "{n} that count", n).format(n=n) if n else ""


def aside_words(line: Line) -> str:
    """How much was set aside, to be opened; empty for nothing."""
    n = len(line.measured.set_aside)
    return _n("{n} set aside", "{n} set aside", n).format(n=n) if n else ""


def stand_word(stand: Stand) -> str:
    """How a requirement stands, as a person says it."""
    return {
        Stand.MET: _("Met"),
        Stand.NOT_YET: _("Not yet"),
        Stand.EXPIRED: _("Expired"),
    }[stand]


def stand_mark(line: Line) -> str:
    """The same as a mark beside its word; what is begun has another than what is not."""
    if line.stand is Stand.NOT_YET:
        return "underway" if line.measured.counted else "waiting"
    return "done" if line.stand is Stand.MET else "attention"


def step_word(step: Step) -> str:
    """The kind of step."""
    return {
        Step.PRINCIPLE: _("Principle"),
        Step.TECHNIQUE: _("Technique"),
        Step.RESOURCE: _("Resource"),
        Step.PRACTICE: _("Practice"),
    }[step]


def met_words(came: Came) -> str:
    """How much of what is asked is met."""
    met = len(came.lines) - len(came.missing)
    return _("{met} of {asked} met").format(met=met, asked=len(came.lines))


def asked_words(asked: Asked) -> str:
    """What the list of requirements is."""
    return {
        Asked.FIRST: _("What is asked"),
        Asked.RECERTIFY: _("What renewing asks: the lighter list, since the last certificate"),
        Asked.RESTART: _("What is asked anew: what others see. The rest stands."),
    }[asked]


def is_resting(state: State) -> bool:
    """Whether there is nothing to do on a path for now, so that its list can be folded away."""
    return state is State.CERTIFIED


def may_ask(came: Came) -> bool:
    """Whether the decision can be asked for: all is there, and a certificate can be had for it."""
    return came.is_complete and came.state in (State.COMPLETE, State.WINDOW, State.GRACE)


def line_words(line: Line, audience: Audience) -> str:
    """What to go on with: the name of a requirement, and the first thing that it still asks."""
    missing = missing_words(line, audience)
    said = _("{name}: {missing}")
    return said.format(name=line.requirement.name(), missing=missing[0] if missing else "")


def action_word(next_: Next) -> str:
    """What to press to go on; empty for what is somebody else's to do."""
    return {
        Next.LEARN: _("Open the units"),
        Next.EXAM: _("Take the exam"),
        Next.LOG: _("Log a session"),
        Next.TEAM_PRACTICE: _("Practise with the team"),
        Next.CLIPS: _("Practise on a talk"),
        Next.OBSERVED: _("Ask to be watched"),
        Next.DOUBLE: _("See who scores twice"),
        Next.WEEK: _("Plan the week"),
        Next.SELF_AUDIT: _("Answer the ten points"),
        Next.CYCLES: _("Open a skill"),
        Next.SIGNER: "",
        Next.TEAM: _("See your managers"),
        Next.PATH: _("See that path"),
    }[next_]


def due_words(due_on: date, today: date, state: State) -> str:
    """How much time is left; empty where a certificate stands or the path has no hurry."""
    if state in HOLDS or state in (State.LAPSED, State.SUSPENDED, State.WITHDRAWN):
        return ""
    days = (due_on - today).days
    if days < 0:
        said = _n("{n} day past its day", "{n} days past its day", -days)
        return said.format(n=-days)
    if not days:
        return _("Due today")
    return _n("{n} day left", "{n} days left", days).format(n=days)


def days_words(days: int) -> str:
    """A number of days as a person says it: in months where it is long."""
    if days < MONTHS_FROM:
        return _n("{n} day", "{n} days", days).format(n=days)
    months = round(days * 12 / YEAR)
    return _n("{n} month", "{n} months", months).format(n=months)


def worth_words(path: Path) -> list[str]:
    """What the certificate is: how long it holds, who signs it, and how it is renewed."""
    if not path.valid_days:
        held = _("{title}: the certificate does not end.").format(title=path.title)
    else:
        said = _("{title}: the certificate holds for {time} ({days} days).")
        held = said.format(title=path.title, time=days_words(path.valid_days), days=path.valid_days)
    seats = "; ".join(seat_word(seat).lower() for seat in path.seats)
    words = [held, _("It is signed by: {seats}.").format(seats=seats)]
    if path.valid_days and path.window_days:
        said = _("It can be renewed in its last {time}, by the lighter list.")
        words.append(said.format(time=days_words(path.window_days)))
    if path.renewed_by:
        words.append(_("{path} renews it as well.").format(path=path_word(path.renewed_by)))
    return words


def meaning_words() -> str:
    """What being certified means, and what not."""
    return _(
        "Certification means two things: you did the work with your reps, and more than one "
        "trained observer saw it. It does not rank you."
    )
