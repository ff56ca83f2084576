"""The frame shows who one is, what is open to one, and how much is unread."""

import pytest
from sqlmodel import Session

from coach_the_coach.notices.actions import tell
from coach_the_coach.shell.queries import frame_of
from coach_the_coach.shell.rows import FrameRow
from tests.cast import NOW, Cast


@pytest.mark.parametrize(
    ("who", "role", "open_to"),
    [
        ("ada", "Administrator", ["administers"]),
        ("cleo", "Leader", ["observes", "sees_people"]),
        ("lena", "Leader", ["observes", "sees_people"]),
        ("spec", "Coaching specialist", ["observes", "sees_people"]),
        ("mo", "Manager", ["sees_people"]),
        ("rae", "Rep", []),
    ],
)
def test_the_frame_knows_the_role_and_the_rooms_open_to_it(
    session: Session, cast: Cast, who: str, role: str, open_to: list[str]
):
    person = getattr(cast, who)
    tell(session, person.id, "Something.", link="", at=NOW)
    tell(session, cast.sid.id or 0, "Something else.", link="", at=NOW)
    session.flush()

    assert frame_of(session, cast.actor(person)) == FrameRow(
        public_id=person.public_id,
        name=person.name,
        role=role,
        zone="Europe/Paris",
        observes="observes" in open_to,
        sees_people="sees_people" in open_to,
        administers="administers" in open_to,
        unread=1,
    )
