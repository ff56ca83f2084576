"""How people come in."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.account.ways.rows import WaysRow
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission, Way
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.sign_in import PASSWORDS, passwords_are_on, provider_is_on
from coach_the_coach.identity.tables import HouseRule, SignIn


def ways_in(session: Session, actor: Actor, *, at: datetime) -> WaysRow:
    """By what people come in, and who decided it; for administrators. Raises NotPermitted."""
    actor.require(Permission.PERSON_IMPORT)
    rule = session.get(HouseRule, PASSWORDS)
    return WaysRow(
        is_known=True,
        with_password=passwords_are_on(session),
        with_provider=provider_is_on(),
        since=_since(session, actor, rule, at) if rule else "",
        came_by_provider=came_by_provider(session, actor),
    )


def came_by_provider(session: Session, actor: Actor) -> bool:
    """Whether the actor is signed in by the provider, this very time."""
    own = select(SignIn.way).where(
        SignIn.id == actor.sign_in_id,
        SignIn.person_id == actor.person_id,
        # Whoever unlinked their account meanwhile came by it no more.
        col(SignIn.ended_at).is_(None),
    )
    return session.exec(own).first() is Way.PROVIDER


def _since(session: Session, actor: Actor, rule: HouseRule, at: datetime) -> str:
    """Who set the rule, and when."""
    when = moment(rule.set_at, actor.time_zone, at).words
    if rule.set_by_id is None:
        return _("{when}, at the command line").format(when=when)
    name = names_of(session, [rule.set_by_id])[rule.set_by_id]
    return _("{when}, by {name}").format(name=name, when=when)
