"""Making a link: by whom, and who is told."""

import pytest
from sqlmodel import Session, select

from coach_the_coach.account.invitations.actions import invite_person
from coach_the_coach.foundation.errors import NotFresh
from coach_the_coach.identity.access import FRESH
from coach_the_coach.identity.sign_in import set_password
from coach_the_coach.identity.tables import ExternalIdentity, Invitation
from coach_the_coach.notices.tables import Notice
from tests.cast import NOW, Cast


def test_only_who_has_just_shown_who_they_are_makes_a_link(session: Session, cast: Cast):
    stale = cast.actor(cast.ada, proved_at=NOW - FRESH)

    for person in (cast.mo, cast.ada):
        with pytest.raises(NotFresh):
            invite_person(session, stale, person=person.public_id, at=NOW)
    assert session.exec(select(Invitation)).all() == []
    invite_person(session, cast.actor(cast.ada, proved_at=NOW), person=cast.mo.public_id, at=NOW)
    assert len(session.exec(select(Invitation)).all()) == 1


def test_whoever_can_come_in_already_by_whatever_way_is_told_of_a_link(
    session: Session, cast: Cast
):
    set_password(session, cast.mo.id or 0, "a sentence nobody else says", NOW)
    session.add(
        ExternalIdentity(
            person_id=cast.mia.id or 0,
            issuer="https://a.example",
            subject="1",
            created_at=NOW,
            used_at=NOW,
        )
    )
    session.flush()

    for person in (cast.mo, cast.mia, cast.rae):
        invite_person(session, cast.actor(cast.ada), person=person.public_id, at=NOW)
    session.flush()

    said = "Ada Admin made a link with which somebody can come in as you."
    told = {notice.person_id: notice.text for notice in session.exec(select(Notice))}
    assert told == {cast.mo.id: said, cast.mia.id: said}
