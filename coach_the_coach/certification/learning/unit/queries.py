"""One unit as a page, and one's own sessions in which it could have been used."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.certification.learning.content.queries import unit_named
from coach_the_coach.certification.learning.content.rules import Unit, mark_word
from coach_the_coach.certification.learning.queries import is_used, own_uses
from coach_the_coach.certification.learning.rules import ENTRIES
from coach_the_coach.certification.learning.tables import UnitUse
from coach_the_coach.certification.learning.unit.rows import (
    EntryChoice,
    PairRow,
    SaidRow,
    SectionRow,
    SourceRow,
    UnitRow,
    UseRow,
)
from coach_the_coach.coaching.log.queries import stands, whom
from coach_the_coach.coaching.log.tables import LogBody, LogEntry
from coach_the_coach.foundation.when import local_day, moment, past_day
from coach_the_coach.foundation.words import _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.shell import routes


def unit_row(session: Session, actor: Actor, *, unit: str) -> UnitRow:
    """A unit to be read. Raises NotFound where there is none of that name."""
    actor.require(Permission.COACHING_HOLD)
    return _row(unit_named(unit))


def use_row(session: Session, actor: Actor, *, unit: str, at: datetime) -> UseRow:
    """Where the actor used a unit, or the sessions to choose from.

    Raises NotFound where there is no unit of that name.
    """
    actor.require(Permission.COACHING_HOLD)
    unit_named(unit)
    use, entry = own_uses(session, actor).get(unit, (None, None))
    if use is None:
        return UseRow()
    read = moment(use.read_at, actor.time_zone, at)
    if entry is None or not is_used(use, entry):
        choices = _entries(session, actor, use, at)
        return UseRow(is_read=True, read=read, was_withdrawn=entry is not None, sessions=choices)
    names = names_of(session, [entry.coached_id] if entry.coached_id else [])
    said = past_day(entry.held_on, local_day(at, actor.time_zone)).words
    return UseRow(
        is_read=True,
        read=read,
        is_used=True,
        used=moment(use.used_at, actor.time_zone, at),
        session=f"{said}, {whom(entry, names)}",
        link=routes.log_entry(entry.public_id),
        words=use.words,
    )


def own_session(session: Session, actor: Actor, *, use: UnitUse, public_id: str) -> LogEntry | None:
    """A session that the actor held once they had read the unit, and that stands; else None."""
    return session.exec(
        select(LogEntry).where(
            LogEntry.public_id == public_id,
            LogEntry.coach_id == actor.person_id,
            LogEntry.held_on >= use.read_on,
            stands(),
        )
    ).first()


def _entries(session: Session, actor: Actor, use: UnitUse, at: datetime) -> list[EntryChoice]:
    """The actor's sessions since they read the unit, newest first."""
    found = session.exec(
        select(LogEntry, LogBody)
        .join(LogBody, col(LogBody.log_entry_id) == col(LogEntry.id))
        .where(LogEntry.coach_id == actor.person_id, LogEntry.held_on >= use.read_on, stands())
        .order_by(col(LogEntry.held_on).desc(), col(LogEntry.id).desc())
        .limit(ENTRIES)
    ).all()
    names = names_of(session, {one.coached_id for one, _body in found if one.coached_id})
    today = local_day(at, actor.time_zone)
    return [
        EntryChoice(
            entry.public_id,
            " · ".join(
                part
                for part in (past_day(entry.held_on, today).words, whom(entry, names), body.focus)
                if part
            ),
        )
        for entry, body in found
    ]


def _row(one: Unit) -> UnitRow:
    return UnitRow(
        key=one.key,
        title=one.title,
        about=one.about,
        minutes=_n("{n} minute", "{n} minutes", one.minutes).format(n=one.minutes),
        lead=one.lead,
        sections=[SectionRow(part.heading, list(part.text)) for part in one.sections],
        example_about=one.example.about,
        example=[SaidRow(turn.speaker, turn.text) for turn in one.example.turns],
        example_after=one.example.after,
        pairs=[PairRow(pair.instead, pair.try_) for pair in one.pairs],
        week=one.week,
        sources=[SourceRow(mark_word(source.mark), source.text) for source in one.sources],
    )
