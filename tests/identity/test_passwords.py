"""Which passwords will do, and why others will not."""

import time
from itertools import chain, islice, product
from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from coach_the_coach.demo.accounts import passphrase
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.identity.passwords import (
    JUDGED,
    Weakness,
    WeakPassword,
    hash_of,
    matches,
    normal,
    score_of,
    verified,
    weakness_of,
    weakness_words,
)

DATA = Path(__file__).parents[1] / "data"

SENTENCE = "épinard violet, brume et sel sur la dune. "
ABOUT = ("Zoë Okonkwo", "zoe.okonkwo@northwind.example")


@pytest.mark.parametrize(
    ("length", "weakness"),
    [
        (0, Weakness.SHORT),
        (14, Weakness.SHORT),
        (15, None),
        (64, None),
        (256, None),
        (257, Weakness.LONG),
    ],
)
def test_a_password_has_15_to_256_characters(length: int, weakness: Weakness | None):
    words = "".join(f"{word} {number} " for number, word in enumerate(SENTENCE.split() * 9))
    assert weakness_of(words[:length]) is weakness


@pytest.mark.parametrize(
    "password",
    [
        "a sentence nobody else says",
        "correct horse battery staple",
        "no rule asks for digits",
        "839201847563920",
        "пароль не для всех людей",
        "🐙🦊🐳🌵🍋🎺🚲🧭🕰🪁🧶🥁🛶🪵🌋",
        "Zoë okonkwo never says this aloud",
    ],
)
def test_whatever_is_long_and_hard_to_guess_will_do_without_rules_of_composition(password: str):
    assert weakness_of(password, ABOUT) is None


def test_every_passphrase_of_the_demo_will_do():
    assert {weakness_of(passphrase(), ABOUT) for _ in range(50)} == {None}


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("zoe okonkwo 2026!", Weakness.PERSONAL),
        ("OkonkwoNorthwind1", Weakness.PERSONAL),
        ("z0e.0k0nkw0.2026!", Weakness.PERSONAL),
        ("zoe.okonkwo@northwind.example", Weakness.PERSONAL),
        ("CoachTheCoach2026", Weakness.PERSONAL),
        ("coaching coaching", Weakness.PERSONAL),
        ("passwordpassword", Weakness.COMMON),
        ("P@ssw0rd!P@ssw0rd!", Weakness.COMMON),
        ("sunshineprincess99", Weakness.COMMON),
        ("administrator1234567", Weakness.COMMON),
        ("qwertyuiopasdfghjkl", Weakness.COMMON),
        ("1qaz2wsx3edc4rfv", Weakness.COMMON),
        ("poiuytrewqlkjhgf", Weakness.COMMON),
        ("abcdefghijklmnop", Weakness.COMMON),
        ("123456789012345", Weakness.COMMON),
        ("aaaaaaaaaaaaaaaa", Weakness.COMMON),
        ("Ab1!Ab1!Ab1!Ab1!", Weakness.COMMON),
        ("🐙🐙🐙🐙🐙🐙🐙🐙🐙🐙🐙🐙🐙🐙🐙", Weakness.COMMON),
        ("ab!!!!!!!!!!!!!!!!", Weakness.GUESSABLE),
    ],
)
def test_a_password_that_many_would_try_early_is_refused_by_name(password: str, weakness: Weakness):
    with pytest.raises(WeakPassword) as refused:
        hash_of(password, ABOUT)

    assert refused.value.weakness is weakness
    assert refused.value.problems == {"password": weakness_words(weakness)}
    assert isinstance(refused.value, Invalid)


def test_three_thousand_passwords_of_the_sort_people_make_are_refused():
    words = (DATA / "words_tried_first.txt").read_text().split()
    ends = ("", "1", "123", "2026", "!", "!!", "1!", "2025!", "#1", "_99")
    twice = (f"{one}{one}{end}" for one, end in product(words, ends))
    thrice = (f"{one}-{one}-{one}{end}" for one, end in product(words, ends))
    pairs = product(words, words, ends)
    both = (f"{one.title()}{other.title()}{end}" for one, other, end in pairs)
    made = (one for one in chain(twice, thrice, both) if len(one) >= 15)

    first = [*islice(made, 4000)]

    assert len(first) == 4000
    assert [one for one in first if weakness_of(one) is None] == []


def test_each_rule_is_said_in_words_of_its_own():
    said = {weakness_words(one) for one in Weakness}
    assert len(said) == len(Weakness)
    assert weakness_words(Weakness.SHORT).startswith("It needs at least 15 characters.")


def test_a_password_is_taken_whole_and_composed_the_one_way():
    stored = hash_of(f"{SENTENCE}and its very end")

    assert matches(f"{SENTENCE}and its very end", stored)
    assert matches(f"e\u0301{SENTENCE[1:]}and its very end", stored)
    assert not matches(f"{SENTENCE}and its very enD", stored)
    assert not matches(f"{SENTENCE}and its very end ", stored)
    assert normal("e\u0301") == "é"


def test_a_hash_made_with_less_is_made_anew_once_the_password_is_known():
    weak = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1),))
    stored = weak.hash("a sentence nobody else says")

    right, better = verified("a sentence nobody else says", stored)

    assert right
    assert better is not None
    assert verified("a sentence nobody else says", better) == (True, None)
    assert verified("another sentence altogether", stored) == (False, None)


@pytest.mark.parametrize("stored", [None, "", "no hash", "$2b$12$of-another-kind"])
def test_what_is_no_hash_of_ours_matches_nothing(stored: str | None):
    assert verified("a sentence nobody else says", stored) == (False, None)


def test_the_slowest_password_to_judge_takes_no_longer_than_its_first_characters():
    slow = "4@301!|$5+72%" * 20

    began = time.perf_counter()
    short = score_of(slow[:JUDGED])
    once = time.perf_counter() - began
    began = time.perf_counter()
    whole = score_of(slow)

    assert short == whole
    # Four times leaves room for a busy machine; uncut it would be hundreds.
    assert time.perf_counter() - began < max(1.0, 4 * once)
