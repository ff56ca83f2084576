"""How the actor can show that it is them."""

from sqlmodel import Session, select

from coach_the_coach.account.confirm.rows import ConfirmRow
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.second_factor import has_factor
from coach_the_coach.identity.sign_in import passwords_are_on, provider_is_on
from coach_the_coach.identity.tables import Account, ExternalIdentity


def own_ways(session: Session, actor: Actor) -> ConfirmRow:
    """By what the actor can confirm: a password of ours, an account at the provider, or both."""
    account = session.exec(select(Account).where(Account.person_id == actor.person_id)).first()
    linked = session.exec(
        select(ExternalIdentity.id).where(ExternalIdentity.person_id == actor.person_id)
    ).first()
    return ConfirmRow(
        by_password=account is not None and passwords_are_on(session),
        with_number=has_factor(session, actor.person_id),
        by_provider=linked is not None and provider_is_on(),
    )
