"""What a person sees of their choices about letters."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailRow:
    """Whether letters go at all and are wanted, and the quiet hours as clocks show them."""

    goes: bool = False
    is_on: bool = True
    quiet_from: str = ""
    quiet_until: str = ""
    quiet_weekends: bool = True
