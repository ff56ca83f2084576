"""Answering the ten points, sending them, and having talked over where two differ."""

from datetime import datetime

from sqlmodel import Session, col, select, update

from coach_the_coach.evidence.actions import keep
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.audit import DRAFT, Told, about, logged, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.notices.actions import tell
from coach_the_coach.selfaudit import rules
from coach_the_coach.selfaudit.facts.queries import facts_of
from coach_the_coach.selfaudit.quarters.queries import standing
from coach_the_coach.selfaudit.queries import answerable
from coach_the_coach.selfaudit.tables import SelfAudit, SelfAuditPoint
from coach_the_coach.shell import routes


@unlogged(DRAFT)
def answer(
    session: Session, actor: Actor, *, public_id: str, point: int, yes: bool, at: datetime
) -> None:
    """Keep one answer about a person; an empty id is the actor themself. The first one begins it.

    Raises NotFound for somebody the actor neither is nor leads directly, Invalid for no point of
    the ten, Conflict once they are sent.
    """
    actor.require(Permission.COACHING_HOLD)
    if not 1 <= point <= rules.POINTS:
        raise Invalid({"point": _("There are ten points.")})
    one = _open(session, actor, answerable(session, actor, public_id, at=at), at)
    _put(session, one, point, yes=yes)


@unlogged(DRAFT)
def note(
    session: Session, actor: Actor, *, public_id: str, point: int, text: str, at: datetime
) -> None:
    """Keep what the actor adds to a point. Raises as `answer`, and Invalid for a long text."""
    actor.require(Permission.COACHING_HOLD)
    if not 1 <= point <= rules.POINTS:
        raise Invalid({"point": _("There are ten points.")})
    if len(text.strip()) > rules.LONGEST_NOTE:
        most = _("Keep it under {n} characters.").format(n=rules.LONGEST_NOTE)
        raise Invalid({f"note-{point}": most})
    one = _open(session, actor, answerable(session, actor, public_id, at=at), at)
    _put(session, one, point, note=text.strip())


@logged("self-audit:send", _("answered the ten points"), Told.SUBJECT)
def send(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Send the ten answers with what the program finds for each; afterwards they stay.

    Sent twice it is sent once. Raises Invalid while points are open, and as `answer`.
    """
    actor.require(Permission.COACHING_HOLD)
    person = answerable(session, actor, public_id, at=at)
    stands = standing(session, actor, person, at, held=True)
    one = stands.now
    if one is None or one.sent_at is not None:
        if one is None:
            raise Invalid({"points": _("Answer all ten points first.")})
        return
    kept = session.exec(select(SelfAuditPoint).where(SelfAuditPoint.self_audit_id == one.id)).all()
    if rules.missing({point.point: point.yes for point in kept}):
        raise Invalid({"points": _("Answer all ten points first.")})
    found = rules.found_for(facts_of(session, actor, about=person, at=at))
    for point in kept:
        point.found = found[point.point - 1].words
        point.supports = found[point.point - 1].supports
    session.add_all(kept)
    session.flush()
    # What was begun in an earlier quarter and never sent is that of today.
    one.quarter, one.sent_at = stands.quarter, at
    session.add(one)
    session.flush()
    about(session, person_id=person.id, thing=one.public_id)
    _tell(session, actor, person, theirs=stands.theirs.get(stands.quarter), at=at)
    if person.id == actor.person_id:
        keep(session, actor.person_id, EvidenceKind.SELF_AUDIT, one.public_id, at=at, now=at)


@logged("self-audit:talk", _("talked through where two saw it differently"), Told.SUBJECT)
def talk_through(session: Session, actor: Actor, *, audit_id: str, at: datetime) -> None:
    """Note that manager and leader talked through where they differ; noted once.

    Raises NotFound for what the actor takes no part in, Conflict while one has not answered.
    """
    actor.require(Permission.COACHING_HOLD)
    one = session.exec(
        select(SelfAudit).where(
            SelfAudit.public_id == audit_id,
            SelfAudit.about_id == SelfAudit.by_id,
            col(SelfAudit.sent_at).is_not(None),
        )
    ).first()
    person = session.get(Person, one.about_id) if one else None
    if one is None or person is None:
        raise NotFound
    answerable(session, actor, person.public_id, at=at)
    others = session.exec(
        select(SelfAudit.id).where(
            SelfAudit.about_id == one.about_id,
            SelfAudit.by_id != one.about_id,
            SelfAudit.quarter == one.quarter,
            col(SelfAudit.sent_at).is_not(None),
        )
    ).first()
    if others is None:
        raise Conflict(_("Both answer the ten points first."))
    about(session, person_id=one.about_id, thing=one.public_id)
    session.exec(
        update(SelfAudit)
        .where(col(SelfAudit.id) == one.id, col(SelfAudit.talked_at).is_(None))
        .values(talked_at=at)
    )


def _open(session: Session, actor: Actor, person: Person, at: datetime) -> SelfAudit:
    """The actor's ten points about a person, begun where they are not. Raises Conflict if sent."""
    stands = standing(session, actor, person, at, held=True)
    one = stands.now
    if one is None:
        row = {
            "public_id": new_id(),
            "about_id": person.id,
            "by_id": actor.person_id,
            "quarter": stands.quarter,
            "begun_at": at,
        }
        # Two taps at once begin it once.
        session.exec(insert_into(session, SelfAudit).values(row).on_conflict_do_nothing())
        one = standing(session, actor, person, at, held=True).now
    if one is None or one.sent_at is not None:
        raise Conflict(_("These ten points have been sent. The next are due next quarter."))
    return one


def _put(session: Session, one: SelfAudit, point: int, **values: bool | str) -> None:
    """Write an answer or a note of one point."""
    row = {"self_audit_id": one.id, "point": point, "found": "", "note": ""} | values
    put = insert_into(session, SelfAuditPoint).values(row)
    session.exec(put.on_conflict_do_update(index_elements=["self_audit_id", "point"], set_=values))
    session.expire_all()


def _tell(
    session: Session, actor: Actor, person: Person, *, theirs: SelfAudit | None, at: datetime
) -> None:
    """Tell the other of the two that it is their turn, or that both have answered."""
    if person.id != actor.person_id:
        words = _("{name} has answered the ten points about how you manage. Answer yours.")
        if theirs:
            words = _("{name} has answered the ten points about how you manage. Compare both.")
        link = routes.SELF_AUDIT
        tell(session, person.id or 0, words.format(name=actor.name), link=link, at=at)
        return
    above = session.exec(
        select(Reach.ancestor_id).where(Reach.descendant_id == person.id, Reach.depth == 1)
    ).first()
    if above is not None:
        words = _("{name} has answered the ten points. Answer the same ten about them.")
        if theirs and theirs.by_id == above:
            words = _("{name} has answered the ten points too. Compare both.")
        link = routes.self_audit(person.public_id)
        tell(session, above, words.format(name=actor.name), link=link, at=at)
