"""Leading a practice: each tap is kept; closing it puts it into the log."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from coach_the_coach.coaching.log.day.queries import problems_with_day
from coach_the_coach.coaching.log.rules import problems_in_reason
from coach_the_coach.coaching.log.tables import LogBody, LogEntry
from coach_the_coach.coaching.practice.queries import moment_row
from coach_the_coach.coaching.practice.rounds.queries import held_practice, own_practice, turns_of
from coach_the_coach.coaching.practice.rules import DEBRIEF_LENGTH, CloseDraft, problems_in
from coach_the_coach.coaching.practice.tables import PracticeTurn, TeamPractice
from coach_the_coach.coaching.queries import team
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.evidence.actions import keep, turn_stale, withdraw
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.audit import DRAFT, about, logged, nothing_done, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person


@unlogged(DRAFT)
def attempt(session: Session, actor: Actor, *, public_id: str, rep: str, at: datetime) -> None:
    """Keep that somebody of the team has tried it a first time.

    Raises NotFound for what is not the actor's own practice and for nobody of the team, Conflict
    once it is closed. So does everything here.
    """
    practice = own_practice(session, actor, public_id)
    person = next((one for one in team(session, actor, at=at) if one.public_id == rep), None)
    if person is None:
        raise NotFound
    if _turn(session, practice, rep) is None:
        session.add(
            PracticeTurn(team_practice_id=practice.id or 0, rep_id=person.id or 0, attempted_at=at)
        )
        _date(session, actor, practice)


@unlogged(DRAFT)
def keep_debrief(session: Session, actor: Actor, *, public_id: str, rep: str, text: str) -> None:
    """Keep the one thing to do differently. Raises Invalid where it is too long or must stay."""
    turn = _begun(session, own_practice(session, actor, public_id), rep)
    # A null character is text to a browser and not to a database.
    plain = text.replace("\0", "").strip()
    if len(plain) > DEBRIEF_LENGTH:
        raise Invalid({"debrief": _("At most {n} characters.").format(n=DEBRIEF_LENGTH)})
    if turn.retried and not plain:
        raise Invalid({"debrief": _("They have tried it again with this in mind: it stays.")})
    turn.debrief = plain
    session.add(turn)


@unlogged(DRAFT)
def retry(session: Session, actor: Actor, *, public_id: str, rep: str) -> None:
    """Keep that they have tried it again. Raises Invalid before it was talked over."""
    turn = _begun(session, own_practice(session, actor, public_id), rep)
    if not turn.debrief:
        raise Invalid({"debrief": _("First the one thing to do differently.")})
    turn.retried = True
    session.add(turn)


@unlogged(DRAFT)
def take_back(session: Session, actor: Actor, *, public_id: str, rep: str) -> None:
    """Take the last tap back: the second attempt, or else the whole round."""
    practice = own_practice(session, actor, public_id)
    turn = _turn(session, practice, rep)
    if turn is None:
        return
    if turn.retried:
        turn.retried = False
        session.add(turn)
    else:
        session.delete(turn)
        _date(session, actor, practice)


@logged("team_practice:hold", _("held a practice with their team"))
def close_practice(
    session: Session, actor: Actor, *, public_id: str, draft: CloseDraft, at: datetime
) -> None:
    """Put it into the log, where it counts; whose round is not full is left out of it.

    Raises Invalid without a full round, or while something of its end is missing.
    """
    practice = own_practice(session, actor, public_id)
    full = [turn for turn in turns_of(session, actor, one=practice) if turn.retried]
    ago = (local_day(at, actor.time_zone) - practice.held_on).days
    minutes = draft.minutes or 0
    problems = problems_with_day(session, actor, on=practice.held_on, minutes=minutes)
    if problems := problems | problems_in(draft, full_rounds=len(full), days_ago=ago):
        raise Invalid(problems)
    entry = LogEntry(
        # The log takes back what counts by this name, so the two have the same.
        public_id=practice.public_id,
        coach_id=actor.person_id,
        coached_id=None,
        form=Form.TEAM_PRACTICE,
        purpose=Purpose.TRAIN,
        planned=bool(draft.planned),
        held_at=practice.begun_at,
        held_on=practice.held_on,
        minutes=minutes,
        developmental=minutes,
        complete=True,
        specific=True,
        logged_at=at,
    )
    session.add(entry)
    session.flush()
    title = moment_row(practice.moment).title
    learned = draft.learned.replace("\0", "").strip()
    session.add(LogBody(log_entry_id=entry.id or 0, focus=title, moment=title, feedback=learned))
    practice.log_entry_id, practice.closed_at = entry.id, at
    session.add(practice)
    session.flush()
    about(session, thing=public_id)
    keep(
        session,
        actor.person_id,
        EvidenceKind.PRACTICE,
        public_id,
        at=practice.begun_at,
        now=at,
    )
    turn_stale(session, actor.person_id, [practice.held_on], at=at)


@logged("team_practice:discard", _("discarded a practice that was not closed"))
def discard_practice(session: Session, actor: Actor, *, public_id: str) -> None:
    """Delete a practice that was begun by mistake. Raises Conflict where somebody has a round."""
    practice = own_practice(session, actor, public_id)
    if turns_of(session, actor, one=practice):
        raise Conflict(_("Somebody has tried it already. Take their rounds back first."))
    session.exec(delete(TeamPractice).where(col(TeamPractice.id) == practice.id))
    about(session, thing=public_id)


@logged("team_practice:withdraw", _("withdrew a practice with their team"))
def withdraw_practice(
    session: Session, actor: Actor, *, public_id: str, reason: str, at: datetime
) -> None:
    """Take a closed practice out of the log, and say why: it stays to be read and counts no longer.

    Raises NotFound for what is not the actor's own or not closed, Invalid without a reason.
    """
    practice = held_practice(session, actor, public_id)
    if practice.log_entry_id is None:
        raise NotFound
    if problems := problems_in_reason(reason):
        raise Invalid(problems)
    entry = session.get_one(LogEntry, practice.log_entry_id)
    about(session, thing=public_id)
    if entry.withdrawn_at is not None:
        nothing_done(session)
        return
    body = session.get_one(LogBody, entry.id)
    entry.withdrawn_at, body.why_withdrawn = at, reason.replace("\0", "").strip()
    session.add_all([entry, body])
    session.flush()
    # The reason itself is for those who may read the words, and not for all who see what counts.
    withdraw(session, public_id, at=at, reason=_("Withdrawn from the log."))
    turn_stale(session, actor.person_id, [practice.held_on], at=at)


def _date(session: Session, actor: Actor, practice: TeamPractice) -> None:
    """Give it the day of its first attempt; on that day it began when it was opened."""
    session.flush()
    turns = turns_of(session, actor, one=practice)
    if not turns:
        return
    first = turns[0].attempted_at
    practice.held_on = local_day(first, actor.time_zone)
    if local_day(practice.begun_at, actor.time_zone) != practice.held_on:
        practice.begun_at = first
    session.add(practice)


def _turn(session: Session, practice: TeamPractice, rep: str) -> PracticeTurn | None:
    """The round of this person in a practice of the actor's; None where there is none."""
    whose = select(Person.id).where(Person.public_id == rep)
    return session.exec(
        select(PracticeTurn).where(
            PracticeTurn.team_practice_id == practice.id,
            PracticeTurn.rep_id == whose.scalar_subquery(),
        )
    ).first()


def _begun(session: Session, practice: TeamPractice, rep: str) -> PracticeTurn:
    """As `_turn`. Raises NotFound where there is none."""
    turn = _turn(session, practice, rep)
    if turn is None:
        raise NotFound
    return turn
