"""The organisation as a file meets it, and what the file would change there."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.account.provider.rules import MARK
from coach_the_coach.foundation.errors import Invalid, NotPermitted
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission, Role, role_word
from coach_the_coach.identity.scope import is_guests
from coach_the_coach.identity.tables import Grant, Person, ReportingLine
from coach_the_coach.imports.formats.people import (
    DECIDED,
    PeopleFile,
    PersonLine,
    listed,
)
from coach_the_coach.imports.formats.sheet import Problem, told
from coach_the_coach.imports.people.rows import Change, ImportReport
from coach_the_coach.imports.people.rules import (
    Known,
    fields_in_words,
    is_below,
    notes_about,
    problems_between,
    questions_about,
    renamed,
)

OVER_PEOPLE: Final = frozenset({Role.LEADER, Role.MANAGER, Role.SPECIALIST})
"""Roles that see other people's coaching; nobody gives one to themself. Source: docs/access.md."""


@dataclass
class Organisation:
    """Everybody who is there, with the lines of the day and the grants that a file decides."""

    people: dict[str, Person]
    """By e-mail."""
    lines: dict[int, ReportingLine]
    """The line in force, by person id."""
    grants: dict[int, list[Grant]]
    """By person id: without an end, over the person's own subtree or the whole organisation.

    Of those given by hand and to stand-ins a file knows nothing, and ends none.
    """
    by_hand: dict[int, set[Role]]
    """By person id: roles held likewise that somebody gave by hand, so that none is given twice."""
    of_directory: dict[int, set[Role]]
    """By person id: roles held likewise that the directory gave, and takes away itself."""
    guests: set[int] = field(default_factory=set)
    """Ids of people who are guests, or are to be."""
    by_id: dict[int, Person] = field(default_factory=dict)

    def manager_of(self, person: Person) -> str:
        """The e-mail of the manager; empty for somebody who answers to nobody."""
        line = self.lines.get(person.id or 0)
        return self.by_id[line.manager_id].email if line else ""

    def known(self) -> dict[str, Known]:
        """The people as far as a file must fit them."""
        return {
            email: Known(one.name, one.employee_id or "", self.manager_of(one))
            for email, one in self.people.items()
        }


@dataclass
class Step:
    """What one line of the file changes: nothing, when all but `line` and `person` is empty."""

    line: PersonLine
    person: Person | None
    values: dict[str, Any]
    manager: str | None
    """E-mail of the new manager, empty for none; None when that stays as it is."""
    give: frozenset[Role]
    end: list[Grant]
    stay: frozenset[Role] = frozenset()
    """Roles that the person has before and after."""

    @property
    def changes(self) -> bool:
        """Whether anything becomes different."""
        return bool(self.values or self.manager is not None or self.give or self.end)


@dataclass
class Plan:
    """All that a file changes, found without changing anything."""

    organisation: Organisation
    steps: list[Step]
    notes: list[str]
    names: dict[str, str]
    """Name by e-mail, of everybody there will be."""


def may_import(_session: Session, actor: Actor) -> None:
    """Go on only for who may bring people in anywhere: a file can give roles over everybody.

    Raises NotPermitted.
    """
    if None not in actor.roots(Permission.PERSON_IMPORT):
        raise NotPermitted


def organisation(session: Session, at: datetime) -> Organisation:
    """The whole organisation, in three statements however large it is.

    It is no actor's view: the file is checked against everybody, by whoever may import.
    """
    on = at.date()
    people = session.exec(select(Person)).all()
    lines = session.exec(
        select(ReportingLine).where(
            ReportingLine.starts_on <= on,
            or_(col(ReportingLine.ends_on).is_(None), col(ReportingLine.ends_on) > on),
        )
    ).all()
    grants: dict[int, list[Grant]] = defaultdict(list)
    by_hand: dict[int, set[Role]] = defaultdict(set)
    of_directory: dict[int, set[Role]] = defaultdict(set)
    guests: set[int] = set()
    decided = and_(
        col(Grant.ends_at).is_(None),
        col(Grant.stands_in_for_id).is_(None),
        Grant.starts_at <= at,
        col(Grant.role).in_(DECIDED),
        or_(col(Grant.root_id).is_(None), col(Grant.root_id) == col(Grant.person_id)),
    )
    for grant in session.exec(select(Grant).where(or_(decided, is_guests(at)))).all():
        if grant.role is Role.GUEST:
            guests.add(grant.person_id)
        elif grant.reason.startswith(MARK):
            # What the directory gave it takes away itself, and a file gives beside it.
            of_directory[grant.person_id].add(grant.role)
        elif grant.given_by_id is None:
            grants[grant.person_id].append(grant)
        else:
            by_hand[grant.person_id].add(grant.role)
    return Organisation(
        people={one.email: one for one in people},
        lines={line.person_id: line for line in lines},
        grants=dict(grants),
        by_hand=dict(by_hand),
        of_directory=dict(of_directory),
        guests=guests,
        by_id={one.id or 0: one for one in people},
    )


def import_plan(
    session: Session, *, file: PeopleFile, at: datetime, importer: Actor | None = None
) -> Plan:
    """What the file would change. Raises Invalid, whose problems name each line.

    The file comes in read: reading a large one takes seconds, for which nobody else must wait.
    """
    there = organisation(session, at)
    known = there.known()
    problems = [*file.problems, *problems_between(file, known)]
    new = renamed(file, known)
    former = {email: before for before, email in new.items()}
    steps = (
        []
        if problems
        else [_step(line, file, there, new, former, at.date()) for line in file.lines]
    )
    problems += _guests(steps, there)
    problems += _lockouts(steps, there, importer)
    if importer:
        problems += _own_gains(steps, there.by_id[importer.person_id], known, new)
    if problems:
        raise Invalid(told(problems))
    names = {new.get(email, email): one.name for email, one in there.people.items()}
    names |= {line.email: line.name for line in file.lines}
    return Plan(there, steps, [*file.notes, *notes_about(file)], names)


def _step(
    line: PersonLine,
    file: PeopleFile,
    there: Organisation,
    new: Mapping[str, str],
    former: Mapping[str, str],
    on: date,
) -> Step:
    """What this line changes."""
    person = there.people.get(former.get(line.email, line.email))
    values = line.kept(file.columns)
    ends_on = values.get("ends_on")
    before = ""
    held: list[Grant] = []
    by_hand: set[Role] = set()
    besides: set[Role] = set()
    if person is not None:
        ends_on = values.get("ends_on", person.ends_on)
        values = {name: value for name, value in values.items() if getattr(person, name) != value}
        manager = there.manager_of(person)
        before = new.get(manager, manager)
        held = there.grants.get(person.id or 0, [])
        by_hand = there.by_hand.get(person.id or 0, set())
        besides = by_hand | there.of_directory.get(person.id or 0, set())
    after = new.get(line.manager_email, line.manager_email)
    moves = "manager_email" in file.columns and after != before
    # Whoever has left keeps their line, so that those below stay in reach, and loses every role.
    has_left = bool(ends_on and ends_on < on)
    roles = frozenset() if has_left else line.roles
    kept = {grant.role for grant in held} & roles
    return Step(
        line=line,
        person=person,
        values=values,
        manager=after if moves else None,
        give=roles - {grant.role for grant in held} - by_hand,
        end=[grant for grant in held if grant.role not in roles],
        stay=frozenset() if has_left else frozenset(kept | besides),
    )


def _guests(steps: list[Step], there: Organisation) -> list[Problem]:
    """Lines that would give a role to somebody who is here as a guest."""
    text = _("{name} is here as a guest. End that under Roles first.")
    return [
        Problem(step.line.line, text.format(name=step.person.name))
        for step in steps
        if step.give and step.person and step.person.id in there.guests
    ]


def _lockouts(steps: list[Step], there: Organisation, importer: Actor | None) -> list[Problem]:
    """Lines that would leave nobody to administer, or take that role from the one who imports."""
    by_hand = {one for one, roles in there.by_hand.items() if Role.ADMIN in roles}
    leaders = by_hand | {one for one, grants in there.grants.items() if _administers(grants)}
    losing = {
        step.person.id: step.line
        for step in steps
        if step.person and step.person.id in leaders - by_hand and _administers(step.end)
    }
    if importer and importer.person_id in losing:
        own = losing[importer.person_id]
        text = _("this would take away your own role as administrator{way_out}.")
        return [Problem(own.line, text.format(way_out=_way_out(own)))]
    gaining = any(Role.ADMIN in step.give for step in steps)
    if losing and leaders <= losing.keys() and not gaining:
        text = _("nobody would be left to administer{way_out}.")
        return [Problem(line.line, text.format(way_out=_way_out(line))) for line in losing.values()]
    return []


def _way_out(line: PersonLine) -> str:
    """How the line would leave somebody an administrator, to end a sentence with."""
    if Role.ADMIN in line.roles:
        return _(", for the last day is over")
    roles = [role for role in DECIDED if role in line.roles]
    return _("; write the role as “{roles}”").format(roles=" + ".join([*roles, Role.ADMIN]))


def _own_gains(
    steps: list[Step], importer: Person, known: Mapping[str, Known], new: Mapping[str, str]
) -> list[Problem]:
    """Lines by which the one who imports would come to see more than they may.

    A role over people, reports of their own, and people who are there already and would come below
    them; somebody new below their reports has no history to be seen.
    """
    own = new.get(importer.email, importer.email)
    former = {
        new.get(email, email): new.get(one.manager_email, one.manager_email)
        for email, one in known.items()
    }
    after = former | {step.line.email: step.manager for step in steps if step.manager is not None}
    text = _("you cannot give yourself a role or people. Ask another administrator.")
    return [
        Problem(step.line.line, text)
        for step in steps
        if (step.person and step.person.id == importer.id and step.give & OVER_PEOPLE)
        or step.manager == own
        or (
            step.person
            and step.manager
            and is_below(step.line.email, own, after)
            and not is_below(step.line.email, own, former)
        )
    ]


def _administers(grants: list[Grant]) -> bool:
    """Whether the administrator's role is among these."""
    return any(grant.role is Role.ADMIN for grant in grants)


def report_of(plan: Plan) -> ImportReport:
    """The plan in numbers and words."""
    changing = [step for step in plan.steps if step.changes]
    there = [step for step in changing if step.person is not None]
    return ImportReport(
        added=len(changing) - len(there),
        changed=len(there),
        unchanged=len(plan.steps) - len(changing),
        moved=sum(step.manager is not None for step in there),
        ended=sum(_leaves(step) for step in there),
        changes=tuple(
            Change(
                line=step.line.line,
                name=step.line.name,
                kind=_kind(step),
                text=_in_words(step, plan),
                ends_role=bool(_ended(step)),
            )
            for step in changing
        ),
        notes=tuple(plan.notes),
        questions=tuple(
            questions_about(
                [
                    (step.person.name, step.line)
                    for step in there
                    if step.person and _is_other(step.person, step.line)
                ]
            )
        ),
    )


def _is_other(one: Person, line: PersonLine) -> bool:
    """Whether an employee id may have gone to somebody else: both names and the e-mail differ.

    One name alone changes with a marriage, and the e-mail with it.
    """
    return (
        one.email != line.email
        and one.given_name.casefold() != line.given_name.casefold()
        and one.family_name.casefold() != line.family_name.casefold()
    )


def _ended(step: Step) -> list[Role]:
    """Roles that the person has before and no longer after."""
    return [grant.role for grant in step.end if grant.role not in step.stay]


def _leaves(step: Step) -> bool:
    """Whether the line gives a last day to somebody who had none."""
    return bool(step.values.get("ends_on") and step.person and not step.person.ends_on)


def _kind(step: Step) -> str:
    """What happens to the person, in a word."""
    if step.person is None:
        return _("New")
    if _leaves(step):
        return _("Leaves")
    return _("Changed") if step.manager is None else _("Moves")


def _in_words(step: Step, plan: Plan) -> str:
    """Everything the line changes, former and new."""
    parts: list[str] = []
    if step.person is not None:
        former = {name: getattr(step.person, name) for name in step.values}
        parts = fields_in_words(former, step.values)
    told = [
        (_("becomes {roles}"), sorted(step.give - step.stay)),
        # Only where roles change: what one then has is to be seen.
        (_("stays {roles}"), sorted(step.stay) if step.give or step.end else []),
        (_("no longer {roles}"), _ended(step)),
    ]
    parts += [
        text.format(roles=listed([role_word(one) for one in roles]))
        for text, roles in told
        if roles
    ]
    if step.manager:
        parts.append(_("answers to {manager}").format(manager=plan.names[step.manager]))
    elif step.manager is not None:
        parts.append(_("answers to nobody"))
    return "; ".join(parts)
