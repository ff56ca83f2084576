"""What moving people to the newest version of a path changes, in words. Pure."""

from collections.abc import Iterator

from coach_the_coach.certification.assigning.versions.rules import VersionChange
from coach_the_coach.foundation.words import _, _n


def older_words(people: int) -> str:
    """How many are on an older version; empty for nobody."""
    if not people:
        return ""
    said = _n("{n} person is on an older version.", "{n} people are on an older version.", people)
    return said.format(n=people)


def move_title(change: VersionChange) -> str:
    """What is about to be done, as a question; or that there is nothing to do."""
    if not change.moved:
        return _("Nobody can be moved now.")
    said = _n(
        "Move {n} person to version {version}?",
        "Move {n} people to version {version}?",
        change.moved,
    )
    return said.format(n=change.moved, version=change.version)


def move_words(change: VersionChange) -> list[str]:
    """What it changes for them, a sentence each, those who lose something first."""
    return [*_stands(change), *_stays(change)]


def _stands(change: VersionChange) -> Iterator[str]:
    if not change.moved:
        return
    if not change.is_known:
        yield _("They are too few to say how they would stand without saying who.")
        return
    if change.short:
        said = _n(
            "{n} has everything asked for today, and would not have it any more.",
            "{n} have everything asked for today, and would not have it any more.",
            change.short,
        )
        yield said.format(n=change.short)
    if change.gains:
        said = _n(
            "{n} has not everything today, and would have it then.",
            "{n} have not everything today, and would have it then.",
            change.gains,
        )
        yield said.format(n=change.gains)
    if not change.short and not change.gains:
        yield _("Nobody would have less than today, and nobody everything who has not now.")


def _stays(change: VersionChange) -> Iterator[str]:
    if change.waiting:
        said = _n(
            "{n} stays on the older version: their decision is asked for.",
            "{n} stay on the older version: their decisions are asked for.",
            change.waiting,
        )
        yield said.format(n=change.waiting)
