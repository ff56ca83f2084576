"""When a certificate can rest, and whether grounds can still be confirmed. Pure."""

from datetime import datetime, timedelta

from coach_the_coach.certification.credential.rules import Reason
from coach_the_coach.certification.deciding.rules import SUSPENSION_DAYS, Act, Ground
from coach_the_coach.foundation.words import _


def is_late(opened_at: datetime, at: datetime) -> bool:
    """Whether nobody can confirm it any more."""
    return at > opened_at + timedelta(days=SUSPENSION_DAYS)


def allowed_acts(*, in_force: bool, ended: bool, late: bool) -> tuple[Act, ...]:
    """What can be done about it now."""
    if ended:
        return ()
    if in_force:
        return (Act.REINSTATE, Act.REVOKE)
    return () if late else (Act.CONFIRM,)


def revoke_reason(ground: Ground) -> Reason:
    """The word that is kept with a certificate that is taken back."""
    return {
        Ground.FALSE_EVIDENCE: Reason.FALSE_EVIDENCE,
        Ground.CONFIDENTIALITY: Reason.CONFIDENTIALITY,
        Ground.STOP_SIGN: Reason.CONDUCT,
    }[ground]


def stands_words(*, in_force: bool, ended: Act | None, is_over: bool, late: bool) -> str:
    """How it stands, in a sentence."""
    if ended is Act.REINSTATE:
        return _("The certificate is in force again.")
    if ended is Act.REVOKE:
        return _("The certificate was taken back for good.")
    if is_over:
        return _("It was taken back. Nothing changed.")
    if in_force:
        return _("The certificate rests, until two decide what becomes of it.")
    if late:
        return _("Two observers did not confirm it in time. Nothing changed.")
    return _("Two observers look at it. Until both confirm, nothing changes.")
