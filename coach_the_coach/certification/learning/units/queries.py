"""The units with what the actor has read, passed and used, and what comes next."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.certification.learning.content.queries import cases, units
from coach_the_coach.certification.learning.content.rules import Unit
from coach_the_coach.certification.learning.queries import finished, is_used, own_tries, own_uses
from coach_the_coach.certification.learning.rules import EXAM, is_passed
from coach_the_coach.certification.learning.tables import KnowledgeTry
from coach_the_coach.certification.learning.units.rows import LearnRow, UnitLine
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.shell import routes


def learn_row(session: Session, actor: Actor, *, at: datetime) -> LearnRow:
    """Every unit and the exam as the actor stands with them; two statements."""
    actor.require(Permission.COACHING_HOLD)
    tries: dict[str, list[KnowledgeTry]] = {}
    for one in own_tries(session, actor):
        tries.setdefault(one.bank, []).append(one)
    passed = {bank: _passed(theirs, actor, at) for bank, theirs in tries.items()}
    uses = own_uses(session, actor)
    lines = []
    for one in units():
        use, entry = uses.get(one.key, (None, None))
        is_in_use = use is not None and is_used(use, entry)
        lines.append(
            _line(
                one,
                read=moment(use.read_at if use else None, actor.time_zone, at).words,
                passed=passed.get(one.key, ""),
                used=moment(use.used_at if use and is_in_use else None, actor.time_zone, at).words,
            )
        )
    exam = UnitLine(
        key=EXAM,
        link=routes.EXAM,
        title=_("Case exam"),
        about=_n(
            "{n} invented talk: purpose, cause, next question.",
            "{n} invented talks: purpose, cause, next question.",
            len(cases()),
        ).format(n=len(cases())),
        minutes=_minutes(40),
        passed=passed.get(EXAM, ""),
    )
    return _with_next(lines, exam)


def _passed(tries: list[KnowledgeTry], actor: Actor, at: datetime) -> str:
    """When the first of these was passed, in words; empty for none."""
    whens = [one.finished_at for one in finished(tries) if is_passed(one.right, one.asked)]
    return moment(min(whens, default=None), actor.time_zone, at).words


def _line(one: Unit, *, read: str, passed: str, used: str) -> UnitLine:
    return UnitLine(
        key=one.key,
        link=routes.learn_unit(one.key),
        title=one.title,
        about=one.about,
        minutes=_minutes(one.minutes),
        read=read,
        passed=passed,
        used=used,
    )


def _minutes(n: int) -> str:
    return _n("{n} minute", "{n} minutes", n).format(n=n)


def _with_next(lines: list[UnitLine], exam: UnitLine) -> LearnRow:
    """The one next step: units first, then the exam, then what is passed and not used yet."""
    passed_unused = next((one for one in lines if one.passed and not one.used), None)
    not_passed = next((one for one in lines if not one.passed), None)
    if not_passed is not None:
        words = _("Next: {title}") if not not_passed.read else _("Go on with: {title}")
        return _row(lines, exam, not_passed, words, _("Open it"))
    if not exam.passed:
        return _row(lines, exam, exam, _("All six are passed. Next: {title}"), _("Open it"))
    if passed_unused is not None:
        words = _("Say where you used it: {title}")
        return _row(lines, exam, passed_unused, words, _("Say it"))
    return LearnRow(units=lines, exam=exam)


def _row(
    lines: list[UnitLine], exam: UnitLine, chosen: UnitLine, words: str, action: str
) -> LearnRow:
    return LearnRow(
        units=lines,
        exam=exam,
        next_text=words.format(title=chosen.title),
        next_action=action,
        next_link=chosen.link,
    )
