"""What the account pages show."""

from dataclasses import dataclass

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class SignInRow:
    """One sign-in in force."""

    id: str
    device: str
    way: str
    """How they came in, as a few words."""
    begun: Moment
    seen: Moment
    is_this: bool


@dataclass(frozen=True)
class AccountRow:
    """The person's own account."""

    name: str = ""
    email: str = ""
    roles: str = ""
    time_zone: str = "UTC"
    other_zone: str = ""
    """Their zone, where it is none of those that are offered."""
