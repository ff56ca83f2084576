"""What an administrator is led to: bringing people in, then letting them in."""

from sqlmodel import Session, col, delete

from coach_the_coach.account.invitations.queries import next_lines
from coach_the_coach.identity.invitations import invite
from coach_the_coach.identity.sign_in import set_password
from coach_the_coach.identity.tables import Grant, Person, Reach, ReportingLine
from tests.cast import NOW, Cast


def test_those_who_cannot_sign_in_are_counted_until_they_are_invited(session: Session, cast: Cast):
    set_password(session, cast.mo.id or 0, "a sentence nobody else says", NOW)
    invite(session, cast.mia.id or 0, NOW)
    session.flush()

    (line,) = next_lines(session, cast.actor(cast.ada), at=NOW)

    assert (line.text, line.action, line.link) == (
        "8 people cannot sign in yet.",
        "Invite",
        "/invitations",
    )


def test_an_administrator_alone_is_led_to_the_import(session: Session, cast: Cast):
    ada = cast.actor(cast.ada)
    for table in (ReportingLine, Reach, Grant):
        session.exec(delete(table))
    session.exec(delete(Person).where(col(Person.id) != cast.ada.id))

    (line,) = next_lines(session, ada, at=NOW)

    assert (line.action, line.link) == ("Import", "/imports")


def test_others_are_not_told(session: Session, cast: Cast):
    assert next_lines(session, cast.actor(cast.lena), at=NOW) == []
