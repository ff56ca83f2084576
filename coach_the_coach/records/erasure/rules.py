"""What somebody erased is called, and how their names leave a report. Pure."""

from collections.abc import Mapping
from typing import Any

from coach_the_coach.foundation.words import _


def pseudonym(number: int) -> tuple[str, str]:
    """The given and family name of whoever was erased, by the number of the erasure."""
    return _("Erased person"), str(number)


def address(number: int) -> str:
    """An e-mail address that is nobody's and never can be."""
    return f"erased-{number}@erased.invalid"


def is_erased(email: str) -> bool:
    """Whether this is the address of somebody erased."""
    return email.endswith("@erased.invalid")


def replaced(value: Any, names: Mapping[str, str]) -> Any:
    """`value` with each of these texts replaced wherever it stands, in lists and maps too."""
    if isinstance(value, str):
        for name, instead in names.items():
            value = value.replace(name, instead)
        return value
    if isinstance(value, list):
        return [replaced(one, names) for one in value]
    if isinstance(value, dict):
        return {replaced(key, names): replaced(one, names) for key, one in value.items()}
    return value
