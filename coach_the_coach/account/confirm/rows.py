"""What the page that asks who you are is shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ConfirmRow:
    """The ways in which somebody can show that it is them."""

    by_password: bool = False
    with_number: bool = False
    """A number of the second factor is asked for as well."""
    by_provider: bool = False
