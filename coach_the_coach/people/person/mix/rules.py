"""What kinds of talk several sessions were made of, with an honest interval, beside the targets."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor
from typing import Final

from coach_the_coach.coaching.rules import LEAST_ANSWERS, Kind, KindTarget, kind_word
from coach_the_coach.coaching.targets.rules import AIMED, Bounds, bounds_of, bounds_words
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.observations.results.rules import percentages
from coach_the_coach.observations.tally.rules import Interval, wilson_interval
from coach_the_coach.people.person.progress.rules import over_sessions

LEAST_SESSIONS: Final = 3
"""Fewer sessions than this give no share of a month. Source: docs/method.md#kinds-together."""

ALIKE: Final = 2.5
"""How many answers of the same sessions say as much as one on its own.

Source: docs/method.md#kinds-together."""

MONTHS: Final = 12
"""Calendar months that are drawn, the one it is now among them.

Source: docs/method.md#kinds-together."""

SHOWN: Final = (*AIMED, Kind.OPPORTUNISTIC)
"""The order in which kinds are shown: those that targets judge first."""

NO_BOUNDS: Final = Bounds()
"""Nothing is wanted."""


class Standing(StrEnum):
    """How a share stands beside its target."""

    ON = "on"
    BELOW = "below"
    ABOVE = "above"
    CLOSE = "close"


@dataclass(frozen=True)
class Answered:
    """How often each kind was answered in one session, as one observer heard it."""

    session_id: int
    counts: Mapping[Kind, int]


@dataclass(frozen=True)
class KindShare:
    """One kind among `whole` answers, in whole per cent; an interval only where there is a share.

    The interval is rounded outward, and what is said of the target is said of it as it is shown.
    """

    kind: Kind
    count: int
    whole: int
    percent: int | None = None
    low: int | None = None
    high: int | None = None
    bounds: Bounds = NO_BOUNDS
    standing: Standing | None = None


@dataclass(frozen=True)
class Mix:
    """What some sessions were made of: kinds with a target among each other, then the rest."""

    sessions: int
    answers: int
    """Answers among which the kinds with a target have their shares."""

    in_the_moment: int
    kinds: tuple[KindShare, ...]

    @property
    def is_known(self) -> bool:
        """Whether there are answers and sessions enough for shares."""
        return self.sessions >= LEAST_SESSIONS and self.answers >= LEAST_ANSWERS


def mix_of(answered: Iterable[Answered], targets: Mapping[Kind, KindTarget]) -> Mix:
    """What these sessions were made of; what two observers heard of one session is one session.

    What came up in the moment has no target and is left out of what the others are shares of; its
    own share is of all answers.
    """
    sessions: dict[int, Counter[Kind]] = {}
    for one in answered:
        sessions.setdefault(one.session_id, Counter()).update(one.counts)
    aimed = [(each, each.total() - each[Kind.OPPORTUNISTIC]) for each in sessions.values()]
    counted = [(each, size) for each, size in aimed if size]
    answers = sum(size for _each, size in counted)
    bare = Mix(len(counted), answers, sum(each.total() for each, _n in aimed) - answers, ())
    every = [(each, each.total()) for each in sessions.values() if each.total()]
    kinds = [
        _kind_share(
            kind,
            [(each[kind], size) for each, size in (counted if kind in AIMED else every)],
            targets.get(kind, KindTarget()),
            is_known=bare.is_known,
        )
        for kind in SHOWN
    ]
    return Mix(bare.sessions, bare.answers, bare.in_the_moment, tuple(kinds))


def share_interval(sessions: Sequence[tuple[int, int]]) -> Interval:
    """95 % interval of a kind's share, 0..1, over two sessions or more, each its part and whole.

    The session is the unit, as answers of one session resemble each other. Where the few sessions
    happen to look alike, Wilson's interval is wider; there every answer counts for less than one.
    """
    part, whole = (sum(one[place] for one in sessions) for place in (0, 1))
    return over_sessions(sessions, wilson_interval(part / ALIKE, whole / ALIKE))


def standing_of(low: int, high: int, bounds: Bounds) -> Standing | None:
    """How an interval in per cent stands beside a target; None where nothing is wanted."""
    if bounds.at_least is None and bounds.at_most is None:
        return None
    at_least = 0 if bounds.at_least is None else bounds.at_least
    at_most = 100 if bounds.at_most is None else bounds.at_most
    if high < at_least:
        return Standing.BELOW
    if low > at_most:
        return Standing.ABOVE
    return Standing.ON if at_least <= low and high <= at_most else Standing.CLOSE


def standing_word(standing: Standing | None) -> str:
    """How a share stands, in a few words; empty where nothing is wanted."""
    if standing is None:
        return ""
    return {
        Standing.ON: _("On target"),
        Standing.BELOW: _("Below target"),
        Standing.ABOVE: _("Above target"),
        Standing.CLOSE: _("Too close to call"),
    }[standing]


def figure_words(one: KindShare) -> str:
    """A kind's share with its interval, or how many answers it has of how many."""
    if one.percent is None:
        return _("{n} of {whole}").format(n=one.count, whole=one.whole)
    words = _("{percent}\u00a0%, likely {low} to {high}")
    return words.format(percent=one.percent, low=one.low, high=one.high)


def aim_words(one: KindShare) -> str:
    """What is wanted of a kind, in words."""
    if one.kind not in AIMED:
        return _("no target; of all answers")
    return bounds_words(one.bounds) or _("no target")


def basis_words(mix: Mix) -> str:
    """How many answers from how many sessions there are, without those in the moment."""
    answers = _n("{n} answer", "{n} answers", mix.answers).format(n=mix.answers)
    sessions = _n("{n} session", "{n} sessions", mix.sessions).format(n=mix.sessions)
    return _("{answers} from {sessions}").format(answers=answers, sessions=sessions)


def mix_words(mix: Mix) -> str:
    """What some sessions were made of beside the targets, in a few sentences."""
    said = [_judged_words(mix) if mix.is_known else _few_words(mix)]
    if mix.in_the_moment:
        more = _n(
            "{n} answer more: in the moment.",
            "{n} answers more: in the moment.",
            mix.in_the_moment,
        )
        said.append(more.format(n=mix.in_the_moment))
    return " ".join(said)


def method_words() -> str:
    """How the shares are counted, and what that takes for granted."""
    return _(
        "Asked every five minutes while somebody watches. Answers of one session resemble each "
        "other, so the range takes whole sessions as what was drawn. It speaks of sessions like "
        "those that were watched; others may differ. What came up in the moment is left out of the "
        "shares of the other kinds."
    )


def change_words(first: Mix, last: Mix, since: str) -> str:
    """Which shares changed from one month to another; said only where the intervals lie apart."""
    pairs = list(zip(first.kinds[: len(AIMED)], last.kinds[: len(AIMED)], strict=True))
    more = [kind_word(new.kind) for old, new in pairs if (new.low or 0) > (old.high or 0)]
    less = [kind_word(new.kind) for old, new in pairs if (new.high or 0) < (old.low or 0)]
    said = [
        words.format(since=since, kinds=", ".join(kinds))
        for words, kinds in (
            (_("More than in {since}, and by more than chance would do: {kinds}."), more),
            (_("Less than in {since}, and by more than chance would do: {kinds}."), less),
        )
        if kinds
    ]
    none = _("No change since {since} that chance alone would not make.").format(since=since)
    return " ".join(said) or none


def _kind_share(
    kind: Kind, sessions: Sequence[tuple[int, int]], target: KindTarget, *, is_known: bool
) -> KindShare:
    part, whole = (sum(one[place] for one in sessions) for place in (0, 1))
    bounds = bounds_of(target)
    if not is_known:
        return KindShare(kind, part, whole, bounds=bounds)
    interval = share_interval(sessions)
    low, high = floor(interval.low * 100), ceil(interval.high * 100)
    shown, _rest = percentages([part, whole - part])
    return KindShare(kind, part, whole, shown, low, high, bounds, standing_of(low, high, bounds))


def _few_words(mix: Mix) -> str:
    """That there are too few, and how many it takes."""
    words = _("{basis}: too few for shares, which take {answers} answers from {sessions} sessions.")
    return words.format(basis=basis_words(mix), answers=LEAST_ANSWERS, sessions=LEAST_SESSIONS)


def _judged_words(mix: Mix) -> str:
    """What lies outside its target, what within, and what cannot be told."""
    by = {standing: [one for one in mix.kinds if one.standing is standing] for standing in Standing}
    said = [_outside_words(one) for one in (*by[Standing.BELOW], *by[Standing.ABOVE])]
    for standing in (Standing.ON, Standing.CLOSE):
        if by[standing]:
            words = ", ".join(kind_word(one.kind) for one in by[standing])
            said.append(
                _("{standing}: {kinds}.").format(standing=standing_word(standing), kinds=words)
            )
    return " ".join([*said, _("{basis}.").format(basis=basis_words(mix))])


def _outside_words(one: KindShare) -> str:
    """A share that lies outside its target with its whole interval."""
    words = (
        _("{kind} is below its target: likely {low} to {high}\u00a0%, wanted {aim}.")
        if one.standing is Standing.BELOW
        else _("{kind} is above its target: likely {low} to {high}\u00a0%, wanted {aim}.")
    )
    return words.format(
        kind=kind_word(one.kind), low=one.low, high=one.high, aim=bounds_words(one.bounds)
    )
