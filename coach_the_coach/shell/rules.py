"""What is said in place of a page that is not the reader's. Pure."""

from collections.abc import Iterable

from babel.lists import format_list

from coach_the_coach.foundation.errors import NotPermitted, Refusal
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import PERMISSIONS, Permission, Role

Policy = tuple[Permission, ...]
"""The permissions of which something asks for one; empty where it is for everybody."""


def shut(asked: Iterable[Policy], permissions: frozenset[Permission]) -> str:
    """Why a page that asks for these is not opened, in a few words; empty where it is."""
    refused = next((policy for policy in asked if not permissions & set(policy)), None)
    if refused is None:
        return ""
    whom = [words for role, words in _many().items() if PERMISSIONS[role] & set(refused)]
    return _("This page is for {people}").format(people=format_list(whom, locale="en_GB"))


def shut_by(refusal: Refusal) -> str:
    """The same, where what the page would show was refused and not the page."""
    if refusal.text == NotPermitted().text:
        return _("This page is not yours to open")
    return refusal.text.rstrip(".")


def _many() -> dict[Role, str]:
    """Those who hold a role, in the middle of a sentence."""
    return {
        Role.LEADER: _("leaders"),
        Role.SPECIALIST: _("coaching specialists"),
        Role.MANAGER: _("managers"),
        Role.REP: _("reps"),
        Role.CERTIFIER: _("certifying observers"),
        Role.GUEST: _("guests"),
        Role.ADMIN: _("administrators"),
    }
