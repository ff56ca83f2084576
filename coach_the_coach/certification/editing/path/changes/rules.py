"""What is another between two versions of a path, in sentences. Pure."""

from collections.abc import Iterator, Sequence

from coach_the_coach.certification.editing.path.rules import (
    audience_word,
    expiry_word,
    field_word,
    number_word,
    own_fields,
)
from coach_the_coach.certification.paths.rules import NUMBERS, Path, seat_word
from coach_the_coach.certification.requirements.base import Requirement, path_word
from coach_the_coach.foundation.words import _


def changes(before: Path, after: Path) -> list[str]:
    """What is another in `after` than in `before`, a sentence each; empty for nothing."""
    return [
        *_of_words(before, after),
        *_of_numbers(before, after),
        *_of_list(before.requirements, after.requirements, ""),
        *_of_list(before.recertify, after.recertify, _("When it is renewed: ")),
    ]


def _of_words(before: Path, after: Path) -> Iterator[str]:
    if before.title != after.title:
        yield _instead(_("Title"), after.title, before.title)
    if before.about != after.about:
        yield _("What it is for is said otherwise.")
    if before.audience != after.audience:
        now, was = audience_word(after.audience), audience_word(before.audience)
        yield _instead(_("Enrolled without being asked"), now, was)
    if before.expiry != after.expiry:
        now, was = expiry_word(after.expiry), expiry_word(before.expiry)
        yield _instead(_("A renewed certificate runs"), now, was)
    if before.renewed_by != after.renewed_by:
        now, was = _path_or_none(after.renewed_by), _path_or_none(before.renewed_by)
        yield _instead(_("Renewed by"), now, was)
    if before.is_licence != after.is_licence:
        yield (
            _("It licenses observers now.")
            if after.is_licence
            else _("It licenses observers no longer.")
        )
    if before.seats != after.seats:
        now, was = ("; ".join(map(seat_word, one.seats)) for one in (after, before))
        yield _instead(_("Signed by"), now, was)


def _of_numbers(before: Path, after: Path) -> Iterator[str]:
    for name in NUMBERS:
        now, was = getattr(after, name), getattr(before, name)
        if now != was:
            yield _instead(number_word(name), str(now), str(was))


def _of_list(
    before: Sequence[Requirement], after: Sequence[Requirement], first: str
) -> Iterator[str]:
    """What is asked anew, no longer, otherwise, and in another order."""
    old, new = {one.key: one for one in before}, {one.key: one for one in after}
    for key, one in new.items():
        was = old.get(key)
        if was is None:
            yield first + _("New: {sentence}.").format(sentence=one.sentence())
        elif was != one:
            yield first + _otherwise(was, one)
    for key, one in old.items():
        if key not in new:
            yield first + _("No longer asked: {sentence}.").format(sentence=one.sentence())
    both = [key for key in new if key in old]
    if both != [key for key in old if key in new]:
        yield first + _("The order is another.")


def _otherwise(was: Requirement, now: Requirement) -> str:
    """What one requirement asks instead; by its numbers where its sentence says nothing of it."""
    if was.sentence() != now.sentence() or type(was) is not type(now):
        return _instead(now.name(), now.sentence(), was.sentence())
    parts = [
        _instead(field_word(type(now), one.name), str(mine), str(theirs))
        for one in own_fields(type(now))
        if (mine := getattr(now, one.name)) != (theirs := getattr(was, one.name))
    ]
    return f"{now.name()}: {' '.join(parts)}"


def _instead(label: str, now: str, was: str) -> str:
    return _("{label}: {now} instead of {was}.").format(label=label, now=now, was=was)


def _path_or_none(key: str) -> str:
    return path_word(key) if key else _("nothing")
