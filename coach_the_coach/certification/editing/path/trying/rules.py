"""Who would pass a path now and once it is changed: counted where enough are on it. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coach_the_coach.certification.paths.rules import Path
from coach_the_coach.certification.progress.rules import Came
from coach_the_coach.certification.rules import Asked
from coach_the_coach.foundation.words import _, _n


@dataclass(frozen=True)
class Pair:
    """How one person stands today on the path as it is, and as it would be."""

    now: Came
    then: Came


@dataclass(frozen=True)
class Tried:
    """One thing that is asked: how many meet it now, and how many would.

    None where it is not asked now, or would not be.
    """

    sentence: str
    now: int | None
    then: int | None


@dataclass(frozen=True)
class Group:
    """Those of whom the same list is asked; nothing but `too_few` where they are too few."""

    asking: Asked
    people: int = 0
    whole_now: int = 0
    whole_then: int = 0
    lines: tuple[Tried, ...] = ()
    too_few: bool = False


def groups(before: Path, after: Path, pairs: Iterable[Pair], *, least: int) -> tuple[Group, ...]:
    """The counts of those who have no certificate yet, and of those who are to renew one.

    Of a group of fewer than `least` people nothing is counted. Who lapsed is in neither.
    """
    found: dict[Asked, list[Pair]] = {Asked.FIRST: [], Asked.RECERTIFY: []}
    for pair in pairs:
        if pair.now.asking in found:
            found[pair.now.asking].append(pair)
    return tuple(
        _group(before, after, asking, listed, least) for asking, listed in found.items() if listed
    )


def group_words(asking: Asked) -> str:
    """Who is in a group."""
    if asking is Asked.FIRST:
        return _("Those who have no certificate yet")
    return _("Those who hold one, by the lighter list")


def whole_words(group: Group) -> str:
    """How many would pass today, now and then."""
    said = _n(
        "Of {people} person {now} would pass today as it is, and {then} as you changed it.",
        "Of {people} people {now} would pass today as it is, and {then} as you changed it.",
        group.people,
    )
    return said.format(people=group.people, now=group.whole_now, then=group.whole_then)


def too_few_words() -> str:
    """Why nothing is counted."""
    return _("Too few are on it to say this without naming anybody.")


def _group(before: Path, after: Path, asking: Asked, pairs: Sequence[Pair], least: int) -> Group:
    if len(pairs) < least:
        return Group(asking, too_few=True)
    now, then = _met(pair.now for pair in pairs), _met(pair.then for pair in pairs)
    old = {one.key: one for one in before.asked(asking)}
    new = {one.key: one for one in after.asked(asking)}
    lines = [
        Tried(one.sentence(), now[key] if key in old else None, then[key])
        for key, one in new.items()
    ]
    lines += [Tried(one.sentence(), now[key], None) for key, one in old.items() if key not in new]
    return Group(
        asking,
        people=len(pairs),
        whole_now=sum(pair.now.is_complete for pair in pairs),
        whole_then=sum(pair.then.is_complete for pair in pairs),
        lines=tuple(lines),
    )


def _met(came: Iterable[Came]) -> Counter[str]:
    """How many meet each requirement, by its key."""
    return Counter(
        line.requirement.key for one in came for line in one.lines if line.measured.is_met
    )
