"""Chance that repeats: everything that varies in the demo company comes from its seed."""

from random import Random
from uuid import UUID


def chance(seed: int, *part: str | int) -> Random:
    """A source of chance for one part of the company, the same for the same seed and part.

    Each part has its own, so that a change in one leaves the others as they were.
    """
    words = "/".join(str(word) for word in (seed, *part))
    return Random(words)  # noqa: S311 - a story is made here, no secret; passwords come from elsewhere


def public_id(luck: Random) -> str:
    """The 32 hexadecimal characters that name a row in an address."""
    return f"{luck.getrandbits(128):032x}"


def device_id(luck: Random) -> str:
    """An id as a device makes it, 36 characters."""
    return str(UUID(int=luck.getrandbits(128), version=4))
