"""The ten points with what is found for each, how leader and manager differ, and who is asked."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from coach_the_coach.coaching.queries import team
from coach_the_coach.coaching.rules import pair_words
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import local_day, moment
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import COACHING_ROLES, Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import leads_directly, visible
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


def answerable(session: Session, actor: Actor, public_id: str) -> Person:
    """Whom the actor may answer the ten points about: themself, or a manager they lead directly.

    Raises NotFound for anybody else.
    """
    is_own = col(Person.id) == actor.person_id
    led = leads_directly(col(Person.id), actor, Permission.COACHING_SIGN)
    found = session.exec(
        visible(Person, actor, Permission.PERSON_SEE).where(
            Person.public_id == (public_id or actor.public_id),
            or_(is_own, led),
            col(Person.id).in_(select(Grant.person_id).where(col(Grant.role).in_(COACHING_ROLES))),
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
    about = answerable(session, actor, public_id)
    is_own = about.id == actor.person_id
    quarter = rules.quarter_of(local_day(at, about.time_zone))
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
    texts = _texts(session, about)
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
    about = answerable(session, actor, public_id)
    quarter = rules.quarter_of(local_day(at, about.time_zone))
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
    texts = _texts(session, about)
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
    led = [one for one in team(session, actor, at=at) if one.id in _coaches(session, actor, at)]
    ids = [one.id or 0 for one in led]
    quarters = {rules.quarter_of(local_day(at, one.time_zone)) for one in led}
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


def own_audit(session: Session, actor: Actor, about: Person, at: datetime) -> SelfAudit | None:
    """What the actor has answered about this person this quarter; None before it is begun."""
    quarter = rules.quarter_of(local_day(at, about.time_zone))
    return session.exec(
        visible(SelfAudit, actor).where(
            SelfAudit.about_id == about.id,
            SelfAudit.by_id == actor.person_id,
            SelfAudit.quarter == quarter,
        )
    ).first()


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """That the ten points of this quarter are still to be answered, for whoever coaches."""
    if not actor.can(Permission.COACHING_HOLD):
        return []
    quarter = rules.quarter_of(local_day(at, actor.time_zone))
    sent = session.exec(
        visible(SelfAudit, actor).where(
            SelfAudit.about_id == actor.person_id,
            SelfAudit.by_id == actor.person_id,
            SelfAudit.quarter == quarter,
            col(SelfAudit.sent_at).is_not(None),
        )
    ).first()
    if sent:
        return []
    return [
        NextLine(
            text=_("Your ten points of this quarter are open."),
            action=_("Answer"),
            link=routes.SELF_AUDIT,
            rank=2,
            since=quarter.isoformat(),
        )
    ]


def _coaches(session: Session, actor: Actor, at: datetime) -> set[int]:
    """Who of those the actor leads directly coaches somebody."""
    found = session.exec(
        select(Grant.person_id).where(
            leads_directly(col(Grant.person_id), actor, Permission.COACHING_SIGN),
            col(Grant.role).in_(COACHING_ROLES),
            col(Grant.starts_at) <= at,
            or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > at),
        )
    ).all()
    return set(found)


def _points(session: Session, audits: list[int]) -> dict[int | None, dict[int, SelfAuditPoint]]:
    """The points of these audits, by audit and place."""
    found = session.exec(
        select(SelfAuditPoint).where(col(SelfAuditPoint.self_audit_id).in_(audits))
    ).all()
    points: dict[int | None, dict[int, SelfAuditPoint]] = {}
    for one in found:
        points.setdefault(one.self_audit_id, {})[one.point] = one
    return points


def _texts(session: Session, about: Person) -> tuple[str, ...]:
    """The ten sentences, as they are said of a manager, or of a leader of managers."""
    coaches = session.exec(
        select(func.count())
        .select_from(Reach)
        .where(
            Reach.ancestor_id == about.id,
            Reach.depth == 1,
            col(Reach.descendant_id).in_(
                select(Grant.person_id).where(col(Grant.role).in_(COACHING_ROLES))
            ),
        )
    ).one()
    _coach, one = pair_words(coached_coaches=coaches > 0)
    many = _("managers") if coaches else _("reps")
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
            Grant.person_id == about.id, col(Grant.role).in_(COACHING_ROLES)
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
