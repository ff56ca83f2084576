"""What an administrator is led to: bringing people in, then letting them in."""

from sqlmodel import Session, col, delete, select

from coach_the_coach.account.invitations.actions import invite_person
from coach_the_coach.account.invitations.queries import next_lines
from coach_the_coach.identity.sign_in import invite, set_password
from coach_the_coach.identity.tables import Grant, Person, Reach, ReportingLine
from coach_the_coach.notices.tables import Notice
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


def test_somebody_who_can_sign_in_already_is_told_of_a_new_link(session: Session, cast: Cast):
    ada = cast.actor(cast.ada)
    set_password(session, cast.mo.id or 0, "a sentence nobody else says", NOW)

    for person in (cast.mo, cast.mia):
        invite_person(session, ada, person=person.public_id, at=NOW)
    session.flush()

    told = {notice.person_id: notice.text for notice in session.exec(select(Notice))}
    assert told == {
        cast.mo.id: "Ada Admin made a link with which a new password can be chosen for you."
    }
