"""Who has which role over whom, for administrators; one's own roles and stand-ins for everybody."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, or_, select

from coach_the_coach.account.grants.rows import GrantRow, OwnGrantRow
from coach_the_coach.account.provider.rules import MARK
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission, Role, role_word
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import sees, visible
from coach_the_coach.identity.tables import Grant, Person

PAGE: Final = 25
"""Roles shown at once. Source: docs/method.md#lists."""


def grants_held(
    session: Session, actor: Actor, *, search: str, page: int, at: datetime
) -> tuple[list[GrantRow], int]:
    """Roles in force and to come, those given by hand first, then by name, `PAGE` from `page`.

    With it how many there are in all; in three statements. Raises NotPermitted.
    """
    actor.require(Permission.GRANT_WRITE)
    whole = func.lower(Person.given_name + " " + Person.family_name + " " + Person.email)
    words = search.replace("\0", "").lower().split()[:5]
    scope = and_(
        sees(Grant, actor, Permission.GRANT_WRITE),
        _is_not_over(at),
        *(whole.contains(word, autoescape=True) for word in words),
    )
    is_theirs = col(Person.id) == col(Grant.person_id)
    total = session.exec(
        select(func.count()).select_from(Grant).join(Person, is_theirs).where(scope)
    ).one()
    found = session.exec(
        select(Grant, Person)
        .join(Person, is_theirs)
        .where(scope)
        .order_by(
            col(Grant.given_by_id).is_(None),
            col(Person.given_name),
            col(Person.family_name),
            col(Grant.id),
        )
        .offset(max(page, 0) * PAGE)
        .limit(PAGE)
    ).all()
    names = _names(session, (grant for grant, _person in found))
    return [_row(grant, person, names, at) for grant, person in found], total


def own_grants(session: Session, actor: Actor, *, at: datetime) -> list[OwnGrantRow]:
    """The actor's own roles in force and to come, and who takes their place; in two statements."""
    found = session.exec(
        visible(Grant, actor).where(_is_not_over(at)).order_by(col(Grant.starts_at), col(Grant.id))
    ).all()
    names = _names(session, found)
    return [
        OwnGrantRow(
            what=_own_words(grant, names, actor),
            span=_span(grant, actor.time_zone),
            why=_why(grant, names),
        )
        for grant in found
    ]


def _is_not_over(at: datetime) -> ColumnElement[bool]:
    """The condition that a grant is in force or to come."""
    return or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > at)


def _names(session: Session, grants: Iterable[Grant]) -> dict[int, str]:
    """Everybody whom these grants name."""
    people = ((one.person_id, one.root_id, one.given_by_id, one.stands_in_for_id) for one in grants)
    return names_of(session, (who for four in people for who in four if who is not None))


def _row(grant: Grant, person: Person, names: dict[int, str], at: datetime) -> GrantRow:
    """One role as an administrator reads it."""
    return GrantRow(
        id=str(grant.id),
        name=person.name,
        email=person.email,
        what=_what(grant, names),
        span=_span(grant, person.time_zone),
        why=_why(grant, names),
        mark=_mark(grant, at),
    )


def _what(grant: Grant, names: dict[int, str]) -> str:
    """The role, over whom, and in whose place."""
    role = role_word(grant.role)
    if grant.stands_in_for_id is not None:
        told = _("Stands in for {name} as {role}")
        return told.format(name=names[grant.stands_in_for_id], role=role)
    if grant.role is Role.GUEST:
        return _("Guest, for what is agreed with them")
    if grant.root_id is None:
        return _("{role} for everybody").format(role=role)
    if grant.role is Role.REP:
        return role
    if grant.root_id == grant.person_id:
        return _("{role} of their own people").format(role=role)
    return _("{role} over {name}'s people").format(role=role, name=names[grant.root_id])


def _own_words(grant: Grant, names: dict[int, str], actor: Actor) -> str:
    """The same, said to the one whom it is about."""
    role = role_word(grant.role)
    if grant.person_id != actor.person_id:
        told = _("{name} stands in for you as {role}")
        return told.format(name=names[grant.person_id], role=role)
    if grant.stands_in_for_id is not None:
        told = _("You stand in for {name} as {role}")
        return told.format(name=names[grant.stands_in_for_id], role=role)
    if grant.role is Role.GUEST:
        return _("Guest, for what is agreed with you")
    if grant.root_id == grant.person_id and grant.role is not Role.REP:
        return _("{role} of your own people").format(role=role)
    return _what(grant, names)


def _span(grant: Grant, zone: str) -> str:
    """From which day to which, as days are where its holder is: so they were given.

    What a directory gives lasts for hours, and ends at a time of day.
    """
    if _is_of_directory(grant) and grant.ends_at is not None:
        until = grant.ends_at.astimezone(ZoneInfo(zone))
        return _("Until {time}").format(
            time=format_datetime(until, "d MMM y, HH:mm", locale="en_GB")
        )
    first = date_words(local_day(grant.starts_at, zone))
    if grant.ends_at is None:
        return _("From {day}").format(day=first)
    # It ends with its last day, at whose end the next begins.
    last = date_words(local_day(grant.ends_at - timedelta(seconds=1), zone))
    return _("{first} to {last}").format(first=first, last=last)


def date_words(on: date) -> str:
    """A day by its date, for spans and for what is read later."""
    return format_date(on, "d MMM y", locale="en_GB")


def _why(grant: Grant, names: dict[int, str]) -> str:
    """Who gave it, and why; nothing for what came with a file."""
    if _is_of_directory(grant):
        return _("From the organisation's directory, anew at each sign-in by it")
    if grant.given_by_id is None:
        return ""
    return _("Given by {name}: {reason}").format(name=names[grant.given_by_id], reason=grant.reason)


def _is_of_directory(grant: Grant) -> bool:
    """Whether the organisation's directory gave it."""
    return grant.given_by_id is None and grant.reason.startswith(MARK)


def _mark(grant: Grant, at: datetime) -> str:
    """What there is to notice about it, in a word."""
    if grant.starts_at > at:
        return _("To come")
    if grant.stands_in_for_id is not None:
        return _("Stand-in")
    return "" if grant.ends_at is None else _("For a time")


def today_of(_session: Session, actor: Actor, *, at: datetime) -> str:
    """The day it is for the actor, as a browser writes it."""
    return local_day(at, actor.time_zone).isoformat()
