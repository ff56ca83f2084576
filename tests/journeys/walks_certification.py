"""Walks through the pages of certification and of what two score; see `walks.py`."""

import re
from datetime import timedelta

from playwright.sync_api import expect
from sqlmodel import Session, col, select

from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.deciding.rules import Said, sealed
from coach_the_coach.certification.deciding.tables import CoSignature, CoSignatureBody, ReviewSeat
from coach_the_coach.certification.paths.rules import Seat
from coach_the_coach.certification.queries import newest_version
from coach_the_coach.certification.rules import Asked, Verdict
from coach_the_coach.certification.tables import Enrolment, PathVersion, Review
from coach_the_coach.demo import cast
from coach_the_coach.demo.cast import Case, Part
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.tables import BlindScoring, Observation
from tests.journeys.demo import Demo
from tests.journeys.looks import Looks
from tests.journeys.visits import Visits
from tests.journeys.walks_coaching import of, shown


def my_paths(visits: Visits, demo: Demo, looks: Looks) -> None:
    for part in (cast.IMPROVING, cast.LARGE, cast.SMALL, cast.NEUTRAL):
        page = shown(visits.page(demo, demo.email(part)), "/certification")
        looks.at(page, f"the paths of {part.name}, as they see them")


def paths_of(visits: Visits, demo: Demo, looks: Looks) -> None:
    for part in (cast.NEUTRAL, cast.CRO, cast.SPECIALIST):
        page = shown(visits.page(demo, demo.email(part)), f"/certification/{of(demo, cast.SMALL)}")
        looks.at(page, f"somebody's paths, as {part.name} sees them")


def paths(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.ADMINISTRATOR)), "/paths")
    looks.at(page, "the paths of the house")


def path(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.ADMINISTRATOR)), "/paths/certified-coach")
    looks.at(page, "a path to be changed")
    with demo.store() as session:
        _newer(session, "certified-coach")
    page = shown(page, "/paths/certified-coach")
    page.get_by_role("button", name="See what moving them would change").click()
    expect(page.get_by_role("button", name="Move them")).to_be_visible()
    looks.at(page, "those on an older version, to be moved")
    page.get_by_role("button", name="Leave them where they are").click()
    expect(page.get_by_role("button", name="Move them")).to_have_count(0)


def states(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/paths/states")
    looks.at(page, "every state and where it leads")


def assign(visits: Visits, demo: Demo, looks: Looks) -> None:
    for part in (cast.NEUTRAL, cast.ADMINISTRATOR):
        page = shown(visits.page(demo, demo.email(part)), "/assign")
        looks.at(page, f"putting people on a path, as {part.name}")


def assign_of(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.NEUTRAL)), f"/assign/{of(demo, cast.SMALL)}")
    looks.at(page, "which paths somebody is on")


def able(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.ADMINISTRATOR)), "/assign/able")
    looks.at(page, "whether it can be finished here")


def certified(visits: Visits, demo: Demo, looks: Looks) -> None:
    for part in (cast.CRO, cast.SPECIALIST):
        page = shown(visits.page(demo, demo.email(part)), "/certified")
        looks.at(page, f"who is certified, as {part.name}")


def register(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.ADMINISTRATOR)), "/register")
    expect(page.get_by_text("Camila Duarte").first).to_be_visible()
    looks.at(page, "every certificate ever")


def certificates(visits: Visits, demo: Demo, looks: Looks) -> None:
    for part in (cast.SMALL, cast.LARGE):
        page = shown(visits.page(demo, demo.email(part)), "/certificates")
        looks.at(page, f"the certificates of {part.name}")


def suspension(visits: Visits, demo: Demo, looks: Looks) -> None:
    own = demo.email(cast.SMALL)
    with demo.store() as session:
        holder = demo.person(session, own).id
        award = session.exec(select(Award.public_id).where(Award.person_id == holder)).one()
    page = shown(visits.page(demo, demo.email(cast.NEUTRAL)), f"/certificates/{award}/suspension")
    looks.at(page, "naming grounds on which a certificate may rest")


def attest(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.SPECIALIST)), f"/attest/{of(demo, cast.SMALL)}")
    looks.at(page, "what is to be attested")


def decisions(visits: Visits, demo: Demo, looks: Looks) -> None:
    reviewed(demo, cast.TRAINER)
    for part in (cast.TRAINER, cast.SPECIALIST, cast.NEUTRAL):
        page = shown(visits.page(demo, demo.email(part)), "/decisions")
        looks.at(page, f"decisions, as {part.name}")


def decision(visits: Visits, demo: Demo, looks: Looks) -> None:
    address = f"/decisions/{reviewed(demo, cast.TRAINER)}"
    for part in (cast.TRAINER, cast.SPECIALIST, cast.DRIFTING):
        page = shown(visits.page(demo, demo.email(part)), address)
        looks.at(page, f"one decision, as {part.name}")
    page = shown(
        visits.page(demo, demo.email(cast.NEUTRAL)),
        f"/decisions/{reviewed(demo, cast.CANDIDATE)}",
    )
    looks.at(page, "a decision that waits for one's own signature")
    page = shown(
        visits.page(demo, demo.email(cast.IMPROVING)),
        f"/decisions/{reviewed(demo, cast.IMPROVING)}",
    )
    expect(page.get_by_text("What would meet it")).to_be_visible()
    looks.at(page, "a refusal, as the candidate reads it")


def appeal(visits: Visits, demo: Demo, looks: Looks) -> None:
    address = f"/decisions/{reviewed(demo, cast.INSPECTOR, refused=True)}/appeal"
    page = shown(visits.page(demo, demo.email(cast.INSPECTOR)), address)
    looks.at(page, "an appeal to be written")
    address = f"/decisions/{reviewed(demo, cast.IMPROVING)}/appeal"
    for part in (cast.IMPROVING, cast.NEUTRAL):
        page = shown(visits.page(demo, demo.email(part)), address)
        looks.at(page, f"an appeal that waits for who hears it, as {part.name}")


def double(visits: Visits, demo: Demo, looks: Looks) -> None:
    scored(demo)
    for part in (cast.SPECIALIST, cast.NEUTRAL):
        page = shown(visits.page(demo, demo.email(part)), "/double")
        looks.at(page, f"what two score, as {part.name}")


def double_one(visits: Visits, demo: Demo, looks: Looks) -> None:
    pair, first = scored(demo)
    page = shown(visits.page(demo, first), f"/double/{pair}")
    expect(page.get_by_role("main")).to_contain_text(re.compile("mean", re.IGNORECASE))
    looks.at(page, "what two gave one session")
    waiting = demo.observation(Case.DOUBLE).rpartition("/")[2]
    with demo.store() as session:
        held = session.exec(select(Observation).where(Observation.public_id == waiting)).one()
        pair = session.exec(
            select(BlindScoring.public_id).where(
                BlindScoring.coaching_session_id == held.coaching_session_id
            )
        ).one()
    page = shown(visits.page(demo, demo.email(cast.SPECIALIST)), f"/double/{pair}")
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    looks.at(page, "a session to be scored as the second of two")


def _newer(session: Session, key: str) -> None:
    """The same path once more, under another number: nobody is moved to it."""
    one = newest_version(session, key)
    again = PathVersion(
        key=key,
        version=one.version + 1,
        title=one.title,
        level=one.level,
        content=one.content,
        sha256=one.sha256,
        published_at=clock.now(),
        reason="Said more plainly",
    )
    session.add(again)


def reviewed(demo: Demo, part: Part, *, refused: bool = False) -> str:
    """The public id of the decision about somebody's first path, asked for where it is not yet."""
    # Each asks the store itself, and so before it is held here.
    own, leader, specialist = (demo.email(one) for one in (part, cast.DRIFTING, cast.SPECIALIST))
    with demo.store() as session:
        who = demo.person(session, own).id or 0
        held = session.exec(select(Review).where(Review.person_id == who)).first()
        if held is not None:
            return held.public_id
        signers = [demo.person(session, one).id or 0 for one in (leader, specialist)]
        return _asked(session, who, signers, refused=refused).public_id


def _asked(session: Session, who: int, signers: list[int], *, refused: bool) -> Review:
    now = clock.now()
    enrolment = session.exec(select(Enrolment).where(Enrolment.person_id == who)).one()
    asked = now - timedelta(days=3)
    review = Review(
        enrolment_id=enrolment.id or 0,
        person_id=who,
        path_version_id=enrolment.path_version_id,
        asking=Asked.FIRST,
        asked_at=asked,
        asked_on=asked.date(),
        closed_at=now - timedelta(days=1) if refused else None,
        outcome=Verdict.NOT_YET if refused else None,
    )
    session.add(review)
    session.flush()
    for seat, by in zip((Seat.LINE, Seat.SECOND), signers, strict=True):
        session.add(
            ReviewSeat(
                review_id=review.id or 0,
                person_id=who,
                seat=seat,
                place=1,
                by_id=by,
                named_at=asked,
                expires_at=asked + timedelta(days=30),
            )
        )
    if refused:
        _refuse(session, review, by=signers[1])
    session.flush()
    return review


def _refuse(session: Session, review: Review, *, by: int) -> None:
    salt = new_id()
    words = {
        "evidence": "Both sessions were seen by the same observer.",
        "would_meet": "One session more, seen by somebody else.",
    }
    said = CoSignature(
        review_id=review.id or 0,
        person_id=review.person_id,
        seat=Seat.SECOND,
        place=1,
        by_id=by,
        said=Said.NOT_YET,
        at=review.closed_at or clock.now(),
        criterion="observed",
        try_again_on=clock.now().date() + timedelta(days=14),
        commitment=sealed(salt, words),
    )
    session.add(said)
    session.flush()
    session.add(CoSignatureBody(co_signature_id=said.id or 0, salt=salt, **words))


def scored(demo: Demo) -> tuple[str, str]:
    """The public id of what two scored in the demo, and the address of the first of them."""
    public_id = demo.observation(Case.CERTIFICATION).rpartition("/")[2]
    with demo.store() as session:
        one = session.exec(select(Observation).where(Observation.public_id == public_id)).one()
        both = session.exec(
            select(Observation)
            .where(Observation.coaching_session_id == one.coaching_session_id)
            .order_by(col(Observation.signed_at))
        ).all()
        first = both[0]
        second = next(one for one in both if one.observer_id != first.observer_id)
        there = select(BlindScoring).where(
            BlindScoring.coaching_session_id == one.coaching_session_id
        )
        pair = session.exec(there).first()
        if pair is None:
            pair = BlindScoring(
                coaching_session_id=one.coaching_session_id,
                observed_id=one.observed_id,
                first_observer_id=first.observer_id,
                second_observer_id=second.observer_id,
                asked_by_id=first.observer_id,
                asked_at=first.opened_at,
                both_signed_at=second.signed_at,
                settled_at=second.signed_at,
            )
            session.add(pair)
            session.flush()
        return pair.public_id, session.get_one(Person, first.observer_id).email
