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
        ("ada", "Administrator", ["administers", "assigns"]),
        ("cleo", "Leader", ["observes", "coaches", "assigns", "certifies"]),
        ("lena", "Leader", ["observes", "coaches", "assigns", "certifies"]),
        ("spec", "Coaching specialist", ["observes", "certifies"]),
        ("mo", "Manager", ["coaches"]),
        ("rae", "Rep", []),
    ],
)
def test_the_frame_knows_the_role_and_the_rooms_open_to_it(
    session: Session, cast: Cast, who: str, role: str, open_to: list[str]
):
    person = getattr(cast, who)
    person.title = ""
    session.add(person)
    tell(session, person.id, "Something.", link="", at=NOW)
    tell(session, cast.sid.id or 0, "Something else.", link="", at=NOW)
    session.flush()

    assert frame_of(session, cast.actor(person)) == FrameRow(
        public_id=person.public_id,
        name=person.name,
        role=role,
        zone="Europe/Paris",
        observes="observes" in open_to,
        coaches="coaches" in open_to,
        administers="administers" in open_to,
        assigns="assigns" in open_to,
        certifies="certifies" in open_to,
        unread=1,
    )


def test_somebody_with_a_title_goes_by_it(session: Session, cast: Cast):
    cast.lena.title = "VP Sales, North"
    session.add(cast.lena)
    session.flush()

    assert frame_of(session, cast.actor(cast.lena)).role == "VP Sales, North"
