"""How often the interval of a kind's share covers the truth, on an invented model of sessions.

`python -m tests.bench.coverage_of_kinds` prints what docs/method.md#kinds-together tells. A person
has long-run shares of four kinds; each session has shares of its own round them, nearer or further;
within it a kind goes on for a while before the next is drawn. Every five minutes one is asked what
kind it is, and one answer in ten is missing.
"""

from collections import Counter
from itertools import product
from random import Random
from typing import Final

from coach_the_coach.coaching.rules import LEAST_ANSWERS
from coach_the_coach.observations.tally.rules import Interval, wilson_interval
from coach_the_coach.people.person.mix.rules import share_interval

PEOPLE: Final = ((0.45, 0.35, 0.12, 0.08), (0.2, 0.6, 0.05, 0.15), (0.6, 0.2, 0.15, 0.05))
"""Long-run shares of the four kinds: near the targets, after deals, and mostly about skills."""

NEAR: Final = (1.0, 3.0, 8.0, None)
"""How near a session's shares are to the long-run ones: a Dirichlet's weight; None for the same."""

LASTS: Final = (5.0, 12.0)
"""Minutes that a kind goes on for, on average."""

SESSIONS: Final = (3, 4, 6, 10)
"""Watched in a month."""

MONTHS: Final = 500
"""Months drawn of each person in each setting."""


def session(
    shares: tuple[float, ...], minutes: float, lasts: float, luck: Random
) -> tuple[Counter[int], list[float]]:
    """The answers of one session and its own true shares of time, by kind."""
    at, spent, turns = 0.0, [0.0] * 4, []
    while at < minutes:
        kind = luck.choices(range(4), shares)[0]
        end = min(minutes, at + luck.expovariate(1 / lasts))
        spent[kind] += end - at
        turns.append((end, kind))
        at = end
    asked = (5.0 * number for number in range(1, int(minutes // 5) + 1))
    heard = Counter(
        next(kind for end, kind in turns if at <= end) for at in asked if luck.random() > 0.1
    )
    return heard, [one / minutes for one in spent]


def own_shares(shares: tuple[float, ...], near: float | None, luck: Random) -> tuple[float, ...]:
    """The shares of one session round those of the long run."""
    if near is None:
        return shares
    drawn = [luck.gammavariate(share * near, 1) + 1e-12 for share in shares]
    return tuple(one / sum(drawn) for one in drawn)


def months(near: float | None, lasts: float, sessions: int, luck: Random) -> list[list[float]]:
    """In how many of the months each kind's interval covers, 0..1: by kind, `ALIKE` and plain."""
    hit, plain, drawn = Counter[int](), Counter[int](), 0
    for shares in PEOPLE:
        for _month in range(MONTHS):
            heard = [
                session(own_shares(shares, near, luck), luck.uniform(20, 50), lasts, luck)[0]
                for _session in range(sessions)
            ]
            whole = sum(one.total() for one in heard)
            if whole < LEAST_ANSWERS:
                continue
            drawn += 1
            for kind, share in enumerate(shares):
                pairs = [(one[kind], one.total()) for one in heard]
                hit[kind] += covers(share_interval(pairs), share)
                part = sum(one[kind] for one in heard)
                plain[kind] += covers(wilson_interval(part, whole), share)
    return [[one[kind] / drawn for kind in range(4)] for one in (hit, plain)]


def alone(near: float | None, lasts: float, luck: Random) -> float:
    """How often Wilson's interval of a session of an hour or more covers its own share of time."""
    hit = drawn = 0
    for shares in PEOPLE:
        for _session in range(MONTHS):
            mixed = own_shares(shares, near, luck)
            heard, truth = session(mixed, luck.uniform(65, 90), lasts, luck)
            if heard.total() < LEAST_ANSWERS:
                continue
            for kind in range(4):
                drawn += 1
                hit += covers(wilson_interval(heard[kind], heard.total()), truth[kind])
    return hit / drawn


def covers(interval: Interval, share: float) -> bool:
    """Whether the share lies in the interval, but for what floating point makes of its ends."""
    return interval.low - 1e-9 <= share <= interval.high + 1e-9


def main() -> None:
    """Print every setting, then the least of all."""
    luck, means, least, plain = Random(7), [], [], []
    for near, lasts, sessions in product(NEAR, LASTS, SESSIONS):
        ours, wilson = months(near, lasts, sessions, luck)
        means.append(sum(ours) / 4)
        least.append(min(ours))
        plain.append(sum(wilson) / 4)
        print(
            f"near {near} lasts {lasts} sessions {sessions}: {means[-1]:.3f}, "
            f"rarest kind {least[-1]:.3f}; Wilson alone {plain[-1]:.3f}",
            flush=True,
        )
    print(f"all: {sum(means) / len(means):.3f}, least {min(means):.3f}, kind {min(least):.3f}")
    print(f"Wilson alone: {sum(plain) / len(plain):.3f}, least {min(plain):.3f}")
    own = [alone(near, lasts, luck) for near, lasts in product(NEAR, (2.0, *LASTS))]
    print(f"one session of its own time: {sum(own) / len(own):.3f}, least {min(own):.3f}")


if __name__ == "__main__":
    main()
