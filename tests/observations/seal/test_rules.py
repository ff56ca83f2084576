import hashlib

from coach_the_coach.observations.seal.rules import canonical, seal_of


def test_the_order_in_which_things_are_told_does_not_matter():
    assert canonical({"b": [1, None], "a": "é"}) == canonical({"a": "é", "b": [1, None]})
    assert canonical({"b": [1, None], "a": "é"}) == '{"a":"é","b":[1,null]}'


def test_the_seal_is_a_sha256_of_salt_and_text():
    seal = seal_of({"a": 1}, "salt")

    assert seal == hashlib.sha256(b'salt\n{"a":1}').hexdigest()
    assert seal == seal_of({"a": 1}, "salt")
    assert len({seal, seal_of({"a": 2}, "salt"), seal_of({"a": 1}, "other")}) == 3
