"""The certificate on paper: one page, set by typst from words that are never markup. Pure."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final
from unicodedata import category

import segno
import typst
from babel.dates import format_date

from coach_the_coach.certification.credential.rules import level_words, stands_for
from coach_the_coach.foundation.words import _

HERE: Final = Path(str(resources.files("coach_the_coach.certification.credential.certificate")))
"""Where the page's design and the fonts are; typst reads nothing outside it."""

MOST_SIGNED: Final = 2
"""Names below a certificate. Source: docs/method.md#certificates."""


UNSHOWN: Final = frozenset({"Cc", "Cs", "Cn"})
"""Kinds of characters that no page has, but for line ends and tabs: controls, and no letters."""


@dataclass(frozen=True)
class Signed:
    """Somebody who signed, and as what."""

    name: str
    role: str


@dataclass(frozen=True)
class Certificate:
    """What stands on the page."""

    name: str
    path: str
    level: int
    awarded_on: date
    valid_until: date | None
    signed: Sequence[Signed]
    public_id: str
    issuer: str
    address: str = ""
    """The public page; empty for a certificate that is not shared."""


def pdf_of(certificate: Certificate) -> bytes:
    """The page as PDF, tagged, with its fonts in it. Nothing is fetched to make it."""
    said = json.dumps(_shown(_said(certificate)))
    try:
        return _set(said, ["ua-1"])
    except typst.TypstError:
        # A letter that no font here has: the standard refuses the page, and a gap is better.
        return _set(said, [])


def _set(said: str, standards: list[Any]) -> bytes:
    """The page of these words, by the standards for tagged pages."""
    made: Any = typst.compile(
        HERE / "certificate.typ",
        root=HERE,
        font_paths=_fonts(),
        format="pdf",
        pdf_standards=standards,
        sys_inputs={"said": said},
    )
    return made


def _shown(said: Any) -> Any:
    """The words without characters that are none on paper."""
    if isinstance(said, str):
        return "".join(" " if _is_unshown(one) else one for one in said)
    if isinstance(said, list):
        return [_shown(one) for one in said]
    return {name: _shown(one) for name, one in said.items()} if isinstance(said, dict) else said


@cache
def _fonts() -> typst.Fonts:
    """Those of typst, ours beside them, and the machine's for letters that neither has."""
    return typst.Fonts(font_paths=[str(HERE / "fonts")])


def _is_unshown(letter: str) -> bool:
    return category(letter) in UNSHOWN and letter not in "\n\t"


def _said(one: Certificate) -> dict[str, Any]:
    """Every word of the page."""
    return {
        "title": _("Certificate of {name}: {path}").format(name=one.name, path=one.path),
        "issuer": one.issuer,
        "house": _("Certificate"),
        "certifies": _("This certifies that"),
        "name": one.name,
        "is_a": _("has met, before trained observers, what is asked for"),
        "path": one.path,
        "level": level_words(one.level),
        "stands_for": stands_for(),
        "dates": _dates(one),
        "number": _("No. {number} · {issuer}").format(
            number=number_words(one.public_id), issuer=one.issuer
        ),
        "signed": [{"name": by.name, "role": by.role} for by in one.signed[:MOST_SIGNED]],
        "address": one.address,
        "how": _("Scan to verify it"),
        "qr": _qr(one.address) if one.address else "",
        "qr_says": _("A code that leads to {address}").format(address=one.address),
    }


def number_words(public_id: str) -> str:
    """The number as it is read out: its first twelve signs, four by four."""
    return " ".join(public_id[place : place + 4].upper() for place in (0, 4, 8))


def _dates(one: Certificate) -> str:
    awarded = format_date(one.awarded_on, "d MMMM y", locale="en_GB")
    if one.valid_until is None:
        return _("Awarded on {day}").format(day=awarded)
    until = format_date(one.valid_until, "d MMMM y", locale="en_GB")
    return _("Awarded on {day}, valid until {until}").format(day=awarded, until=until)


def _qr(address: str) -> str:
    """The code as SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0, dark="#1f2d5c", xmldecl=False)
    return drawn.getvalue().decode()
