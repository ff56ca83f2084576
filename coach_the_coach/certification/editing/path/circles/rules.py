"""Where one path leads to another and back: what nobody could ever meet. Pure."""

from collections.abc import Collection, Iterable, Mapping

from coach_the_coach.certification.paths.rules import Path
from coach_the_coach.certification.requirements.signed import PathHeld
from coach_the_coach.foundation.words import _


def asked_by(paths: Iterable[Path]) -> dict[str, set[str]]:
    """For each path those whose certificate it asks for the first time."""
    return {
        path.key: {one.path for one in path.requirements if isinstance(one, PathHeld)}
        for path in paths
    }


def renewing(paths: Iterable[Path]) -> dict[str, set[str]]:
    """For each path the one that renews it."""
    return {path.key: {path.renewed_by} - {""} for path in paths}


def way_back(home: str, first: str, leads_to: Mapping[str, Collection[str]]) -> list[str]:
    """The fewest paths over which one comes from `first` back to `home`; empty for no way."""
    ways, seen = [[first]], {first, home}
    for way in ways:
        following = leads_to.get(way[-1], ())
        if home in following and first != home:
            return way
        new = sorted(set(following) - seen)
        seen.update(new)
        # The list grows while it is walked: nearer ones first.
        ways.extend([*way, one] for one in new)
    return []


def asked_words(way: Collection[str], titles: Mapping[str, str]) -> str:
    """That nobody could meet what leads back to this path; empty for no way back."""
    if not way:
        return ""
    said = _("Nobody could meet this: {paths} asks for this path itself.")
    return said.format(paths=_chain(way, titles))


def renewed_words(way: Collection[str], titles: Mapping[str, str]) -> str:
    """That two would renew each other for ever; empty for no way back."""
    if not way:
        return ""
    said = _("{paths} is renewed by this path. One of two renews the other, not both.")
    return said.format(paths=_chain(way, titles))


def _chain(way: Collection[str], titles: Mapping[str, str]) -> str:
    """The titles, each with the one that it leads to."""
    return " → ".join(titles.get(one, one) for one in way)
