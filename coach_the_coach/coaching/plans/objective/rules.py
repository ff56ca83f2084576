"""Whether the objective of a call is a milestone that the call itself can reach."""

import re
from typing import Final

from coach_the_coach.foundation.words import _

EXAMPLES: Final = (
    _("The economic buyer sees the proposal with us on a date we both write down."),
    _("We know who decides, who can stop it, and by which criteria."),
    _("They say in their own numbers what the problem costs them in a year."),
)
"""Milestones to go by. Source: docs/method.md#before-and-after-a-call."""

_OPENING: Final = (
    r"(?:(?:finally|just|simply|hopefully|please|ideally|now|try|trying|want|wants|would|like|hope|"
    r"hoping|need|needs|must|should|will|going|aim|aiming|i|we|i'm|we're|our|my|the|objective|goal|"
    r"is|are|to|of|this|call|:|-)\s+)*"
)
"""Words before what is wanted that do not change it."""

_CLOSING: Final = (
    r"(?:\s+(?:today|now|asap|tomorrow|finally|here|there|already|soon|quickly|right away|"
    r"(?:on|in|during|after|with|at the end of) (?:this|the|our) (?:call|meeting|talk)|"
    r"(?:this|next) (?:week|month|quarter|year)|"
    r"(?:by|before|on|until) (?:the )?(?:end of )?(?:the |this |next )?"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)?(?:day|week|month|quarter|year)(?:'s end| end)?))*"
)
"""When it is wanted, which does not change what."""

_DETERMINER: Final = r"(?:the |this |that |their |our |his |her |a |an |my )?"
_DESCRIBED: Final = (
    r"(?:(?!(?:in|of|on|about|for|to|with|before|after|at|from|between|who|how|what|and|next|"
    r"open|gap|gaps|loop|question|questions|review|plan|pilot|mutual|reason|reasons|date|books) )"
    r"[\w$€£.,'&%-]+ ){0,2}"
)
"""Up to two words about the deal: its name, its size; none that makes another thing of it."""

_THING: Final = (
    r"(?:deal|deals|sale|sales|contract|contracts|order|orders|business|opportunity|account|"
    r"purchase order|po|signature|signatures|logo|renewal|upsell|purchase)"
)
_WHO: Final = (
    r"(?:it|them|him|her|this|this one|that one|everything|"
    rf"{_DETERMINER}(?:customer|client|buyer|prospect|ceo|cfo|cto|cio|vp|boss|owner))"
)
_OBJECT: Final = rf"(?:{_WHO}|{_DETERMINER}{_DESCRIBED}{_THING})"
_ENDING: Final = (
    r"(?:close|closing|win|winning|seal|sealing|clinch|land|landing|bag|nail|secure|securing|"
    r"finish|score|book|wrap up|sign|signing)"
)

_ENDS: Final = (
    # Close, win it, sign the contract, landing the Northwind deal.
    rf"{_ENDING}(?: up)?(?: {_OBJECT})?",
    # Get the order, obtain a signature.
    rf"(?:get|getting|obtain|collect|bring home|bring in|take|receive) {_DETERMINER}{_DESCRIBED}"
    rf"(?:{_THING}|yes|close|win|ink|money|cash|cheque|check)",
    # Get it signed, get the deal over the line, have the contract signed.
    rf"(?:get|getting|have|bring|push) {_OBJECT} "
    r"(?:signed|closed|done|won|sealed|in|home|over the line|across the line|over the finish line)",
    r"(?:get|have) (?:it |them |everything )?(?:signed|closed|done)",
    # Get them to sign, make the customer buy, have the CFO sign the contract.
    rf"(?:get|getting|make|have|convince|persuade) {_WHO} (?:to )?"
    rf"(?:sign|buy|close|commit|purchase|say yes|order)(?: {_OBJECT}|{_DETERMINER})?",
    rf"(?:make|making|do|doing) {_DETERMINER}{_DESCRIBED}(?:sale|sales|deal)",
    r"(?:they|the customer|the client|the buyer|he|she) (?:will )?"
    rf"(?:sign|signs|buy|buys|close|closes|order|orders|say yes|says yes)(?: {_OBJECT})?",
    rf"(?:a |the )?(?:signed|closed|won) {_DESCRIBED}{_THING}",
    rf"{_DETERMINER}{_DESCRIBED}{_THING} (?:is |be )?(?:signed|closed|won|done)",
    r"(?:a |the |their )?(?:signature|close|win|sale|deal|yes|verbal yes)",
)
"""Ways to say that the deal is to be over: each the whole of what is wanted."""

_WHOLE: Final = re.compile(rf"{_OPENING}(?:{'|'.join(_ENDS)}){_CLOSING}")
_NAMED: Final = re.compile(
    rf"{_OPENING}(?:close|closing|win|winning|land|landing|sign|signing) (?P<name>.+?){_CLOSING}"
)
_PARTS: Final = re.compile(r"\s+(?:and|then|&)\s+|[.;,/!?]+(?:\s+|$)")
_LEFT_OUT: Final = {"the", "a", "an", "of", "with", "deal", "and", "at"}


def is_end_of_deal(objective: str, *, deal: str = "") -> bool:
    """Whether all that is wanted of the call is that the deal be closed, won or signed.

    Whoever names a step beside it names a step. `deal` is what the deal is called.
    """
    words = re.sub(r"[\"“”„*()\[\]]", "", objective.casefold().replace("’", "'"))
    parts = [said for part in _PARTS.split(words) if (said := " ".join(part.split()))]
    return bool(parts) and all(_is_end(part, _names_in(deal)) for part in parts)


def milestone_hint() -> str:
    """Why such an objective comes back, in two sentences; the examples stand beside it."""
    return _(
        "That is the end of the deal, and one call seldom brings it. "
        "What would have moved by the time you hang up?"
    )


def _is_end(part: str, names: frozenset[str]) -> bool:
    if _WHOLE.fullmatch(part):
        return True
    named = _NAMED.fullmatch(part)
    return named is not None and _is_name(named["name"], names)


def _is_name(said: str, names: frozenset[str]) -> bool:
    """Whether somebody said no more than what the deal is called."""
    words = _names_in(said)
    return bool(words) and words <= names


def _names_in(deal: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w-]+", deal.casefold())) - _LEFT_OUT
