"""What a person has chosen about letters."""

from typing import ClassVar

from sqlmodel import Field

from coach_the_coach.foundation.ids import new_secret
from coach_the_coach.foundation.table import Table
from coach_the_coach.notices.mail.rules import QUIET_FROM, QUIET_UNTIL


class MailChoice(Table, table=True):
    """Whether somebody wants letters and when not; made with their first letter or choice.

    `off_token` stands in every letter to them and opens nothing but the way to have no more.
    """

    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    off_token: str = Field(default_factory=new_secret, max_length=43, unique=True)
    is_on: bool = True
    quiet_from: int = QUIET_FROM
    quiet_until: int = QUIET_UNTIL
    quiet_weekends: bool = True
