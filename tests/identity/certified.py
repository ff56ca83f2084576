"""A row in every table of certification: Mo was refused, appealed, and holds a certificate."""

from datetime import datetime, timedelta

from sqlmodel import Session

from coach_the_coach.certification.credential.rules import AwardKind
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.deciding.rules import Act, Ground, Heard, Said
from coach_the_coach.certification.deciding.tables import (
    Appeal,
    AppealBody,
    CoSignature,
    CoSignatureBody,
    ReviewSeat,
    Suspension,
    SuspensionAct,
    SuspensionBody,
)
from coach_the_coach.certification.paths.rules import Seat, content_hash, path_from
from coach_the_coach.certification.rules import Asked, Move, State, Verdict
from coach_the_coach.certification.tables import (
    Attestation,
    Enrolment,
    EnrolmentStep,
    PathVersion,
    Progress,
    Review,
)
from tests.cast import Cast
from tests.certification.kept import SMALL


def certified(session: Session, cast: Cast, *, at: datetime, own: str) -> None:
    """Everything once; Lena signed, refused and named, Cleo decides the appeal."""
    mo, lena, cleo = (one.id or 0 for one in (cast.mo, cast.lena, cast.cleo))
    content, digest = content_hash(path_from(SMALL | {"key": "basics", "title": "Basics"}))
    version = PathVersion(
        key="basics",
        version=1,
        title="Basics",
        level=1,
        content=content,
        sha256=digest,
        published_at=at,
    )
    session.add(version)
    session.flush()
    path = {"person_id": mo, "path_key": "basics"}
    enrolment = Enrolment(
        **path,
        path_version_id=version.id or 0,
        assigned_by_id=lena,
        assigned_at=at,
        due_on=at.date(),
        withdrawn_at=at,
        why_withdrawn=own,
    )
    award = Award(
        **path,
        path_title="Basics",
        level=1,
        version=1,
        awarded_at=at,
        valid_from=at.date(),
        kind=AwardKind.FIRST,
        signed_by=[lena, cleo],
        status_index=0,
    )
    session.add_all([enrolment, award])
    session.flush()
    number = enrolment.id or 0
    review = Review(
        enrolment_id=number,
        person_id=mo,
        path_version_id=version.id or 0,
        asking=Asked.FIRST,
        asked_at=at,
        asked_on=at.date(),
        closed_at=at,
        outcome=Verdict.NOT_YET,
    )
    session.add_all(
        [
            review,
            Progress(
                enrolment_id=number,
                person_id=mo,
                state=State.IN_PROGRESS,
                state_since=at.date(),
                asking=Asked.FIRST,
                met=0,
                asked=1,
                made_on=at.date(),
                made_at=at,
            ),
            EnrolmentStep(
                enrolment_id=number,
                place=1,
                move=Move.BEGIN,
                to=State.IN_PROGRESS,
                on=at.date(),
                at=at,
            ),
            Attestation(
                **path, by_id=lena, requirement_key="word", on=at.date(), at=at, reason=own
            ),
        ]
    )
    session.flush()
    _decided(session, review, award, (mo, lena, cleo), at, own)


def _decided(
    session: Session,
    review: Review,
    award: Award,
    who: tuple[int, int, int],
    at: datetime,
    own: str,
) -> None:
    """A refusal with its appeal, and a suspension that is over."""
    mo, lena, cleo = who
    seat = {"review_id": review.id or 0, "person_id": mo, "seat": Seat.LINE, "place": 1}
    signed = CoSignature(
        **seat, by_id=lena, said=Said.NOT_YET, at=at, criterion="log", commitment="x"
    )
    appeal = Appeal(
        review_id=review.id or 0,
        person_id=mo,
        asked_at=at,
        due_on=at.date(),
        decider_id=cleo,
        decided_at=at,
        outcome=Heard.UPHELD,
    )
    rests = Suspension(
        award_id=award.id or 0,
        person_id=mo,
        ground=Ground.CONFIDENTIALITY,
        opened_by_id=lena,
        opened_at=at,
        ended_at=at,
    )
    session.add_all(
        [
            ReviewSeat(**seat, by_id=lena, named_at=at, expires_at=at + timedelta(days=30)),
            signed,
            appeal,
            rests,
        ]
    )
    session.flush()
    session.add_all(
        [
            CoSignatureBody(co_signature_id=signed.id or 0, salt="s", evidence=own, would_meet=own),
            AppealBody(appeal_id=appeal.id or 0, salt="s", words=own, reason=own),
            SuspensionBody(suspension_id=rests.id or 0, salt="s", words=own, end_reason=own),
            SuspensionAct(
                suspension_id=rests.id or 0, act=Act.CONFIRM, by_id=lena, person_id=mo, at=at
            ),
        ]
    )
    session.flush()
