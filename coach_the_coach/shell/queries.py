"""Who is signed in, for the frame."""

from sqlmodel import Session, select

from coach_the_coach.identity.access import Actor, Permission, Role, role_word
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.queries import unread_count
from coach_the_coach.shell.rows import FrameRow
from coach_the_coach.shell.rules import shut


def arrived(
    session: Session, actor: Actor, *, asked: list[tuple[Permission, ...]]
) -> tuple[FrameRow, str]:
    """Who opened a page that asks for these, and why it is not shown; empty where it is."""
    return frame_of(session, actor), shut(asked, actor.permissions)


def frame_of(session: Session, actor: Actor) -> FrameRow:
    """The person signed in, as the frame shows them: by their title, or else by their role."""
    order = list(Role)
    title = session.exec(select(Person.title).where(Person.id == actor.person_id)).one()
    roles = sorted(actor.roles - {Role.CERTIFIER}, key=order.index)
    return FrameRow(
        public_id=actor.public_id,
        name=actor.name,
        role=title or (role_word(roles[0]) if roles else ""),
        zone=actor.time_zone,
        # A guest watches what is agreed with them, and finds nobody in a list.
        observes=bool(actor.covering(Permission.OBSERVATION_WRITE)),
        coaches=actor.can(Permission.COACHING_HOLD),
        administers=actor.can(Permission.PERSON_IMPORT),
        assigns=actor.can(Permission.PATH_ASSIGN),
        certifies=actor.can(Permission.CERTIFICATION_READ),
        unread=unread_count(session, actor),
    )
