"""Passwords: which will do, how they are hashed, and whether one is right."""

import secrets
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from threading import BoundedSemaphore
from typing import Final

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _

MIN_PASSWORD: Final = 15
"""Shortest password, in characters. Source: docs/method.md#passwords."""

HINT: Final = _(
    "At least {n} characters. Three or four words that do not belong together work well."
).format(n=MIN_PASSWORD)
"""What stands at a field for a new password."""

MAX_PASSWORD: Final = 256
"""Longest password, in characters: nobody makes us hash a book.

Source: docs/method.md#passwords.
"""

LEAST_SCORE: Final = 3
"""The score of zxcvbn, 0..4, that a password needs. Source: docs/method.md#passwords."""

JUDGED: Final = 40
"""Characters that zxcvbn is given: its time grows faster than their number.

Source: docs/method.md#passwords.
"""

COMMON: Final = 10_000
"""Words of each list of zxcvbn that count as common. Source: docs/method.md#passwords."""

OWN_LEFT: Final = 8
"""Characters that a password needs beside what is known of its owner.

Source: docs/method.md#passwords.
"""

OURS: Final = ("coachthecoach", "coaching", "coach")
"""Words that anybody would try first here."""

RUN: Final = 4
"""Keys in a row that make a walk. Source: docs/method.md#passwords."""

LONGEST_RUN: Final = 40
"""No way along a keyboard is longer, in keys."""

WALKED: Final = 0.7
"""Share of a password, 0..1, that walks may not reach. Source: docs/method.md#passwords."""

WALKS: Final = (
    "abcdefghijklmnopqrstuvwxyzabc",
    "01234567890123",
    "qwertyuiopqwe",
    "qwertzuiopqwe",
    "azertyuiopaze",
    "asdfghjklasd",
    "zxcvbnmzxc",
    "yxcvbnmyxc",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
)
"""Ways along a keyboard, an alphabet or the numbers, gone in either direction."""

_LOOKS_LIKE: Final = str.maketrans("013457@$!", "oieastasi")
_hasher: Final = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19456, parallelism=1),))
_dummy: Final = _hasher.hash(secrets.token_hex(16))
_at_a_time: Final = BoundedSemaphore(2)


class Weakness(StrEnum):
    """Why a password will not do; short enough for an address."""

    SHORT = "short"
    LONG = "long"
    PERSONAL = "personal"
    COMMON = "common"
    GUESSABLE = "guessable"


class WeakPassword(Invalid):
    """A password that will not do, and by which rule."""

    def __init__(self, weakness: Weakness) -> None:
        """Keep which rule it is."""
        self.weakness = weakness
        super().__init__({"password": weakness_words(weakness)})


def weakness_words(weakness: Weakness) -> str:
    """The rule as a person is told it."""
    return {
        Weakness.SHORT: _("It needs at least {n} characters. A short sentence works well."),
        Weakness.LONG: _("It can have at most {most} characters."),
        Weakness.PERSONAL: _(
            "It is made mostly of your name, your address or our name. Take words that have "
            "nothing to do with you."
        ),
        Weakness.COMMON: _(
            "It is made of a common word or of keys in a row, and would be tried early. A "
            "sentence of several words works well."
        ),
        Weakness.GUESSABLE: _(
            "It can be guessed too easily. Add a word or two that do not belong together."
        ),
    }[weakness].format(n=MIN_PASSWORD, most=MAX_PASSWORD)


def normal(password: str) -> str:
    """The password as it is hashed: composed the one way (NFC), otherwise exactly as typed."""
    return unicodedata.normalize("NFC", password)


def hash_of(password: str, about: Iterable[str] = ()) -> str:
    """The Argon2 hash of a password that fits; up to a few hundred milliseconds.

    `about` is what is known of its owner: names, addresses. Raises WeakPassword.
    """
    if weakness := weakness_of(password, about):
        raise WeakPassword(weakness)
    return _hasher.hash(normal(password))


def weakness_of(password: str, about: Iterable[str] = ()) -> Weakness | None:
    """Why a new password will not do for somebody of whom `about` is known; None when it will."""
    typed = normal(password)
    if len(typed) < MIN_PASSWORD:
        return Weakness.SHORT
    if len(typed) > MAX_PASSWORD:
        return Weakness.LONG
    known = _known(about)
    if is_personal(typed, known):
        return Weakness.PERSONAL
    if is_common(typed):
        return Weakness.COMMON
    if score_of(typed, known) < LEAST_SCORE:
        return Weakness.GUESSABLE
    return None


def is_personal(password: str, known: Iterable[str]) -> bool:
    """Whether hardly anything is left of it without what is `known` of its owner, and of us."""
    for plain in (_plain(password), _plain(password.translate(_LOOKS_LIKE))):
        left = plain
        for word in sorted({*known, *OURS}, key=len, reverse=True):
            left = left.replace(word, "")
        if left != plain and len(left) < OWN_LEFT:
            return True
    return False


def is_common(password: str) -> bool:
    """Whether it is one or two common words, or one over and over, or keys in a row; padded or not.

    A list of the passwords people choose has a few hundred that are long enough for us: what they
    have in common is how they are made long.
    """
    whole = _plain(password)
    if _walked(whole) >= WALKED * len(whole):
        return True
    return any(_is_few_words(core) for core in _cores(password))


def score_of(password: str, known: Iterable[str] = ()) -> int:
    """What zxcvbn makes of its first characters, 0..4; more of them only make it harder."""
    with _at_a_time:
        return int(zxcvbn(password[:JUDGED], user_inputs=[*known, *OURS])["score"])


def verified(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether the password has that hash; with it a better hash, where ours have grown stronger.

    It works as long for None, and then says no. Call it outside any transaction: it takes some tens
    of milliseconds, and two at a time.
    """
    with _at_a_time:
        try:
            right, better = _hasher.verify_and_update(
                normal(password[: MAX_PASSWORD * 4]), stored or _dummy
            )
        except UnknownHashError:
            return False, None
    is_right = right and stored is not None
    return is_right, better if is_right else None


def matches(password: str, stored: str | None) -> bool:
    """As `verified`, for who keeps no better hash."""
    right, _better = verified(password, stored)
    return right


def _known(about: Iterable[str]) -> frozenset[str]:
    """The words of three letters and more in what is known of somebody, in small letters."""
    parts = (part for text in about for part in _split(text))
    return frozenset(plain for part in parts if len(plain := _plain(part)) > 2)


def _split(text: str) -> list[str]:
    """A text whole, and in parts: of an e-mail address the name and the company's."""
    apart = "".join(one if one.isalnum() else " " for one in text)
    return [text, text.partition("@")[0], *apart.split()]


def _plain(text: str) -> str:
    """Letters and digits, in small letters and without accents; signs where it has nothing else."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in apart if one.isalnum()) or apart


def _cores(password: str) -> set[str]:
    """What is left without what words are padded with, as typed and with look-alikes read."""
    bare = password.strip("0123456789 _-.,;:!?#*+=/()[]{}@$%&'\"")
    letters = "".join(one for one in bare if one.isalpha())
    return {_plain(one) for one in (letters, password, bare.translate(_LOOKS_LIKE)) if one}


def _is_few_words(core: str) -> bool:
    """Whether it is a common word, two of them, or anything short over and over."""
    period = _period(core)
    if 2 * period <= len(core) and period < MIN_PASSWORD:
        return True
    words = _common_words()
    return core in words or any(
        core[:at] in words and core[at:] in words for at in range(2, len(core) - 1)
    )


def _period(text: str) -> int:
    """After how many characters `text` begins again, to its end; its length when it never does."""
    again = (at for at in range(1, len(text)) if text.startswith(text[at:]))
    return next(again, len(text))


def _walked(text: str) -> int:
    """How many characters of `text` are part of a walk."""
    covered = 0
    while text:
        length = next(
            (n for n in range(min(len(text), LONGEST_RUN), RUN - 1, -1) if _is_walk(text[:n])),
            0,
        )
        covered += length
        text = text[length or 1 :]
    return covered


def _is_walk(text: str) -> bool:
    """Whether the keys of `text` lie in a row, or are one key."""
    back = text[::-1]
    return len(set(text)) == 1 or any(text in walk or back in walk for walk in WALKS)


@cache
def _common_words() -> frozenset[str]:
    """The words that people take first, in small letters."""
    first = (word for words in FREQUENCY_LISTS.values() for word in [*words][:COMMON])
    return frozenset(word for word in first if len(word) > 1)
