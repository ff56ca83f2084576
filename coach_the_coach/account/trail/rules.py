"""What a reader of the log is told of a refusal: words, and no name of the program's own. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from coach_the_coach.foundation.words import _

BY_PROVIDER: Final = "sign_in:provider"
"""Coming in by the organisation's account, as the log calls it."""


def refusal_words(action: str, detail: Mapping[str, Any]) -> str:
    """How a refusal came about, and from which address; nothing else of its detail.

    Source: docs/access.md.
    """
    case, address = str(detail.get("why", "")), str(detail.get("address", ""))
    why = _whys().get(case, "")
    if case and not why and action == BY_PROVIDER:
        why = _("What the organisation's server answered could not be believed")
    return " · ".join(one for one in (why, address) if one)


def what_was_refused(action: str, words: str) -> str:
    """What was refused, in words that follow a name: nobody came in who was not let in."""
    if action == BY_PROVIDER:
        return _("was not let in by the organisation's account")
    return words


def _whys() -> dict[str, str]:
    """Why something was refused, by what the log calls it."""
    taken = _("That account is somebody else's here")
    return {
        "NotFound": _("Nothing to be seen there"),
        "NotPermitted": _("Not permitted"),
        "NotSignedIn": _("Not signed in"),
        "password": _("The password was not right"),
        "number": _("The number was not right"),
        "invitation": _("The invitation did not work"),
        "unknown_person": _("Nobody here has that account"),
        "has_left": _("They have left"),
        "other_account": _("They come in by another account"),
        "account_of_another": taken,
        "other_person": taken,
        "second_factor": _("Their second step was not given"),
        "not_anew": _("The organisation did not ask them anew"),
        "denied": _("The organisation did not let them in"),
    }
