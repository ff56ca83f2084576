from coach_the_coach.foundation.words import _, _n


def test_english_is_said_as_it_stands_in_the_code():
    assert _("Watching {name}") == "Watching {name}"
    assert [_n("{n} tap", "{n} taps", n) for n in (0, 1, 2)] == ["{n} taps", "{n} tap", "{n} taps"]
