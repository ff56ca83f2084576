"""The ten points with what is found for each, how leader and manager differ, and who is asked."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from coach_the_coach.coaching.queries import coaches
from coach_the_coach.coaching.rules import pair_words
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import begins, local_day, moment, quarter_of
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import COACHING_ROLES, Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import leads_directly, visible
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Grant, Person, Reach
from coach_the_coach.selfaudit import rules
from coach_the_coach.selfaudit.facts.queries import facts_of
from coach_the_coach.selfaudit.rows import (
    AskedRow,
    AuditRow,
    ComparedRow,
    DifferenceRow,
    PointRow,
)
from coach_the_coach.selfaudit.rules import Found
from coach_the_coach.selfaudit.tables import SelfAudit, SelfAuditPoint
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

WAITING: Final = 20
"""Most lines that wait. Source: docs/method.md#lists."""


def answerable(session: Session, actor: Actor, public_id: str, *, at: datetime) -> Person:
    """Whom the actor may answer the ten points about: themself, or a manager they lead directly.

    Raises NotFound for anybody else.
    """
    is_own = col(Person.id) == actor.person_id
    led = leads_directly(col(Person.id), actor, Permission.COACHING_SIGN)
    found = session.exec(
        visible(Person, actor, Permission.PERSON_SEE).where(
            Person.public_id == (public_id or actor.public_id),
            or_(is_own, led),
            coaches(at),
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def audit_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> AuditRow:
    """The actor's ten points about a person this quarter; an empty id is the actor themself.

    Before they are sent with what is found now, afterwards with what was found then. Raises
    NotFound for somebody the actor neither is nor leads directly.
    """
    about = answerable(session, actor, public_id, at=at)
    is_own = about.id == actor.person_id
    quarter = quarter_of(local_day(at, about.time_zone))
    one = own_audit(session, actor, about, at)
    kept = _points(session, [one.id or 0] if one else []).get(one.id if one else 0, {})
    is_sent = bool(one and one.sent_at)
    found = (
        tuple(
            Found(kept[place].found, kept[place].supports) if place in kept else Found()
            for place in range(1, rules.POINTS + 1)
        )
        if is_sent
        else rules.found_for(facts_of(session, actor, about=about, at=at))
    )
    texts = _texts(session, about, at)
    rows = [
        _point(place, text, one_found, kept.get(place))
        for place, (text, one_found) in enumerate(zip(texts, found, strict=True), start=1)
    ]
    answers = {place: point.yes for place, point in kept.items()}
    left = len(rules.missing(answers))
    row = AuditRow(
        public_id=one.public_id if one else "",
        about_id=about.public_id,
        name=about.name,
        is_own=is_own,
        quarter=_("Quarter {number} of {year}").format(
            number=(quarter.month + 2) // 3, year=quarter.year
        ),
        points=rows,
        left=_n("{n} point is open", "{n} points are open", left).format(n=left) if left else "",
    )
    return _with_result(session, row, one, kept, about, at, actor) if one and is_sent else row


def compared(session: Session, actor: Actor, *, public_id: str, at: datetime) -> ComparedRow:
    """How a manager's answers and their leader's differ, once both have sent theirs.

    Raises NotFound for somebody the actor neither is nor leads directly.
    """
    about = answerable(session, actor, public_id, at=at)
    quarter = quarter_of(local_day(at, about.time_zone))
    both = [about.id or 0, actor.person_id]
    # The manager's own, and one leader's: of several the newest; a leader reads only their own.
    others = [] if about.id == actor.person_id else [col(SelfAudit.by_id).in_(both)]
    sent = session.exec(
        select(SelfAudit)
        .where(
            SelfAudit.about_id == about.id,
            SelfAudit.quarter == quarter,
            col(SelfAudit.sent_at).is_not(None),
            *others,
        )
        .order_by(col(SelfAudit.sent_at), col(SelfAudit.id))
    ).all()
    own = next((one for one in sent if one.by_id == about.id), None)
    leaders = [one for one in sent if one.by_id != about.id]
    if own is None or not leaders:
        names = names_of(session, [about.id or 0])
        return ComparedRow(
            waits_for=names[about.id or 0] if own is None else _("the leader"),
        )
    points = _points(session, [own.id or 0, leaders[-1].id or 0])
    mine, theirs = (
        [points.get(one.id or 0, {}).get(place) for place in range(1, rules.POINTS + 1)]
        for one in (own, leaders[-1])
    )
    differ = rules.differences(
        [one.yes if one else None for one in mine], [one.yes if one else None for one in theirs]
    )
    texts = _texts(session, about, at)
    same = rules.POINTS - len(differ)
    return ComparedRow(
        differences=[
            DifferenceRow(place, texts[place - 1], _said(mine[place - 1]), _said(theirs[place - 1]))
            for place in differ
        ],
        same=_n("On {n} point you say the same.", "On {n} points you say the same.", same).format(
            n=same
        ),
        audit_id=own.public_id,
        talked=moment(own.talked_at, actor.time_zone, at),
    )


def asked(session: Session, actor: Actor, *, at: datetime) -> list[AskedRow]:
    """Those who coach and report to the actor, by name, with how far both are this quarter."""
    led = session.exec(
        visible(Person, actor, Permission.COACHING_SIGN)
        .where(_is_led(actor, at))
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
    ).all()
    ids = [one.id or 0 for one in led]
    quarters = {quarter_of(local_day(at, one.time_zone)) for one in led}
    found = session.exec(
        select(SelfAudit).where(
            col(SelfAudit.about_id).in_(ids),
            col(SelfAudit.quarter).in_(quarters),
            or_(SelfAudit.by_id == actor.person_id, SelfAudit.by_id == SelfAudit.about_id),
            col(SelfAudit.sent_at).is_not(None),
        )
    ).all()
    own = {one.about_id for one in found if one.by_id == one.about_id}
    mine = {one.about_id for one in found if one.by_id == actor.person_id}
    return [
        AskedRow(
            public_id=one.public_id,
            name=one.name,
            own=_("Has answered") if one.id in own else _("Has not answered yet"),
            mine=_("You have answered") if one.id in mine else _("You have not answered yet"),
            action=_("Compare") if {one.id} <= own & mine else _("Answer"),
        )
        for one in led
    ]


def own_audit(
    session: Session, actor: Actor, about: Person, at: datetime, *, held: bool = False
) -> SelfAudit | None:
    """What the actor has answered about this person this quarter; None before it is begun.

    `held` keeps others from changing it until the transaction ends.
    """
    own = visible(SelfAudit, actor).where(
        SelfAudit.about_id == about.id,
        SelfAudit.by_id == actor.person_id,
        SelfAudit.quarter == quarter_of(local_day(at, about.time_zone)),
    )
    return session.exec(own.with_for_update() if held else own).first()


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """The ten points that are still to be answered this quarter, for whoever coaches.

    One's own once the quarter nears its end, or the leader has answered and waits; and those about
    somebody one leads who has answered theirs.
    """
    if not actor.can(Permission.COACHING_HOLD):
        return []
    return [*_own_lines(session, actor, at), *_led_lines(session, actor, at)]


def _own_lines(session: Session, actor: Actor, at: datetime) -> list[NextLine]:
    """One's own, unless they are sent."""
    today = local_day(at, actor.time_zone)
    holds = select(Person.id).where(Person.id == actor.person_id, coaches(at))
    sent = session.exec(
        select(SelfAudit.by_id, SelfAudit.sent_at).where(
            SelfAudit.about_id == actor.person_id,
            SelfAudit.quarter == quarter_of(today),
            col(SelfAudit.sent_at).is_not(None),
        )
    ).all()
    if session.exec(holds).first() is None or actor.person_id in dict(sent):
        return []
    waits = min((sent_at for _by, sent_at in sent if sent_at), default=None)
    if waits:
        text = _("Your leader has answered the ten points about how you manage. Answer yours.")
        return [NextLine(text, _("Answer"), routes.SELF_AUDIT, 0, waits.isoformat())]
    since = rules.asked_from(today)
    if today < since:
        return []
    began = begins(since, actor.time_zone).isoformat()
    text = _("Your ten points of this quarter are open.")
    return [NextLine(text, _("Answer"), routes.SELF_AUDIT, 2, began)]


def _led_lines(session: Session, actor: Actor, at: datetime) -> list[NextLine]:
    """Those who have answered theirs and whose leader, the actor, has not; the oldest first."""
    quarter = quarter_of(local_day(at, actor.time_zone))
    mine = aliased(SelfAudit)
    done = exists().where(
        col(mine.about_id) == col(SelfAudit.about_id),
        col(mine.by_id) == actor.person_id,
        col(mine.quarter) == col(SelfAudit.quarter),
        col(mine.sent_at).is_not(None),
    )
    found = session.exec(
        select(Person, SelfAudit)
        .join(SelfAudit, col(SelfAudit.about_id) == col(Person.id))
        .where(
            _is_led(actor, at),
            SelfAudit.by_id == SelfAudit.about_id,
            SelfAudit.quarter == quarter,
            col(SelfAudit.sent_at).is_not(None),
            ~done,
        )
        .order_by(col(SelfAudit.sent_at), col(SelfAudit.id))
        .limit(WAITING)
    ).all()
    text = _("{name} has answered the ten points. Answer the same ten about them.")
    return [
        NextLine(
            text.format(name=person.name),
            _("Answer"),
            routes.self_audit(person.public_id),
            0,
            audit.sent_at.isoformat() if audit.sent_at else "",
        )
        for person, audit in found
    ]


def _is_led(actor: Actor, at: datetime) -> ColumnElement[bool]:
    """The condition on those who coach and report to the actor directly."""
    direct = leads_directly(col(Person.id), actor, Permission.COACHING_SIGN)
    return and_(direct, coaches(at), in_employment(at))


def _points(session: Session, audits: list[int]) -> dict[int | None, dict[int, SelfAuditPoint]]:
    """The points of these audits, by audit and place."""
    found = session.exec(
        select(SelfAuditPoint).where(col(SelfAuditPoint.self_audit_id).in_(audits))
    ).all()
    points: dict[int | None, dict[int, SelfAuditPoint]] = {}
    for one in found:
        points.setdefault(one.self_audit_id, {})[one.point] = one
    return points


def _texts(session: Session, about: Person, at: datetime) -> tuple[str, ...]:
    """The ten sentences, as they are said of a manager, or of a leader of managers."""
    below = select(Reach.descendant_id).where(Reach.ancestor_id == about.id, Reach.depth == 1)
    leads_coaches = (
        session.exec(
            select(Person.id)
            .where(col(Person.id).in_(below), coaches(at), in_employment(at))
            .limit(1)
        ).first()
        is not None
    )
    _coach, one = pair_words(coached_coaches=leads_coaches)
    many = _("managers") if leads_coaches else _("reps")
    return rules.points(one, many, _("leader"))


def _point(place: int, text: str, found: Found, kept: SelfAuditPoint | None) -> PointRow:
    stands = {None: "", True: _("Found"), False: _("Not found")}[found.supports]
    mark = {None: "plain", True: "done", False: "plain"}[found.supports]
    answer = "" if kept is None or kept.yes is None else "yes" if kept.yes else "no"
    note = kept.note if kept else ""
    return PointRow(place, text, found.words, stands, mark, answer, note)


def _with_result(
    session: Session,
    row: AuditRow,
    one: SelfAudit,
    kept: dict[int, SelfAuditPoint],
    about: Person,
    at: datetime,
    actor: Actor,
) -> AuditRow:
    """The same with what it came to."""
    yeses = sum(point.yes is True for point in kept.values())
    stated = sum(point.yes is True and not point.supports for point in kept.values())
    which = rules.verdict(yeses)
    since = session.exec(
        select(func.min(Grant.starts_at)).where(
            Grant.person_id == about.id,
            col(Grant.role).in_(COACHING_ROLES),
            col(Grant.stands_in_for_id).is_(None),
        )
    ).one()
    shown = not row.is_own or rules.is_shown(
        which,
        coaches_since=local_day(since, about.time_zone) if since else None,
        today=local_day(at, about.time_zone),
    )
    return AuditRow(
        **{
            **row.__dict__,
            "sent": moment(one.sent_at, actor.time_zone, at),
            "yeses": _("{n} of {all} answered with yes").format(n=yeses, all=rules.POINTS)
            if shown
            else "",
            "verdict": rules.verdict_words(which) if shown else "",
            "stated": _n(
                "{n} yes is stated: the program found nothing for it.",
                "{n} yeses are stated: the program found nothing for them.",
                stated,
            ).format(n=stated)
            if stated
            else "",
        }
    )


def _said(point: SelfAuditPoint | None) -> str:
    return _("Yes") if point and point.yes else _("No")
