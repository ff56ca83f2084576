"""The reasons for which a call is significant: those proposed, and what a house's own must hold."""

from collections.abc import Mapping, Sequence
from typing import Final

from coach_the_coach.foundation.words import _

PROPOSED: Final = (
    _("First meeting with the economic buyer"),
    _("Discovery with a new customer"),
    _("Presenting a proposal"),
    _("Negotiation"),
    _("A deal of a size that matters here"),
    _("A renewal at risk"),
)
"""Why a call is significant until a house says otherwise.

Source: docs/method.md#significant-calls."""

MOST: Final = 10
"""Most reasons of a house. Source: docs/method.md#significant-calls."""

LENGTH: Final = 120
"""Most characters of a reason. Source: docs/method.md#significant-calls."""


def reasons_in(form: Mapping[str, str]) -> list[str]:
    """What was typed, one reason in a field `reason_0` and so on; empty fields are none."""
    typed = [" ".join(form.get(f"reason_{place}", "").split()) for place in range(MOST)]
    return [one for one in typed if one]


def problems_in(reasons: Sequence[str]) -> dict[str, str]:
    """What keeps a list of reasons from being kept: field to sentence."""
    if not reasons:
        return {"reason_0": _("Name at least one reason.")}
    if len(reasons) > MOST:
        return {"reason_0": _("At most {most} reasons.").format(most=MOST)}
    problems: dict[str, str] = {}
    for place, reason in enumerate(reasons):
        if len(reason) > LENGTH:
            problems[f"reason_{place}"] = _("At most {length} characters.").format(length=LENGTH)
        elif reason.casefold() in {one.casefold() for one in reasons[:place]}:
            problems[f"reason_{place}"] = _("This one is there already.")
    return problems
