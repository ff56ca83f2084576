"""What the page of one's own password shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PasswordRow:
    """How one's own password stands."""

    stage: str = ""
    """`own`, `none` for who comes in by the provider alone, or `off` where nobody has one; empty
    while it is not known yet."""
    email: str = ""
    """The address it belongs to, for the browser that keeps both."""
    changed: str = ""
    """When it was changed last, as far as the log goes back; empty where it was not."""
    is_new: bool = False
    """It was changed a moment ago: the page says so in place of its form."""
    must_confirm: bool = False
    """They would be asked to confirm that it is them once the form is filled in."""
