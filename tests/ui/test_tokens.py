import re
from pathlib import Path
from typing import get_args

import pytest

from coach_the_coach.ui.action import Weight
from coach_the_coach.ui.tokens import Gap, Mark, Tone

ASSETS = Path(__file__).parents[2] / "assets"
SHEET = (ASSETS / "styles.css").read_text(encoding="utf-8")

READ = [
    *[("ink", on) for on in ("page", "surface", "sunken", "accent-wash", "danger-wash")],
    *[("ink", on) for on in ("ask-wash", "tell-wash", "neither-wash")],
    *[("ink-quiet", on) for on in ("page", "surface", "sunken", "accent-wash")],
    *[("accent-ink", on) for on in ("page", "surface", "accent-wash")],
    *[("danger-ink", on) for on in ("page", "surface", "danger-wash")],
    *[("on-accent", on) for on in ("accent", "accent-press")],
    *[("on-danger", on) for on in ("danger", "danger-press")],
    ("ask-ink", "ask-wash"),
    ("tell-ink", "tell-wash"),
    ("page", "ink"),
]
"""Text and what it stands on: 4.5 to 1, WCAG 1.4.3."""

SEEN = [
    *[("control-line", on) for on in ("page", "surface")],
    *[("focus", on) for on in ("page", "surface", "sunken", "accent-wash")],
    *[("accent", on) for on in ("page", "surface")],
    *[("danger", on) for on in ("page", "surface")],
    *[(side, on) for side in ("ask", "tell", "neither") for on in ("page", "surface")],
    *[(side, f"{side}-wash") for side in ("ask", "tell", "neither")],
]
"""Marks, lines and fills that must be made out: 3 to 1, WCAG 1.4.11."""


def block(selector: str) -> str:
    """What the sheet says first under a selector."""
    return SHEET.split(f"{selector} {{", 1)[1].split("}", 1)[0]


def theme(selector: str) -> dict[str, str]:
    """The colours a theme sets."""
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block(selector)))


def luminance(colour: str) -> float:
    """Relative luminance 0..1. Source: WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio 1..21. Source: WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_faint(colours: dict[str, str], pairs: list[tuple[str, str]], least: float) -> list[str]:
    """The pairs below the least contrast, with what they have."""
    return [
        f"{front} on {back}: {contrast(colours[front], colours[back]):.2f}"
        for front, back in pairs
        if contrast(colours[front], colours[back]) < least
    ]


def test_the_ratio_of_black_on_white_is_twenty_one():
    assert round(contrast("#000000", "#ffffff"), 6) == 21


@pytest.mark.parametrize("selector", [".light", ".dark"])
def test_every_text_can_be_read_in_both_themes(selector: str):
    assert too_faint(theme(selector), READ, 4.5) == []


@pytest.mark.parametrize("selector", [".light", ".dark"])
def test_every_mark_and_line_can_be_made_out_in_both_themes(selector: str):
    assert too_faint(theme(selector), SEEN, 3) == []


def test_both_themes_decide_the_same_colours():
    assert theme(".light").keys() == theme(".dark").keys()


def test_a_page_without_a_script_is_as_dark_as_the_app():
    in_app, as_device = (
        dict(re.findall(r"(--[\w-]+|color-scheme): ([^;]+);", one))
        for one in (block(".dark"), block(".as-device"))
    )
    assert as_device == in_app
    assert SHEET.split(".as-device {", 1)[0].rstrip().endswith("(prefers-color-scheme: dark) {")


def test_every_meaning_that_a_component_may_be_given_has_a_look():
    looks = [
        *[f".mark-{mark}" for mark in get_args(Mark)],
        *[f".tone-{tone}" for tone in get_args(Tone)],
        *[f".gap-{gap}" for gap in get_args(Gap)],
        *[f".button-{weight}" for weight in get_args(Weight)],
    ]
    assert [look for look in looks if f"\n{look} {{" not in SHEET] == []


def test_every_token_used_is_decided_somewhere():
    used = set(re.findall(r"var\(--([\w-]+)", SHEET))
    decided = set(re.findall(r"--([\w-]+):", SHEET))
    assert used - decided == set()


def test_motion_is_short_and_stops_when_asked():
    lengths = [int(length) for length in re.findall(r"--motion: (\d+)ms", SHEET)]
    assert lengths == [120]
    assert "prefers-reduced-motion: reduce" in SHEET


def test_the_type_comes_with_its_licence_and_stays_light():
    files = list((ASSETS / "fonts").iterdir())
    assert {file.name for file in files} == {"inter.woff2", "LICENSE.txt"}
    assert sum(file.stat().st_size for file in files) < 120_000
