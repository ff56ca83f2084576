"""Which reminders have gone, so that each goes once."""

from datetime import date, datetime

from sqlmodel import Field

from coach_the_coach.certification.assigning.reminding.rules import About
from coach_the_coach.foundation.table import Table, word


class Reminder(Table, table=True):
    """That somebody was reminded of a day, so many days before it."""

    enrolment_id: int = Field(foreign_key="enrolment.id", primary_key=True)
    about: About = word(About, primary_key=True)
    day: date = Field(primary_key=True)
    """The day it is about: of another one is reminded anew."""

    days: int = Field(primary_key=True)
    """Which reminder: 90, 60, 30 or 7."""

    at: datetime
