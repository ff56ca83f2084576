"""What somebody signs for: a leader's word, a specialist's attestation; and paths held. Pure."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar

from coach_the_coach.certification.requirements.base import (
    Item,
    Measured,
    Next,
    Requirement,
    Step,
    is_key,
    items,
    nothing,
    number,
    path_word,
    split,
)
from coach_the_coach.certification.requirements.facts import Facts, Held, Span
from coach_the_coach.foundation.words import _, _n


@dataclass(frozen=True, kw_only=True)
class SignOff(Requirement):
    """A leader's signature under one thing."""

    type: ClassVar[str] = "sign-off"
    step: ClassVar[Step] = Step.RESOURCE
    is_work: ClassVar[bool] = False
    is_attested: ClassVar[bool] = True

    text: str = field(default="", metadata={"is": str, "text": True})

    @classmethod
    def name(cls) -> str:
        """What the type is called."""
        return _("Signed by a leader")

    def sentence(self) -> str:
        """What it asks."""
        return self.text

    def measure(self, facts: Facts, span: Span) -> Measured:
        """The newest signature counts, with the reason its signer gave.

        `facts` hold the signatures of this path alone.
        """
        mine = [one for one in facts.signed if one.requirement == self.key]
        signed, aside = split(mine, span, nothing)
        if signed:
            reason = signed[-1].reason
            have = _("Signed, not measured: {reason}").format(reason=reason)
            return Measured(
                True,
                have,
                counted=items(signed[-1:]),
                set_aside=aside,
                have_plain=_("Signed, not measured"),
            )
        return Measured(False, _("Not signed yet"), (self._asks(),), Next.SIGNER, (), aside)

    def problems(self) -> tuple[str, ...]:
        """It says what is signed."""
        said = (_("Say what is signed, in 8 to 160 characters."),)
        return (() if 8 <= len(self.text.strip()) <= 160 else said) + super().problems()

    def _asks(self) -> str:
        return _("A leader signs for it, with a reason.")


@dataclass(frozen=True, kw_only=True)
class Attested(SignOff):
    """A specialist's signature with a reason, for what no room measures yet."""

    type: ClassVar[str] = "attested"

    @classmethod
    def name(cls) -> str:
        """What the type is called."""
        return _("Attested by a specialist")

    def _asks(self) -> str:
        return _("A coaching specialist attests it, with a reason.")


@dataclass(frozen=True, kw_only=True)
class PathHeld(Requirement):
    """The certificate of another path, held for some days."""

    type: ClassVar[str] = "path-held"
    step: ClassVar[Step] = Step.RESOURCE
    is_work: ClassVar[bool] = False

    path: str = field(default="foundations", metadata={"is": str})
    days: int = number(lambda: _("Held for so many days"), 0, 730, 0)

    @classmethod
    def name(cls) -> str:
        """What the type is called."""
        return _("Another path held")

    def sentence(self) -> str:
        """What it asks."""
        if not self.days:
            return _("{path} held").format(path=path_word(self.path))
        said = _n("{path} held for {days} day", "{path} held for {days} days", self.days)
        return said.format(path=path_word(self.path), days=self.days)

    def measure(self, facts: Facts, span: Span) -> Measured:
        """Certificates without a gap count together; one in its grace still stands."""
        mine = sorted(
            {one for one in facts.held if one.path == self.path and one.on <= span.until},
            key=lambda one: (one.on, one.subject),
        )
        standing = [one for one in mine if _stands(one, span.until)]
        if not standing:
            said = _("Renew {path}.") if mine else _("Be certified on {path} first.")
            missing = said.format(path=path_word(self.path))
            return Measured(False, _("Not held"), (missing,), Next.PATH)
        since = standing[0].on
        for one in reversed(mine):
            # Up to the day before is without a gap.
            if one.on < since and _stands(one, since - timedelta(days=1)):
                since = one.on
        held = (span.until - since).days
        counted = tuple(Item(one.subject, one.on) for one in standing[-1:])
        have = _n("Held for {n} day", "Held for {n} days", held).format(n=held)
        if held >= self.days:
            return Measured(True, have, counted=counted)
        left = self.days - held
        missing = _n("{n} more day.", "{n} more days.", left).format(n=left)
        return Measured(False, have, (missing,), Next.PATH, counted)

    def problems(self) -> tuple[str, ...]:
        """It names a path."""
        said = (_("Name the path in small letters, numbers and dashes."),)
        return (() if is_key(self.path) else said) + super().problems()


def _stands(one: Held, on: date) -> bool:
    """Whether a certificate stands on a day after its first, in its grace too."""
    ends = one.grace_until or one.until
    return ends is None or ends >= on
