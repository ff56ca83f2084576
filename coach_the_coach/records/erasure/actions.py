"""Erasing a person, in one transaction, and again after an old backup was restored."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, update
from sqlalchemy.orm import defer
from sqlmodel import Session, col, or_, select

from coach_the_coach.cadence.figures.making.actions import turn_old
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import About, Told, logged
from coach_the_coach.foundation.changes import EVER
from coach_the_coach.foundation.erasing import (
    REASON_LENGTH,
    Erasure,
    erased_on,
    opened,
    wait_for_holds,
)
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.actions import rebuild_reach, wait_for_lines
from coach_the_coach.identity.tables import Grant, Person, ReportingLine
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.imports.tables import Import
from coach_the_coach.notices.actions import tell
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.actions import forget_draft
from coach_the_coach.observations.tables import Observation, Transcript
from coach_the_coach.observations.transcript.actions import let_go
from coach_the_coach.observations.watching.rules import State
from coach_the_coach.observations.watching.tables import Watching
from coach_the_coach.records.erasure.queries import (
    is_draft_of,
    is_open_plan,
    require_erasable,
    speaks_in,
    steps_of,
    waiting_steps,
)
from coach_the_coach.records.erasure.rules import address, pseudonym, renamed, replaced
from coach_the_coach.records.queries import Step
from coach_the_coach.shell import routes

ERASES: Final = "person:erase"
"""What the log calls an erasure."""


@logged(ERASES, _("erased a person's data"), Told.ADMIN)
def erase_person(
    session: Session, person: Person, *, reason: str, at: datetime, by_id: int | None = None
) -> Erasure:
    """Erase one person: names, ways in, and every word about them that can be told to be.

    What they signed about others stays with those, under a pseudonym; envelopes and hashes stay,
    and the log stays whole. What they share with somebody under a hold stays until that ends.
    Raises Conflict under a hold, and for somebody erased before.
    """
    number = person.id or 0
    # In the order of an import, which ends lines and changes people as well.
    wait_for_lines(session)
    wait_for_holds(session)
    wait_for_people(session, [number])
    session.refresh(person)
    require_erasable(session, number)
    erasure = Erasure(person_id=number, by_id=by_id, reason=reason.strip()[:REASON_LENGTH], at=at)
    session.add(erasure)
    session.flush()
    names = {text: " ".join(pseudonym(erasure.id or 0)) for text in _names(person)}
    with opened(session, erasure):
        _take_shared(session, [number], at)
        for step in (one for steps in steps_of(number).values() for one in steps):
            _take(session, step)
    _leave(session, person, at)
    _rename_elsewhere(session, names)
    _rename(person, erasure.id or 0)
    session.add(person)
    turn_old(session, [number], EVER, at)
    erasure.finished_at = at
    session.add(erasure)
    said = About(person_id=person.id, thing=person.public_id, detail={"reason": erasure.reason})
    audit.note(session, ERASES, actor_id=by_id, at=at, of=said)
    return erasure


def take_what_was_held(session: Session, at: datetime) -> None:
    """Take what of erased people stayed for a hold on somebody else that has ended."""
    wait_for_holds(session)
    erased = select(Erasure.person_id)
    _take_shared(session, erased, at)
    for step in waiting_steps(erased):
        _take(session, step)


def end_lines(session: Session, people: Any, today: date) -> None:
    """End the reporting lines of these people, and make reach anew where there were any."""
    lines = or_(col(ReportingLine.person_id).in_(people), col(ReportingLine.manager_id).in_(people))
    still = or_(col(ReportingLine.ends_on).is_(None), col(ReportingLine.ends_on) > today)
    ending = update(ReportingLine).where(lines, still).values(ends_on=today)
    if session.connection().execute(ending).rowcount:
        everybody = [one or 0 for one in session.exec(select(Person.id)).all()]
        rebuild_reach(session, everybody, today)


def erase_again(session: Session, people: Iterable[str], *, at: datetime) -> list[str]:
    """Erase those of these public ids whom a restored backup brought back; returns who that was.

    Raises Conflict under a hold, and then nobody is erased.
    """
    erased = select(Erasure.person_id)
    back = col(Person.public_id).in_(list(people)), col(Person.id).not_in(erased)
    found = session.exec(select(Person).where(*back).order_by(col(Person.id))).all()
    # For all at once, in the order of one: who waits for them one by one may wait in a ring.
    wait_for_lines(session)
    wait_for_holds(session)
    wait_for_people(session, [person.id or 0 for person in found])
    for person in found:
        erase_person(session, person, reason=_("erased before, and back from a backup"), at=at)
    return [person.public_id for person in found]


def _names(person: Person) -> list[str]:
    """The texts by which the person is named in sentences and reports, the longest first."""
    texts = {person.name, person.email, person.employee_id or ""}
    return sorted((text for text in texts if len(text) > 2), key=len, reverse=True)


def _take(session: Session, step: Step) -> None:
    """Delete the rows of a step, or empty their words."""
    statement: Any = delete(step.table) if not step.empties else update(step.table)
    if step.empties:
        statement = statement.values(**step.empties)
    session.connection().execute(statement.where(step.where))


def _take_shared(session: Session, people: Any, at: datetime) -> None:
    """Take what these people share with others, but for what a hold on one of those keeps."""
    _forget_drafts(session, people, at)
    _let_go_of_words(session, people, at)
    _call_off_plans(session, people, at)


def _forget_drafts(session: Session, people: Any, at: datetime) -> None:
    """An unsigned draft is no assessment: by somebody erased nobody can finish it."""
    # Corrections first: an earlier version stays as long as another names it.
    drafts = select(Observation).where(is_draft_of(people)).order_by(col(Observation.id).desc())
    for draft in session.exec(drafts).all():
        called_off = forget_draft(session, draft)
        if called_off is not None and erased_on(session, called_off.observed_id) is None:
            text = _("The observation was discarded, so your fifteen minutes are called off.")
            tell(session, called_off.observed_id, text, link=routes.HOME, at=at)


def _let_go_of_words(session: Session, people: Any, at: datetime) -> None:
    """What somebody said in a talk goes, whoever else spoke; codes and counts stay."""
    for transcript in session.exec(select(Transcript).where(speaks_in(people))).all():
        if transcript.deleted_at is None:
            let_go(session, transcript, at)
        # A file and its speakers are called what those who talked are called.
        transcript.file_name = ""
        transcript.manager_speaker = "" if transcript.manager_speaker is not None else None
        session.add(transcript)
    session.flush()


def _call_off_plans(session: Session, people: Any, at: datetime) -> None:
    """A plan to watch goes on with two people or not at all; its letters do not go."""
    for plan in session.exec(select(Watching).where(is_open_plan(people))).all():
        plan.state, plan.changed_at = State.CANCELLED, at
        session.add(plan)
        letters = col(Job.payload).contains(plan.public_id, autoescape=True)
        session.exec(delete(Job).where(col(Job.done_at).is_(None), letters))


def _leave(session: Session, person: Person, at: datetime) -> None:
    """End the person's roles and lines, as if yesterday had been their last day.

    On their last day people still come in and are counted: see `sign_in.in_employment`.
    """
    today = at.date()
    yesterday = today - timedelta(days=1)
    lasts = or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > at)
    theirs = or_(
        *(
            col(part) == person.id
            for part in (Grant.person_id, Grant.stands_in_for_id, Grant.root_id)
        )
    )
    session.exec(update(Grant).where(theirs, lasts).values(ends_at=at))
    # What others said of them when they gave or took a role over their people.
    session.exec(update(Grant).where(theirs).values(reason=""))
    person.ends_on = min(person.ends_on or yesterday, yesterday)
    session.add(person)
    session.flush()
    end_lines(session, [person.id], today)


def _rename_elsewhere(session: Session, names: dict[str, str]) -> None:
    """The program's own sentences to others name the person from now on by the pseudonym."""
    for text, instead in names.items():
        told = select(Notice).where(col(Notice.text).contains(text, autoescape=True))
        for notice in session.exec(told).all():
            notice.text = renamed(notice.text, {text: instead})[:300]
            session.add(notice)
        session.flush()
    # A file that waits holds names in a form of its own; it can be chosen again.
    session.exec(delete(Import).where(col(Import.brought_in_at).is_(None)))
    whole = defer(Import.content, raiseload=True)  # pyright: ignore[reportArgumentType] - a column
    for brought_in in session.exec(select(Import).options(whole)).all():
        brought_in.file_name = renamed(brought_in.file_name, names)[:200]
        brought_in.report = replaced(brought_in.report, names)
        brought_in.problems = replaced(brought_in.problems, names)
        session.add(brought_in)


def _rename(person: Person, number: int) -> None:
    """Put a pseudonym in the place of all that says who it was."""
    person.given_name, person.family_name = pseudonym(number)
    person.email, person.employee_id = address(number), None
    person.title = person.team = person.region = ""
    person.time_zone, person.locale, person.starts_on = "UTC", "en", None
