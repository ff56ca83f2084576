"""How one's own second factor stands."""

import segno
from sqlmodel import Session, select

from coach_the_coach.account.second.rows import SecondRow
from coach_the_coach.identity import second_factor
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person


def own_second_factor(session: Session, actor: Actor) -> SecondRow:
    """The actor's second factor, with the picture for the phone while it is being set up."""
    email = session.exec(select(Person.email).where(Person.id == actor.person_id)).one()
    if second_factor.has_factor(session, actor.person_id):
        left = second_factor.codes_left(session, actor.person_id)
        return SecondRow(stage="on", codes_left=left)
    secret = second_factor.secret_to_show(session, actor.person_id)
    if secret is None:
        return SecondRow(stage="off")
    return SecondRow(
        stage="begun",
        picture=picture_of(second_factor.address_of(secret, email)),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    )


def picture_of(text: str) -> str:
    """A QR code of `text`, dark on white whatever the theme, with the margin a camera needs."""
    return segno.make(text, error="m").svg_data_uri(scale=5, border=4, light="#fff", dark="#000")
