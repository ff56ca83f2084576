"""Every certificate that was ever granted to somebody in reach, a page of it or all as a file."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from coach_the_coach.cadence.figures.one.rules import table
from coach_the_coach.certification.able.rows import PathOption
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.deciding.tables import Suspension
from coach_the_coach.certification.queries import newest_versions
from coach_the_coach.certification.register.rows import AwardRow, RegisterRow
from coach_the_coach.certification.register.rules import (
    COLUMNS,
    Asked,
    Rest,
    Stands,
    interval,
    kind_word,
    stands_mark,
    stands_on,
    stands_word,
)
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import begins, day, local_day
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import sees
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.queries import named_like
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import page_row

PAGE: Final = 25
"""Certificates shown at once. Source: docs/method.md#lists."""

READING: Final = audit.known(
    "register:export", _("took the register of certificates as a file"), audit.Told.ADMIN
)


def known_paths(session: Session, actor: Actor) -> list[PathOption]:
    """The paths there are, to ask for one. Raises NotPermitted."""
    actor.require(Permission.AWARD_READ)
    return [PathOption(one.key, one.title) for one in newest_versions(session)]


def register(
    session: Session, actor: Actor, *, asked: Asked, page: int, at: datetime
) -> RegisterRow:
    """One page of the certificates asked for, the newest first; five statements at most.

    Of those in reach, and one's own. Raises NotPermitted.
    """
    today = local_day(at, actor.time_zone)
    scope = _scope(session, actor, asked, today)
    total = session.exec(
        select(func.count())
        .select_from(Award)
        .join(Person, col(Person.id) == col(Award.person_id))
        .where(scope)
    ).one()
    found = session.exec(_awards(scope).offset(page * PAGE).limit(PAGE)).all()
    names = _signers(session, [one for one, _person in found])
    zone, on = actor.time_zone, asked.on or today
    rests = _rests(session, [one for one, _person in found], zone)
    lines = [_row(one, person, names, rests[one.id or 0], on, zone) for one, person in found]
    return RegisterRow(
        lines=lines,
        paging=page_row(page, size=PAGE, shown=len(lines), total=total),
        total=_n("{n} certificate", "{n} certificates", total).format(n=total),
        file=f"{routes.REGISTER_FILE}?{_query(asked)}".removesuffix("?"),
    )


def register_file(session: Session, actor: Actor, *, asked: Asked, at: datetime) -> bytes:
    """All certificates asked for as CSV, the newest first; four statements at most.

    Raises NotPermitted.
    """
    today = local_day(at, actor.time_zone)
    found = session.exec(_awards(_scope(session, actor, asked, today))).all()
    names = _signers(session, [one for one, _person in found])
    audit.seen(session, READING, detail={"certificates": len(found)})
    rests = _rests(session, [one for one, _person in found], "UTC")
    return table(COLUMNS, (_line(one, person, names, rests[one.id or 0]) for one, person in found))


def _scope(session: Session, actor: Actor, asked: Asked, today: date) -> ColumnElement[bool]:
    """The condition on a certificate and its person. Raises NotPermitted."""
    actor.require(Permission.AWARD_READ)
    conditions = [sees(Award, actor, Permission.AWARD_READ), named_like(asked.search)]
    if asked.path_key:
        conditions.append(col(Award.path_key) == asked.path_key)
    if asked.year is not None:
        year = date(asked.year, 1, 1), date(asked.year, 12, 31)
        conditions.append(col(Award.valid_from).between(*year))
    if asked.stands is not None:
        conditions.append(_stood(session, asked.stands, asked.on or today, actor.time_zone))
    return and_(*conditions)


def _stood(session: Session, stands: Stands, on: date, zone: str) -> ColumnElement[bool]:
    """The condition that a certificate stood so at the end of a day; as `rules.stands_on`."""
    after = begins(on + timedelta(days=1), zone)
    has_begun = col(Award.valid_from) <= on
    is_revoked = and_(col(Award.revoked_at).is_not(None), col(Award.revoked_at) < after)
    has_ended = and_(col(Award.valid_until).is_not(None), col(Award.valid_until) < on)
    rests = or_(
        and_(col(Award.suspended_at).is_not(None), col(Award.suspended_at) < after),
        col(Award.id).in_(_resting(session, after)),
    )
    return {
        Stands.REVOKED: and_(has_begun, is_revoked),
        Stands.ENDED: and_(has_begun, ~is_revoked, has_ended),
        Stands.SUSPENDED: and_(has_begun, ~is_revoked, ~has_ended, rests),
        Stands.VALID: and_(has_begun, ~is_revoked, ~has_ended, ~rests),
    }[stands]


def _resting(session: Session, after: datetime) -> Sequence[int]:
    """The certificates that rested at an instant, whoever holds them: a handful in any house."""
    with as_program(session):
        return session.exec(
            select(Suspension.award_id).where(
                col(Suspension.in_force_at) < after,
                or_(col(Suspension.ended_at).is_(None), col(Suspension.ended_at) >= after),
            )
        ).all()


def _rests(session: Session, awards: Sequence[Award], zone: str) -> dict[int, list[Rest]]:
    """When each of these certificates rested, by inner id, the oldest first; no word of why."""
    rests: dict[int, list[Rest]] = {one.id or 0: [] for one in awards}
    with as_program(session):
        found = session.exec(
            select(Suspension)
            .where(
                col(Suspension.award_id).in_(list(rests)), col(Suspension.in_force_at).is_not(None)
            )
            .order_by(col(Suspension.in_force_at), col(Suspension.id))
        ).all()
    for one in found:
        if (begins_on := _day(one.in_force_at, zone)) is not None:
            rests[one.award_id].append(Rest(begins_on, _day(one.ended_at, zone)))
    for award in awards:
        since, mine = _day(award.suspended_at, zone), rests[award.id or 0]
        if since is not None and not any(one.ends is None for one in mine):
            mine.append(Rest(since))
    return rests


def _awards(scope: ColumnElement[bool]) -> Any:
    return (
        select(Award, Person)
        .join(Person, col(Person.id) == col(Award.person_id))
        .where(scope)
        .order_by(col(Award.valid_from).desc(), col(Award.id).desc())
    )


def _signers(session: Session, found: Sequence[Award]) -> dict[int, str]:
    return names_of(session, {who for one in found for who in one.signed_by})


def _row(
    one: Award, person: Person, names: dict[int, str], rests: list[Rest], on: date, zone: str
) -> AwardRow:
    stands = stands_on(
        one.valid_from,
        one.valid_until,
        _day(one.revoked_at, zone),
        rests,
        on,
    )
    until = day(one.valid_until, on).exact if one.valid_until else _("Without an end")
    return AwardRow(
        public_id=one.public_id,
        name=person.name,
        path=one.path_title,
        kind=kind_word(one.kind),
        since=day(one.valid_from, on).exact,
        until=until,
        stands=stands_word(stands),
        mark=stands_mark(stands),
        signers=", ".join(names[who] for who in one.signed_by if who in names),
        rested=[_rested(rest, on) for rest in rests if rest.ends is not None],
    )


def _rested(rest: Rest, on: date) -> str:
    """That it rested, from when until when, as a sentence."""
    return _("Rested from {begins} to {ends}.").format(
        begins=day(rest.begins, on).exact, ends=day(rest.ends, on).exact
    )


def _line(one: Award, person: Person, names: dict[int, str], rests: list[Rest]) -> dict[str, Any]:
    values = (
        *(one.public_id, person.name, person.public_id, one.path_title, one.version, one.kind),
        *(one.valid_from, one.valid_until, _day(one.revoked_at, "UTC")),
        _day(one.suspended_at, "UTC"),
        "; ".join(interval(rest) for rest in rests if rest.ends is not None),
        "; ".join(names[who] for who in one.signed_by if who in names),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _day(at: datetime | None, zone: str) -> date | None:
    return None if at is None else local_day(at, zone)


def _query(asked: Asked) -> str:
    """What is asked for, as an address says it."""
    said = {
        "search": asked.search.strip(),
        "path": asked.path_key,
        "stands": str(asked.stands or ""),
        "on": asked.on.isoformat() if asked.on else "",
        "year": str(asked.year or ""),
    }
    return urlencode({name: value for name, value in said.items() if value})
