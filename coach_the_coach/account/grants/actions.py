"""Giving roles and ending them, letting somebody stand in, and letting guests in.

Whoever does it has just shown who they are, says why, and never gains by it: each role over people
is given by somebody else. All it concerns are told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.account.grants.queries import date_words
from coach_the_coach.account.grants.rules import (
    EVERYBODY,
    GrantDraft,
    GuestDraft,
    Span,
    StandInDraft,
    problems_in_grant,
    problems_in_guest,
    problems_in_reason,
    problems_in_stand_in,
)
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import Told, logged
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.when import begins, local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import (
    COACHED_ROLES,
    STOOD_IN_FOR,
    Actor,
    Permission,
    Role,
    role_word,
)
from coach_the_coach.identity.actions import (
    add_person,
    becomes_coached,
    comes_in_again,
    somebodys,
    wait_for_administrators,
)
from coach_the_coach.identity.scope import is_guests, is_held, visible
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Grant, Person, Reach, ReportingLine
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell, tell_all
from coach_the_coach.shell import routes


@dataclass(frozen=True)
class _Time:
    """From an instant to an instant; None is without an end."""

    starts_at: datetime
    ends_at: datetime | None


@logged("grant:give", _("gave a role"), Told.BOTH)
def give_role(session: Session, actor: Actor, *, draft: GrantDraft, at: datetime) -> None:
    """Give a role over a person's people, or over everybody, from a day to a day.

    Raises NotPermitted without the permission and to oneself, NotFresh, and Invalid for what does
    not fit, for somebody who is not here, and for a role held already.
    """
    _may(actor, at)
    if problems := problems_in_grant(draft, today=local_day(at, actor.time_zone)):
        raise Invalid(problems)
    person = _here(session, actor, "person", draft.person, at)
    _not_oneself(actor, person)
    wait_for_people(session, [person.id or 0])
    _no_guest(session, "person", person, at)
    over_all = draft.over == EVERYBODY
    root = None if over_all else _here(session, actor, "root", draft.root, at)
    time = _time(draft.span, person, at)
    role = Role(draft.role)
    grant = Grant(
        person_id=person.id or 0,
        role=role,
        root_id=root.id if root else None,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        given_by_id=actor.person_id,
        reason=draft.reason,
    )
    held = select(Grant.id).where(
        Grant.person_id == person.id,
        Grant.role == role,
        col(Grant.root_id).is_not_distinct_from(grant.root_id),
        col(Grant.stands_in_for_id).is_(None),
        _meets(time),
    )
    if session.exec(held).first() is not None:
        told = _("{name} has this role already in that time.")
        raise Invalid({"person": told.format(name=person.name)})
    if role in COACHED_ROLES:
        becomes_coached(session, person.id or 0, at=at)
    session.add(grant)
    words = {"name": actor.name, "role": role_word(role), "until": _until(draft.span.ends_on)}
    if root is None:
        told = _("{name} made you {role} for everybody{until}.").format(**words)
        of_all = _("{name} made {person} {role} for everybody{until}.")
        watchful = _who_watch_over(session, at) - {actor.person_id, person.id}
        said = of_all.format(**words, person=person.name)
        tell_all(session, dict.fromkeys(watchful, said), link=routes.ACCOUNT, at=at)
    else:
        told = _("{name} made you {role} over {root}'s people{until}.")
        told = told.format(**words, root=root.name)
        if root.id != person.id:
            of_root = _("{name} made {person} {role} over your people{until}.")
            _tell(session, root.id, of_root.format(**words, person=person.name), at)
    _tell(session, person.id, told, at)
    over = root.public_id if root else ""
    _enter(session, person, time, {"role": role, "over": over, "reason": draft.reason})


@logged("grant:stand_in", _("let somebody stand in for another"), Told.BOTH)
def let_stand_in(session: Session, actor: Actor, *, draft: StandInDraft, at: datetime) -> None:
    """Give somebody the roles of another over that other's people, for a time.

    It is reach, and nothing that is the other's own: no draft, talk or word of theirs. It ends by
    itself, and earlier where the other's own role does. Raises as `give_role`.
    """
    _may(actor, at)
    if problems := problems_in_stand_in(draft, today=local_day(at, actor.time_zone)):
        raise Invalid(problems)
    absent = _here(session, actor, "absent", draft.absent, at)
    person = _here(session, actor, "stand_in", draft.person, at)
    _not_oneself(actor, person)
    wait_for_people(session, [person.id or 0, absent.id or 0])
    _no_guest(session, "stand_in", person, at)
    time = _time(draft.span, person, at, field="away_ends_on")
    _no_chain(session, person, absent, time)
    own = session.exec(
        select(Grant).where(
            Grant.person_id == absent.id,
            col(Grant.role).in_(STOOD_IN_FOR),
            col(Grant.stands_in_for_id).is_(None),
            _meets(time),
        )
    ).all()
    if not own:
        told = _("{name} has no role over people that could be taken.")
        raise Invalid({"absent": told.format(name=absent.name)})
    _no_leader_below(session, person, [absent.id, *(one.root_id for one in own)])
    for one in own:
        session.add(
            Grant(
                person_id=person.id or 0,
                role=one.role,
                root_id=one.root_id,
                starts_at=time.starts_at,
                ends_at=time.ends_at,
                given_by_id=actor.person_id,
                stands_in_for_id=absent.id,
                reason=draft.reason,
            )
        )
    words = {"name": actor.name, "until": _until(draft.span.ends_on)}
    told = _("{name} asks you to stand in for {absent}{until}.")
    _tell(session, person.id, told.format(**words, absent=absent.name), at)
    told = _("{name} lets {person} stand in for you{until}.")
    _tell(session, absent.id, told.format(**words, person=person.name), at)
    _enter(session, person, time, {"for": absent.public_id, "reason": draft.reason})


@logged("grant:guest", _("let a guest in"), Told.BOTH)
def let_guest_in(session: Session, actor: Actor, *, draft: GuestDraft, at: datetime) -> None:
    """Add somebody from outside, who sees nothing but the sessions that are agreed with them.

    Raises NotPermitted, NotFresh, and Invalid, also for somebody who is here already.
    """
    _may(actor, at)
    if problems := problems_in_guest(draft, today=local_day(at, actor.time_zone)):
        raise Invalid(problems)
    email = somebodys(draft.email)
    known = session.exec(
        visible(Person, actor, Permission.GRANT_WRITE).where(Person.email == email)
    ).first()
    if known is not None:
        wait_for_people(session, [known.id or 0])
    if known is not None and not _is_former_guest(session, known, at):
        raise Invalid({"email": _("{name} is here already.").format(name=known.name)})
    guest = known or add_person(
        session, email=draft.email, given_name=draft.given_name, family_name=draft.family_name
    )
    if known is None:
        guest.title, guest.time_zone = role_word(Role.GUEST), actor.time_zone
    time = _time(Span(local_day(at, actor.time_zone), draft.ends_on), guest, at)
    guest.ends_on = draft.ends_on
    session.add(guest)
    session.add(
        Grant(
            person_id=guest.id or 0,
            role=Role.GUEST,
            root_id=guest.id,
            starts_at=time.starts_at,
            ends_at=time.ends_at,
            given_by_id=actor.person_id,
            reason=draft.reason,
        )
    )
    _enter(session, guest, time, {"role": Role.GUEST, "reason": draft.reason})


@logged("grant:end", _("ended a role"), Told.BOTH)
def end_grant(session: Session, actor: Actor, *, grant: str, reason: str, at: datetime) -> None:
    """End a role now; of a stand-in all that is held in that place. It stays written down.

    Raises NotPermitted, NotFresh, NotFound for one that is over, Invalid without a reason, and
    Conflict for one's own role as administrator, or another's while one could not come in again.
    """
    _may(actor, at)
    if problems := problems_in_reason(" ".join(reason.split()), "end_reason"):
        raise Invalid(problems)
    wait_for_administrators(session, at, by=actor)
    not_over = or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > at)
    one = session.exec(
        visible(Grant, actor, Permission.GRANT_WRITE).where(
            Grant.id == (int(grant) if grant.isdecimal() and len(grant) < 10 else 0), not_over
        )
    ).first()
    if one is None:
        raise NotFound(_("This role has ended already."))
    if one.role is Role.ADMIN:
        _somebody_administers(session, actor, one)
    together = [one]
    if one.stands_in_for_id is not None:
        same = visible(Grant, actor, Permission.GRANT_WRITE).where(
            Grant.person_id == one.person_id,
            Grant.stands_in_for_id == one.stands_in_for_id,
            not_over,
        )
        together = list(session.exec(same).all())
    for each in together:
        each.ends_at = at
        session.add(each)
    person = session.get_one(Person, one.person_id)
    told = _("{name} ended your role: {role}.")
    _tell(session, person.id, told.format(name=actor.name, role=role_word(one.role)), at)
    other = one.stands_in_for_id or one.root_id
    if other not in (None, person.id):
        told = _("{name} ended the role of {person} over your people.")
        _tell(session, other, told.format(name=actor.name, person=person.name), at)
    detail = {"role": one.role, "reason": " ".join(reason.split())}
    audit.about(session, person_id=person.id, thing=person.public_id, detail=detail)


def _may(actor: Actor, at: datetime) -> None:
    """Go on only for who may give roles over everybody, and has just shown who they are."""
    actor.require(Permission.GRANT_WRITE)
    if None not in actor.roots(Permission.GRANT_WRITE):
        raise NotPermitted
    actor.require_fresh(at)


def _somebody_administers(session: Session, actor: Actor, ending: Grant) -> None:
    """Go on only where the one who ends this role stays, and can come in. Raises Conflict."""
    if ending.person_id == actor.person_id:
        raise Conflict(_("Ask another administrator to end your own role."))
    if not comes_in_again(session, actor.person_id):
        text = _("You could not come in again yourself. Link your organisation's account first.")
        raise Conflict(text)


def _here(session: Session, actor: Actor, field: str, email: str, at: datetime) -> Person:
    """Whoever has this address and has not left. Raises Invalid for nobody."""
    person = session.exec(
        visible(Person, actor, Permission.GRANT_WRITE).where(Person.email == email)
    ).first()
    if person is None:
        raise Invalid({field: _("Nobody here has this address.")})
    here = select(Person.id).where(Person.id == person.id, in_employment(at))
    if session.exec(here).first() is None:
        raise Invalid({field: _("{name} has left.").format(name=person.name)})
    return person


def _not_oneself(actor: Actor, person: Person) -> None:
    """Nobody gives themself a role. Raises NotPermitted."""
    if person.id == actor.person_id:
        raise NotPermitted(_("You cannot give yourself a role. Ask another administrator."))


def _time(span: Span, person: Person, at: datetime, *, field: str = "ends_on") -> _Time:
    """From the first day to the end of the last, as days are where the person is; not the past."""
    ends_at = begins(span.ends_on + timedelta(days=1), person.time_zone) if span.ends_on else None
    if ends_at is not None and ends_at <= at:
        raise Invalid({field: _("This day is over where {name} is.").format(name=person.name)})
    return _Time(max(at, begins(span.starts_on or at.date(), person.time_zone)), ends_at)


def _meets(time: _Time) -> ColumnElement[bool]:
    """The condition that a grant is in force at some instant of that time."""
    begun = [col(Grant.starts_at) < time.ends_at] if time.ends_at else []
    lasts = or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > time.starts_at)
    return and_(lasts, *begun)


def _no_chain(session: Session, person: Person, absent: Person, time: _Time) -> None:
    """Nobody stands in for a stand-in. Raises Invalid."""
    meeting = session.exec(
        select(Grant).where(
            col(Grant.stands_in_for_id).is_not(None),
            _meets(time),
            or_(
                col(Grant.person_id).in_([person.id, absent.id]),
                col(Grant.stands_in_for_id).in_([person.id, absent.id]),
            ),
        )
    ).all()
    for one in meeting:
        if (one.person_id, one.stands_in_for_id) == (person.id, absent.id):
            told = _("{name} stands in already in that time.")
            raise Invalid({"stand_in": told.format(name=person.name)})
        if one.person_id == absent.id:
            told = _("{name} stands in for somebody else in that time.")
            raise Invalid({"absent": told.format(name=absent.name)})
        if one.stands_in_for_id == person.id:
            told = _("{name} is away too: somebody stands in for them.")
            raise Invalid({"stand_in": told.format(name=person.name)})


def _no_leader_below(session: Session, person: Person, roots: Iterable[int | None]) -> None:
    """Nobody comes to lead their own leader by what they hold over the people of these.

    A role over everybody is a specialist's, who leads nobody. Raises Invalid.
    """
    far_below = select(Reach.depth).where(
        col(Reach.ancestor_id).in_({one for one in roots if one is not None}),
        Reach.descendant_id == person.id,
        Reach.depth > 1,
    )
    if session.exec(far_below).first() is not None:
        # They would come to read what is written about those who lead them.
        told = _("{name} would lead their own leader. Choose somebody else.")
        raise Invalid({"stand_in": told.format(name=person.name)})


def _no_guest(session: Session, field: str, person: Person, at: datetime) -> None:
    """Whoever is from outside sees what was agreed with them, and no more. Raises Invalid."""
    held = select(Grant.id).where(Grant.person_id == person.id, is_guests(at))
    if session.exec(held).first() is not None:
        told = _("{name} is here as a guest. End that first.")
        raise Invalid({field: told.format(name=person.name)})


def _is_former_guest(session: Session, person: Person, at: datetime) -> bool:
    """Whether they were a guest, and hold nothing now."""
    held = session.exec(select(Grant).where(Grant.person_id == person.id)).all()
    lasting = [one for one in held if one.ends_at is None or one.ends_at > at]
    return not lasting and any(one.role is Role.GUEST for one in held)


def _who_watch_over(session: Session, at: datetime) -> set[int]:
    """Whoever administers, and the leaders who answer to nobody: who sees all is known to them."""
    answers = exists().where(
        col(ReportingLine.person_id) == col(Grant.person_id), col(ReportingLine.ends_on).is_(None)
    )
    is_at_top = and_(col(Grant.role) == Role.LEADER, ~answers)
    held = select(Grant.person_id).where(
        is_held(at, at.date()), or_(col(Grant.role) == Role.ADMIN, is_at_top)
    )
    return set(session.exec(held))


def _until(ends_on: date | None) -> str:
    """Until which day, as the end of a sentence."""
    return _(" until {day}").format(day=date_words(ends_on)) if ends_on else ""


def _tell(session: Session, person_id: int | None, text: str, at: datetime) -> None:
    tell(session, person_id or 0, text, link=routes.ACCOUNT, at=at)


def _enter(session: Session, person: Person, time: _Time, detail: dict[str, str]) -> None:
    """Say in the log whom it is about, from when, until when and why."""
    ends = time.ends_at.isoformat() if time.ends_at else ""
    span = {"starts_at": time.starts_at.isoformat(), "ends_at": ends}
    audit.about(session, person_id=person.id, thing=person.public_id, detail=detail | span)
