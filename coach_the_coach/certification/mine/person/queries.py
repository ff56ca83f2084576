"""Where somebody else stands, for those who lead them and for specialists."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.certification.deciding.attesting.queries import attests_for, leads_above
from coach_the_coach.certification.deciding.attesting.rules import is_specialists
from coach_the_coach.certification.mine.queries import (
    count_lines_of,
    head_of,
    held_up,
    helps_words,
    history_of,
    lines_of,
    reading_of,
    stood_by_level,
)
from coach_the_coach.certification.mine.rows import (
    CountedPath,
    LedPath,
    PersonPaths,
    StandingLine,
)
from coach_the_coach.certification.mine.rules import Audience
from coach_the_coach.certification.progress.queries import Stood
from coach_the_coach.certification.rules import state_mark, state_word
from coach_the_coach.certification.tables import Enrolment, PathVersion, Progress
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.when import day, local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly, reaches, visible_person
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell import routes

READING: Final = audit.known(
    "certification:read", _("read how somebody stands on their paths"), audit.Told.SUBJECT
)
"""What the log calls it when somebody else's requirements are read."""


def person_paths(session: Session, actor: Actor, *, person: str, at: datetime) -> PersonPaths:
    """Somebody's paths, as far as the actor may know. That it was read is written down.

    In a fixed number of statements, and some more for a path of which all is there. Raises NotFound
    for somebody the actor cannot see, NotPermitted for somebody whose paths are not for them. Of
    oneself it says no more than that.
    """
    one = visible_person(session, actor, person)
    if one.id == actor.person_id:
        return PersonPaths(public_id=one.public_id, name=one.name, is_me=True)
    one = visible_person(session, actor, person, Permission.CERTIFICATION_READ)
    audience = audience_of(session, actor, one)
    audit.seen(session, READING, person_id=one.id, thing=one.public_id)
    found = stood_by_level(session, one.id or 0, at=at)
    reading = reading_of(session, actor, found, audience, at=at)
    row = PersonPaths(
        public_id=one.public_id,
        name=one.name,
        title=one.title,
        sign_link=_sign_link(session, actor, one, found),
    )
    if audience is Audience.LEADER:
        row.led.extend(
            LedPath(
                head_of(each, reading),
                helps_words(each, audience, held_up(session, each)),
                lines_of(each, reading),
                history_of(each, reading),
            )
            for each in found
        )
    else:
        row.counted.extend(
            CountedPath(
                head_of(each, reading),
                helps_words(each, audience, held_up(session, each)),
                count_lines_of(each, audience),
                history_of(each, reading),
            )
            for each in found
        )
    return row


def _sign_link(session: Session, actor: Actor, about: Person, found: Sequence[Stood]) -> str:
    """Where the actor signs for what no room measures; empty where nothing is theirs to sign."""
    leads, attests = leads_above(session, actor, about), attests_for(session, actor, about)
    for one in found:
        for line in one.came.lines:
            able = attests if is_specialists(line.requirement) else leads
            if able and line.requirement.is_attested:
                return routes.attest(about.public_id)
    return ""


def audience_of(session: Session, actor: Actor, about: Person) -> Audience:
    """As whom the actor reads of somebody in reach: the nearest of what they are."""
    directly = leads_directly(col(Person.id), actor, Permission.CERTIFICATION_READ)
    decides = reaches(col(Person.id), actor, Permission.OBSERVATION_DECIDE)
    found = session.exec(select(directly, decides).where(Person.id == about.id)).one()
    if found[0]:
        return Audience.LEADER
    return Audience.ABOVE if found[1] else Audience.SPECIALIST


def standing_lines(
    session: Session, actor: Actor, *, person: str, at: datetime
) -> list[StandingLine]:
    """Where a person stands on each path in a word: for themself and whoever may know.

    Empty for others. In two statements; as it was made last, a day ago at most. Raises NotFound.
    """
    one = visible_person(session, actor, person)
    is_me = one.id == actor.person_id
    may = (
        Person.id == actor.person_id
        if is_me
        else reaches(col(Person.id), actor, Permission.CERTIFICATION_READ)
    )
    found = session.exec(
        select(Progress, PathVersion)
        .join(Enrolment, col(Enrolment.id) == col(Progress.enrolment_id))
        .join(PathVersion, col(PathVersion.id) == col(Enrolment.path_version_id))
        .join(Person, col(Person.id) == col(Progress.person_id))
        .where(col(Progress.person_id) == one.id, col(Enrolment.withdrawn_at).is_(None), may)
        .order_by(col(PathVersion.level), col(PathVersion.key))
    ).all()
    today = local_day(at, actor.time_zone)
    link = routes.CERTIFICATION if is_me else routes.certification_of(one.public_id)
    return [
        StandingLine(
            title=path.title,
            state=state_word(stands.state),
            mark=state_mark(stands.state),
            since=day(stands.state_since, today),
            met=_("{met} of {asked} met").format(met=stands.met, asked=stands.asked),
            link=link,
        )
        for stands, path in found
    ]
