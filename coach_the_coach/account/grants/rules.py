"""What can be given by hand, for how long, and to whom not. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Role

GIVEN: Final = (Role.LEADER, Role.SPECIALIST, Role.MANAGER, Role.CERTIFIER, Role.ADMIN)
"""Roles that an administrator gives by hand. Source: docs/access.md."""

LONGEST_CERTIFIER: Final = timedelta(days=366)
"""How long somebody may certify before it is given anew. Source: docs/method.md#grants."""

LONGEST_STAND_IN: Final = timedelta(days=92)
"""How long somebody may take another's place. Source: docs/method.md#grants."""

LONGEST_GUEST: Final = timedelta(days=92)
"""How long somebody may be a guest. Source: docs/method.md#grants."""

LONGEST_REASON: Final = 200
"""Characters of a reason: as many as are kept. Source: docs/method.md#text-lengths."""

EVERYBODY: Final = "everybody"
"""Over the whole organisation, as the form says it; the other choice is the people of one."""


@dataclass(frozen=True)
class Span:
    """From a day to a day, both included; no last day is without an end."""

    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class GrantDraft:
    """A role to be given, as typed: who and whose people by their e-mail addresses."""

    person: str
    role: str
    over: str
    root: str
    span: Span
    reason: str


@dataclass(frozen=True)
class StandInDraft:
    """Who is to take whose place, likewise."""

    person: str
    absent: str
    span: Span
    reason: str


@dataclass(frozen=True)
class GuestDraft:
    """Somebody from outside, to watch what is agreed with them."""

    email: str
    given_name: str
    family_name: str
    ends_on: date | None
    reason: str


def grant_draft(form: Mapping[str, str]) -> GrantDraft:
    """What the form for a role says."""
    return GrantDraft(
        person=_typed(form, "person"),
        role=_typed(form, "role"),
        over=_typed(form, "over"),
        root=_typed(form, "root"),
        span=_span(form, ""),
        reason=_typed(form, "reason"),
    )


def stand_in_draft(form: Mapping[str, str]) -> StandInDraft:
    """What the form for a stand-in says."""
    return StandInDraft(
        person=_typed(form, "stand_in"),
        absent=_typed(form, "absent"),
        span=_span(form, "away_"),
        reason=_typed(form, "away_reason"),
    )


def guest_draft(form: Mapping[str, str]) -> GuestDraft:
    """What the form for a guest says."""
    return GuestDraft(
        email=_typed(form, "email"),
        given_name=_typed(form, "given_name")[:80],
        family_name=_typed(form, "family_name")[:80],
        ends_on=_day(form, "guest_ends_on"),
        reason=_typed(form, "guest_reason"),
    )


def problems_in_grant(draft: GrantDraft, *, today: date) -> dict[str, str]:
    """What keeps a role from being given."""
    problems = _problems_in_span(draft.span, "", today, None)
    if draft.role not in GIVEN:
        problems["role"] = _("Choose a role.")
    if draft.role == Role.ADMIN and draft.over != EVERYBODY:
        problems["over"] = _("An administrator administers for everybody.")
    elif draft.over != EVERYBODY and not draft.root:
        problems["root"] = _("Say over whose people.")
    if draft.role == Role.CERTIFIER and _is_longer(draft.span, LONGEST_CERTIFIER):
        problems["ends_on"] = _("Certifying is given for a year at most. Choose a last day.")
    if not draft.person:
        problems["person"] = _("Say who gets it.")
    return problems | problems_in_reason(draft.reason, "reason")


def problems_in_stand_in(draft: StandInDraft, *, today: date) -> dict[str, str]:
    """What keeps somebody from taking another's place."""
    problems = _problems_in_span(draft.span, "away_", today, LONGEST_STAND_IN)
    if not draft.absent:
        problems["absent"] = _("Say who is away.")
    if not draft.person:
        problems["stand_in"] = _("Say who stands in.")
    elif draft.person == draft.absent:
        problems["stand_in"] = _("Nobody stands in for themself.")
    return problems | problems_in_reason(draft.reason, "away_reason")


def problems_in_guest(draft: GuestDraft, *, today: date) -> dict[str, str]:
    """What keeps a guest from being let in."""
    span = Span(today, draft.ends_on)
    problems = _problems_in_span(span, "guest_", today, LONGEST_GUEST)
    if not draft.email:
        problems["email"] = _("Give an e-mail address.")
    if not draft.given_name:
        problems["given_name"] = _("Give a name.")
    typed = {"email": draft.email, "given_name": draft.given_name, "family_name": draft.family_name}
    unseen = _("There are characters in it that cannot be seen. Type it anew.")
    problems |= {field: unseen for field, text in typed.items() if not text.isprintable()}
    return problems | problems_in_reason(draft.reason, "guest_reason")


def problems_in_reason(reason: str, field: str) -> dict[str, str]:
    """Nothing is given or ended without saying why."""
    if not reason:
        return {field: _("Say why, in a few words.")}
    if len(reason) > LONGEST_REASON:
        return {field: _("At most {n} characters.").format(n=LONGEST_REASON)}
    return {}


def _problems_in_span(
    span: Span, prefix: str, today: date, longest: timedelta | None
) -> dict[str, str]:
    """What is wrong with the days; with `longest` they must end."""
    if span.starts_on is None:
        return {f"{prefix}starts_on": _("Choose a first day.")}
    if span.starts_on < today:
        return {f"{prefix}starts_on": _("It can begin today at the earliest.")}
    if span.ends_on is not None and span.ends_on < span.starts_on:
        return {f"{prefix}ends_on": _("It would end before it begins.")}
    if longest is not None and _is_longer(span, longest):
        told = _("Choose a last day, at most {n} days later.")
        return {f"{prefix}ends_on": told.format(n=longest.days)}
    return {}


def _is_longer(span: Span, longest: timedelta) -> bool:
    """Whether it has no end, or one that is too far."""
    if span.ends_on is None or span.starts_on is None:
        return True
    return span.ends_on - span.starts_on > longest


def _typed(form: Mapping[str, str], name: str) -> str:
    """What was typed, on one line; without a null character, which is text to a browser alone."""
    text = " ".join(str(form.get(name, "")).replace("\0", "").split())[:300]
    return text.lower() if name in {"person", "root", "stand_in", "absent", "email"} else text


def _span(form: Mapping[str, str], prefix: str) -> Span:
    return Span(_day(form, f"{prefix}starts_on"), _day(form, f"{prefix}ends_on"))


def _day(form: Mapping[str, str], name: str) -> date | None:
    """A day from the browser's calendar; None for none, and for what is no day of these times."""
    try:
        day = date.fromisoformat(_typed(form, name))
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2199 else None
