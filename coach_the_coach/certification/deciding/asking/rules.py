"""When a decision can be asked for. Pure."""

from datetime import date

from babel.dates import format_date

from coach_the_coach.certification.rules import Asked, State
from coach_the_coach.foundation.words import _


def why_not_ask(
    state: State,
    asking: Asked,
    *,
    is_complete: bool,
    today: date,
    try_again_on: date | None = None,
    under_appeal: bool = False,
) -> str:
    """Why a decision cannot be asked for on a day, in a sentence; empty where it can.

    `try_again_on` is the day that the last refusal names; None without one, or once it is set
    aside.
    """
    if state is State.SUSPENDED:
        return _("The certificate rests. That is settled first.")
    if state is State.REVIEW:
        return _("The decision is asked for already.")
    if not is_complete:
        return _("Not everything that is asked for is there yet.")
    renews = asking is Asked.RECERTIFY and state in (State.WINDOW, State.GRACE)
    if state is not State.COMPLETE and not renews:
        return _("The certificate stands. It can be renewed later.")
    if under_appeal:
        return _("An appeal is under way. It is decided first.")
    if try_again_on is not None and today < try_again_on:
        day = format_date(try_again_on, "d MMMM y", locale="en_GB")
        return _("It can be asked for again from {day} on.").format(day=day)
    return ""
