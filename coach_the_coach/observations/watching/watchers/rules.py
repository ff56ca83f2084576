"""What is said of those who could be asked. Pure."""

from datetime import date

from babel.dates import format_date

from coach_the_coach.foundation.words import _


def until_words(last: date) -> str:
    """Until when somebody is here as a guest."""
    return _("Here until {day}").format(day=format_date(last, "d MMMM y", locale="en_GB"))
