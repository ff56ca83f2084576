"""The ten points with what is found for each, how leader and manager differ, and who is asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, or_, select

from coach_the_coach.coaching.queries import coaches
from coach_the_coach.coaching.rules import pair_words
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import begins, day, local_day, moment, quarter_of
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import COACHING_ROLES, Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import leads_directly, visible
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Grant, Person, Reach
from coach_the_coach.selfaudit import rules
from coach_the_coach.selfaudit.facts.queries import facts_of
from coach_the_coach.selfaudit.quarters.queries import Standing, standing, standings
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
    """The actor's ten points about a person today; an empty id is the actor themself.

    Before they are sent with what is found now, afterwards with what was found then. Raises
    NotFound for somebody the actor neither is nor leads directly.
    """
    about = answerable(session, actor, public_id, at=at)
    today = local_day(at, about.time_zone)
    stands = standing(session, actor, about, at)
    if stands.now and stands.now.sent_at:
        return _sent_row(session, actor, about, stands.now, at)
    kept = _kept(session, stands.now)
    found = rules.found_for(facts_of(session, actor, about=about, at=at))
    left = len(rules.missing({place: point.yes for place, point in kept.items()}))
    last_day = rules.closes_on(stands.quarter) - timedelta(days=1)
    return AuditRow(
        **_who(actor, about, stands.now, stands.quarter),
        points=_rows(_texts(session, about, at), found, kept),
        left=_n("{n} point is open", "{n} points are open", left).format(n=left) if left else "",
        until="" if stands.quarter == quarter_of(today) else day(last_day, today).exact,
    )


def past_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> AuditRow:
    """The newest that the actor sent about a person in an earlier quarter, until the next are sent.

    Empty for none. Raises NotFound for somebody the actor neither is nor leads directly.
    """
    about = answerable(session, actor, public_id, at=at)
    past = standing(session, actor, about, at).past
    return _sent_row(session, actor, about, past, at) if past else AuditRow()


def compared(session: Session, actor: Actor, *, public_id: str, at: datetime) -> ComparedRow:
    """How a manager's answers and their leader's differ, once both have sent theirs.

    Those of the newest quarter that the actor has sent. Raises NotFound for somebody the actor
    neither is nor leads directly.
    """
    about = answerable(session, actor, public_id, at=at)
    stands = standing(session, actor, about, at)
    quarter = stands.sent.quarter if stands.sent else stands.quarter
    # The manager's own, and one leader's: of several the newest; a leader reads only their own.
    own, leaders = stands.sent, stands.theirs.get(quarter)
    if about.id != actor.person_id:
        own, leaders = leaders, own
    if own is None or leaders is None:
        names = names_of(session, [about.id or 0])
        return ComparedRow(
            waits_for=names[about.id or 0] if own is None else _("the leader"),
            is_over=local_day(at, about.time_zone) >= rules.closes_on(quarter),
        )
    points = _points(session, [own.id or 0, leaders.id or 0])
    mine, theirs = (
        [points.get(one.id or 0, {}).get(place) for place in range(1, rules.POINTS + 1)]
        for one in (own, leaders)
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
    """Those who coach and report to the actor, by name, with how far both are.

    This quarter; or in the last, until it was talked through or one of the two has sent this one's.
    """
    led = _led(session, actor, at)
    stands = standings(session, actor, _zones(led), at=at)
    return [_asked_row(one, stands[one.id or 0]) for one in led]


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """The ten points that are still to be answered this quarter, for whoever coaches.

    One's own once the quarter nears its end, or the leader has answered and waits; and those about
    somebody one leads who has answered theirs. And, for both, to talk through what both have sent.
    """
    if not actor.can(Permission.COACHING_HOLD):
        return []
    return [*_own_lines(session, actor, at), *_led_lines(session, actor, at)]


def _own_lines(session: Session, actor: Actor, at: datetime) -> list[NextLine]:
    """One's own: to talk through what both have sent, and to answer what is open."""
    holds = select(Person).where(Person.id == actor.person_id, coaches(at))
    me = session.exec(holds).first()
    stands = standing(session, actor, me, at) if me else None
    if stands is None:
        return []
    text = _("You and your leader have both answered the ten points about how you manage.")
    talk = _talk_lines(stands, stands.sent, text, routes.SELF_AUDIT)
    return [*talk, *_open_lines(actor, stands, at)]


def _talk_lines(stands: Standing, own: SelfAudit | None, text: str, link: str) -> list[NextLine]:
    """That both have sent theirs and not talked it through; `own` is the manager's of the two."""
    mine = stands.sent
    theirs = _theirs(stands)
    if mine is None or theirs is None or own is None or own.talked_at is not None:
        return []
    since = max(one.sent_at for one in (mine, theirs) if one.sent_at)
    return [NextLine(text, _("Talk it through"), link, 1, since.isoformat())]


def _open_lines(actor: Actor, stands: Standing, at: datetime) -> list[NextLine]:
    """One's own that are to be answered, unless they are sent."""
    if stands.now and stands.now.sent_at:
        return []
    waits = stands.theirs.get(stands.quarter)
    if waits and waits.sent_at:
        text = _("Your leader has answered the ten points about how you manage. Answer yours.")
        return [NextLine(text, _("Answer"), routes.SELF_AUDIT, 0, waits.sent_at.isoformat())]
    today, since = local_day(at, actor.time_zone), rules.asked_from(stands.quarter)
    if today < since:
        return []
    began = begins(since, actor.time_zone).isoformat()
    text = _("Your ten points of this quarter are open.")
    if stands.quarter < quarter_of(today):
        text = _("Your ten points of last quarter are not sent yet.")
    return [NextLine(text, _("Answer"), routes.SELF_AUDIT, 2, began)]


def _led_lines(session: Session, actor: Actor, at: datetime) -> list[NextLine]:
    """About those the actor leads who have answered theirs; the oldest first."""
    led = _led(session, actor, at)
    if not led:
        return []
    stands = standings(session, actor, _zones(led), at=at)
    text = _("{name} has answered the ten points. Answer the same ten about them.")
    lines = [
        NextLine(
            text.format(name=one.name),
            _("Answer"),
            routes.self_audit(one.public_id),
            0,
            theirs.sent_at.isoformat(),
        )
        for one in led
        if (theirs := _waiting(stands[one.id or 0])) and theirs.sent_at
    ]
    both = _("You and {name} have both answered the ten points about how they manage.")
    for one in led:
        own = _theirs(stands[one.id or 0])
        link = routes.self_audit(one.public_id)
        lines += _talk_lines(stands[one.id or 0], own, both.format(name=one.name), link)
    return sorted(lines, key=_since)[:WAITING]


def _theirs(stands: Standing) -> SelfAudit | None:
    """What the other sent of the quarter that the actor sent last."""
    return stands.theirs.get(stands.sent.quarter) if stands.sent else None


def _waiting(stands: Standing) -> SelfAudit | None:
    """What the other has sent while the actor has not; None where nobody waits for the actor."""
    is_sent = stands.now is not None and stands.now.sent_at is not None
    return None if is_sent else stands.theirs.get(stands.quarter)


def _since(line: NextLine) -> str:
    return line.since


def _led(session: Session, actor: Actor, at: datetime) -> Sequence[Person]:
    """Those who coach and report to the actor, by name."""
    return session.exec(
        visible(Person, actor, Permission.COACHING_SIGN)
        .where(_is_led(actor, at))
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
    ).all()


def _zones(people: Iterable[Person]) -> dict[int, str]:
    return {one.id or 0: one.time_zone for one in people}


def _asked_row(one: Person, stands: Standing) -> AskedRow:
    """Somebody the actor leads, and how far both are with what is to be done first."""
    mine, own = stands.now, stands.theirs.get(stands.quarter)
    is_mine = mine is not None and mine.sent_at is not None
    past = stands.past
    if past and not (is_mine or own) and (both := stands.theirs.get(past.quarter)):
        is_mine, own = both.talked_at is None, both if both.talked_at is None else None
    return AskedRow(
        public_id=one.public_id,
        name=one.name,
        own=_("Has answered") if own else _("Has not answered yet"),
        mine=_("You have answered") if is_mine else _("You have not answered yet"),
        action=_("Compare") if own and is_mine else _("Answer"),
    )


def _is_led(actor: Actor, at: datetime) -> ColumnElement[bool]:
    """The condition on those who coach and report to the actor directly."""
    direct = leads_directly(col(Person.id), actor, Permission.COACHING_SIGN)
    return and_(direct, coaches(at), in_employment(at))


def _kept(session: Session, one: SelfAudit | None) -> dict[int, SelfAuditPoint]:
    """What was answered so far, by its place."""
    return _points(session, [one.id or 0]).get(one.id, {}) if one else {}


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
    stands, mark = rules.stands_word(found), rules.stands_mark(found)
    answer = "" if kept is None or kept.yes is None else "yes" if kept.yes else "no"
    note = kept.note if kept else ""
    return PointRow(place, text, found.words, stands, mark, answer, note)


def _rows(
    texts: Sequence[str], found: Sequence[Found], kept: Mapping[int, SelfAuditPoint]
) -> list[PointRow]:
    return [
        _point(place, text, one_found, kept.get(place))
        for place, (text, one_found) in enumerate(zip(texts, found, strict=True), start=1)
    ]


def _who(actor: Actor, about: Person, one: SelfAudit | None, quarter: date) -> dict[str, Any]:
    """Whom the ten points are about, and of which quarter they are."""
    return {
        "public_id": one.public_id if one else "",
        "about_id": about.public_id,
        "name": about.name,
        "is_own": about.id == actor.person_id,
        "whose": _("Answer as you see it from outside: “I” and “my” are {name}.").format(
            name=about.name
        )
        if about.id != actor.person_id
        else "",
        "quarter": _("Quarter {number} of {year}").format(
            number=(quarter.month + 2) // 3, year=quarter.year
        ),
    }


def _sent_row(
    session: Session, actor: Actor, about: Person, one: SelfAudit, at: datetime
) -> AuditRow:
    """Ten points that were sent, with what was found then and what they come to."""
    kept = _kept(session, one)
    found = [
        Found(kept[place].found, kept[place].supports) if place in kept else Found()
        for place in range(1, rules.POINTS + 1)
    ]
    yeses = rules.yeses_of((point.yes, point.supports) for point in kept.values())
    since = session.exec(
        select(func.min(Grant.starts_at)).where(
            Grant.person_id == about.id,
            col(Grant.role).in_(COACHING_ROLES),
            col(Grant.stands_in_for_id).is_(None),
        )
    ).one()
    is_own = about.id == actor.person_id
    shown = not is_own or rules.is_shown(
        rules.verdict(yeses.n),
        coaches_since=local_day(since, about.time_zone) if since else None,
        today=local_day(at, about.time_zone),
    )
    stated_words = _n(
        "{n} yes is stated: the program found nothing for it.",
        "{n} yeses are stated: the program found nothing for them.",
        yeses.stated,
    ).format(n=yeses.stated)
    count = _("{n} of {all} answered with yes").format(n=yeses.n, all=rules.POINTS)
    points = _rows(_texts(session, about, at), found, kept)
    return AuditRow(
        **_who(actor, about, one, one.quarter),
        points=points,
        gaps=[
            row
            for row in points
            if rules.is_gap(yes=row.answer == "yes", supports=found[row.point - 1].supports)
        ],
        sent=moment(one.sent_at, actor.time_zone, at),
        yeses=count if shown else "",
        verdict=rules.result_words(yeses, is_own=is_own) if shown else "",
        stated=stated_words if yeses.stated else "",
    )


def _said(point: SelfAuditPoint | None) -> str:
    return _("Yes") if point and point.yes else _("No")
