"""The actor's own choices about letters."""

from sqlmodel import Session

from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.scope import visible
from coach_the_coach.notices.mail.rows import MailRow
from coach_the_coach.notices.mail.rules import clock_of
from coach_the_coach.notices.mail.tables import MailChoice
from coach_the_coach.settings import settings


def own_mail(session: Session, actor: Actor) -> MailRow:
    """What the actor has chosen, or what holds for whoever has not chosen."""
    chosen = session.exec(visible(MailChoice, actor)).first()
    chosen = chosen or MailChoice(person_id=actor.person_id)
    return MailRow(
        goes=settings().mail is not None,
        is_on=chosen.is_on,
        quiet_from=clock_of(chosen.quiet_from),
        quiet_until=clock_of(chosen.quiet_until),
        quiet_weekends=chosen.quiet_weekends,
    )
