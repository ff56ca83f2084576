"""The message catalogue: every visible text passes through `_`.

So another language is a file and not a change.
"""

from gettext import NullTranslations, translation
from pathlib import Path
from typing import Final

CATALOGUE: Final = Path(__file__).parent / "locale"
"""Compiled catalogues, `<language>/LC_MESSAGES/coach.mo`; English is the text in the code."""

_catalogue: NullTranslations = translation("coach", CATALOGUE, ["en"], fallback=True)


def _(text: str) -> str:
    """Say `text` in the language of the product."""
    return _catalogue.gettext(text)


def _n(singular: str, plural: str, n: int) -> str:
    """Say `singular` for one and `plural` for any other `n`; the caller fills in the number."""
    return _catalogue.ngettext(singular, plural, n)
