"""What somebody signs for, and certificates of other paths."""

from datetime import date
from typing import Any

import pytest

from coach_the_coach.certification.requirements.base import Next
from coach_the_coach.certification.requirements.facts import Facts, Held, Signed
from coach_the_coach.certification.requirements.signed import Attested, PathHeld, SignOff
from tests.certification.requirements.made import TODAY, YEAR, ago, aside, counted

TEXT = "The first two gates of the 90 days are closed"


def signed(*of: tuple[str, int, str]) -> Facts:
    """Signatures under requirements, so many days ago, with reasons."""
    return Facts(
        signed=tuple(
            Signed(f"{key}-{days}", ago(days), requirement=key, reason=reason)
            for key, days, reason in of
        )
    )


@pytest.mark.parametrize("kind", [SignOff, Attested])
def test_the_newest_signature_under_it_counts_with_its_reason(kind: type[SignOff]):
    one = kind(key="gates", text=TEXT)
    facts = signed(("gates", 400, "Old."), ("gates", 20, "So."), ("gates", 9, "Both seen."))
    measured = one.measure(facts, YEAR)

    assert measured.is_met
    assert measured.have == "Signed, not measured: Both seen."
    assert counted(measured) == ["gates-9"]
    assert aside(measured) == {"gates-400": "Too long ago to count."}
    assert one.sentence() == TEXT
    assert kind.is_attested


def test_a_signature_under_something_else_does_not_count():
    measured = SignOff(key="gates", text=TEXT).measure(signed(("other", 9, "Yes.")), YEAR)

    assert not measured.is_met
    assert measured.missing == ("A leader signs for it, with a reason.",)
    assert (measured.have, measured.next) == ("Not signed yet", Next.SIGNER)


def test_whose_word_is_asked_is_said():
    measured = Attested(key="gates", text=TEXT).measure(Facts(), YEAR)

    assert measured.missing == ("A coaching specialist attests it, with a reason.",)


@pytest.mark.parametrize(
    ("text", "holds"),
    [("x" * 8, True), ("x" * 160, True), ("x" * 161, False), ("  short  ", False)],
)
def test_what_is_signed_is_said(text: str, holds: bool):
    assert (SignOff(key="one", text=text).problems() == ()) is holds


def held(*of: tuple[int, int | None, int], path: str = "foundations") -> Facts:
    """Certificates: from so many days ago to so many days ago, with so many days of grace."""
    return Facts(
        held=tuple(
            Held(
                f"held-{start}",
                ago(start),
                path=path,
                until=None if end is None else ago(end),
                grace_until=None if end is None else ago(end - grace),
            )
            for start, end, grace in of
        )
    )


@pytest.mark.parametrize(
    ("of", "days"),
    [
        ([(100, -200, 30)], 100),
        ([(100, None, 0)], 100),
        ([(0, -365, 0)], 0),
        # Its last day, and the last of its grace.
        ([(100, 0, 0)], 100),
        ([(100, 30, 30)], 100),
        # One after another, with a day both share, with none between them, and within the grace.
        ([(400, 100, 0), (100, -200, 0)], 400),
        ([(400, 101, 0), (100, -200, 0)], 400),
        ([(400, 130, 30), (100, -200, 0)], 400),
        ([(900, 500, 0), (500, 100, 0), (100, -200, 0)], 900),
        # A gap of a day, of a day past the grace.
        ([(400, 102, 0), (100, -200, 0)], 100),
        ([(400, 132, 30), (100, -200, 0)], 100),
        ([(900, 502, 0), (500, 100, 0), (100, -200, 0)], 500),
        # A long one beneath a short one.
        ([(400, 50, 0), (300, 290, 0), (60, -200, 0)], 400),
    ],
)
def test_a_path_is_held_since_the_first_of_its_certificates_without_a_gap(
    of: list[tuple[int, int | None, int]], days: int
):
    assert PathHeld(key="one", days=days).measure(held(*of), YEAR).is_met
    if days:
        measured = PathHeld(key="one", days=min(days + 1, 730)).measure(held(*of), YEAR)
        assert measured.is_met is (days > 730)


@pytest.mark.parametrize(
    ("of", "missing"),
    [
        ([], "Be certified on Foundations first."),
        ([(-1, -300, 0)], "Be certified on Foundations first."),
        ([(400, 31, 30)], "Renew Foundations."),
        ([(400, 1, 0)], "Renew Foundations."),
    ],
)
def test_a_path_that_is_not_held_is_to_be_held_or_renewed(
    of: list[tuple[int, int | None, int]], missing: str
):
    measured = PathHeld(key="one").measure(held(*of), YEAR)

    assert not measured.is_met
    assert (measured.have, measured.missing) == ("Not held", (missing,))
    assert measured.next is Next.PATH


def test_how_many_days_are_still_to_come_is_said():
    measured = PathHeld(key="one", days=180).measure(held((179, -100, 0)), YEAR)

    assert (measured.have, measured.missing) == ("Held for 179 days", ("1 more day.",))
    assert counted(measured) == ["held-179"]


def test_another_path_does_not_count():
    assert not PathHeld(key="one").measure(held((9, None, 0), path="other"), YEAR).is_met


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"path": "certified-coach"}, "Certified coach held"),
        ({"path": "certified-coach", "days": 1}, "Certified coach held for 1 day"),
        ({"path": "certified-coach", "days": 180}, "Certified coach held for 180 days"),
    ],
)
def test_what_is_asked_is_said(given: dict[str, Any], said: str):
    assert PathHeld(key="one", **given).sentence() == said


def test_it_names_a_path():
    assert PathHeld(key="one", path="No path").problems()
    assert PathHeld(key="one", path="certified-coach", days=731).problems()


def test_a_certificate_that_began_today_is_held():
    assert PathHeld(key="one").measure(held((0, None, 0)), YEAR).is_met
    assert date(2026, 3, 2) == TODAY
