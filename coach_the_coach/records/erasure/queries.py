"""What is kept of one person, statement by statement, as an erasure takes it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, union
from sqlmodel import Session, col, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.audit import AuditDetail, AuditEntry
from coach_the_coach.foundation.erasing import Erasure, erased_on, is_held, under_hold
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.tables import (
    Account,
    ExternalIdentity,
    Grant,
    Invitation,
    Person,
    RecoveryCode,
    SecondFactor,
    SignIn,
    SignInTab,
)
from coach_the_coach.notices.mail.tables import MailChoice
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.looks.tables import Look, LookBody, LookLevel
from coach_the_coach.observations.practice.tables import PracticeOffer, PracticeRound
from coach_the_coach.observations.selftally.tables import SelfCode, SelfTally, SelfTap, SelfTurn
from coach_the_coach.observations.tables import (
    AskedFirst,
    BlindScoring,
    Note,
    Observation,
    ObservationBody,
    Rating,
    Reply,
    SelfRating,
    Status,
    Talk,
    TalkBody,
    Transcript,
)
from coach_the_coach.observations.watching.rules import OPEN
from coach_the_coach.observations.watching.tables import ObserverPlaces, Watching, WatchingStep
from coach_the_coach.records.erasure.certified.queries import words_of_paths
from coach_the_coach.records.erasure.coached.queries import own_rows, shared_steps, words_about
from coach_the_coach.records.erasure.rows import ClassRow, ErasedRow
from coach_the_coach.records.queries import Step


def steps_of(person_id: int) -> dict[str, list[Step]]:
    """What is deleted and emptied, by class in words, in an order that the keys allow."""
    return {
        _("Ways in: sign-ins, password, second factor, provider, invitations"): _ways_in(person_id),
        _("Notices, choices about letters, letters that have not gone"): _told(person_id),
        _("What observers wrote about them"): _written(person_id),
        _("Talks over it: words of both"): _talks(person_id),
        _("Words of short looks at them"): _looks(person_id),
        _("Their own view and answers"): _said(person_id),
        _(
            "Unsigned looks, reasons in plans to watch, words of log, calls and cycles about them"
        ): waiting_steps([person_id]),
        _("Words about their coaching: plans, practice, appointments, audits"): words_about(
            person_id
        ),
        _("Words of decisions about their paths, appeals and signatures"): words_of_paths(
            person_id
        ),
        _("What is theirs alone: own tallies, practice, free places, calendar"): [
            *_own(person_id),
            *own_rows(person_id),
        ],
        _("What the log says beyond its entries"): _log(person_id),
    }


def classes(session: Session, person_id: int) -> list[ClassRow]:
    """How much of each class there is."""
    rows = []
    for words, steps in steps_of(person_id).items():
        counts = (
            session.exec(select(func.count()).select_from(one.table).where(one.where)).one()
            for one in steps
        )
        rows.append(ClassRow(words, sum(counts)))
    drafts = session.exec(select(func.count()).where(is_draft_of([person_id]))).one()
    words = session.exec(select(func.count()).where(speaks_in([person_id]))).one()
    return [
        *rows,
        ClassRow(_("Unsigned drafts, by them and about them"), drafts),
        ClassRow(_("Transcripts in which they speak"), words),
    ]


# What several people share stays as long as one of them is under a hold. Each of these takes ids,
# or a query for them: what has stayed so goes when the hold ends, of everybody erased until then.


def is_draft_of(people: Any) -> ColumnElement[bool]:
    """The condition that an unsigned observation is by one of these people or about them."""
    return and_(
        col(Observation.status) == Status.DRAFT,
        or_(col(Observation.observer_id).in_(people), col(Observation.observed_id).in_(people)),
        ~is_held(col(Observation.observer_id), col(Observation.observed_id)),
        col(Observation.coaching_session_id).not_in(_held_sessions()),
    )


def speaks_in(people: Any) -> ColumnElement[bool]:
    """The condition that words or names of a transcript are there, of a talk they took part in."""
    talks = select(CoachingSession.id).where(
        or_(col(CoachingSession.coach_id).in_(people), col(CoachingSession.coached_id).in_(people))
    )
    theirs = select(Observation.id).where(
        col(Observation.coaching_session_id).in_(talks),
        col(Observation.coaching_session_id).not_in(_held_sessions()),
        ~is_held(col(Observation.observer_id)),
    )
    return and_(
        col(Transcript.observation_id).in_(theirs),
        or_(
            col(Transcript.deleted_at).is_(None),
            col(Transcript.file_name) != "",
            col(Transcript.manager_speaker) != "",
        ),
    )


def is_open_plan(people: Any) -> ColumnElement[bool]:
    """The condition that a plan to watch, in which one of them takes part, goes on."""
    return and_(col(Watching.state).in_(OPEN), _plans_with(people))


def waiting_steps(people: Any) -> list[Step]:
    """What else several people share: drafts of short looks, reasons in plans, their coaching."""
    drafts = select(Look.id).where(
        or_(col(Look.observed_id).in_(people), col(Look.observer_id).in_(people)),
        col(Look.given_at).is_(None),
        ~is_held(col(Look.observer_id), col(Look.observed_id), col(Look.coached_id)),
    )
    plans = select(Watching.id).where(_plans_with(people))
    reasons = and_(col(WatchingStep.watching_id).in_(plans), col(WatchingStep.reason) != "")
    return [
        Step(LookLevel, col(LookLevel.look_id).in_(drafts)),
        Step(LookBody, col(LookBody.look_id).in_(drafts)),
        Step(Look, col(Look.id).in_(drafts)),
        Step(WatchingStep, reasons, {"reason": ""}),
        *shared_steps(people),
    ]


def _plans_with(people: Any) -> ColumnElement[bool]:
    """The condition that one of them takes part in a plan to watch, and that no hold keeps it."""
    parts = (col(Watching.observer_id), col(Watching.observed_id), col(Watching.coached_id))
    return and_(or_(*(part.in_(people) for part in parts)), ~is_held(*parts))


def _held_sessions() -> Any:
    """Sessions in which somebody under a hold coached or was coached."""
    parts = (col(CoachingSession.coach_id), col(CoachingSession.coached_id))
    return select(CoachingSession.id).where(is_held(*parts))


def require_erasable(session: Session, person_id: int) -> None:
    """Raises Conflict for somebody under a hold, and for somebody erased before."""
    if erased_on(session, person_id) is not None:
        raise Conflict(_("This person has been erased already."))
    if under_hold(session, person_id):
        raise Conflict(_("There is a hold on what is kept of this person. End it first."))


def known_among(session: Session, people: Iterable[str]) -> set[str]:
    """Those of these public ids that somebody here has, erased or not."""
    found = select(Person.public_id).where(col(Person.public_id).in_(list(people)))
    return set(session.exec(found).all())


def erasures(session: Session) -> list[ErasedRow]:
    """Everybody who was erased, first to last: after a backup is restored they are erased again."""
    found = session.exec(
        select(Person.public_id, func.min(Erasure.at))
        .join(Erasure, col(Erasure.person_id) == col(Person.id))
        .group_by(Person.public_id)
        .order_by(func.min(Erasure.at))
    ).all()
    return [ErasedRow(person, at) for person, at in found]


def _ways_in(person_id: int) -> list[Step]:
    theirs = select(SignIn.id).where(SignIn.person_id == person_id)
    tables = (SignIn, ExternalIdentity, Account, SecondFactor, RecoveryCode, Invitation)
    return [
        Step(SignInTab, col(SignInTab.sign_in_id).in_(theirs)),
        *(Step(table, col(table.person_id) == person_id) for table in tables),
    ]


def _told(person_id: int) -> list[Step]:
    letters = and_(
        col(Job.done_at).is_(None), col(Job.payload).like(f'%"person": {int(person_id)},%')
    )
    return [
        Step(Notice, col(Notice.person_id) == person_id),
        Step(MailChoice, col(MailChoice.person_id) == person_id),
        Step(Job, letters),
    ]


def _written(person_id: int) -> list[Step]:
    of_them = select(Observation.id).where(
        Observation.observed_id == person_id, Observation.status != Status.DRAFT
    )
    reasons = or_(col(Observation.purpose_reason) != "", col(Observation.amend_reason) != "")
    is_of_them = and_(
        col(Observation.observed_id) == person_id, col(Observation.status) != Status.DRAFT
    )
    body: dict[str, Any] = {"salt": "", "strengths": "", "one_thing": "", "agreed": ""}
    return [
        Step(
            BlindScoring,
            and_(col(BlindScoring.observed_id) == person_id, col(BlindScoring.reason) != ""),
            {"reason": ""},
        ),
        Step(Note, col(Note.observation_id).in_(of_them)),
        Step(
            Rating,
            and_(col(Rating.observation_id).in_(of_them), col(Rating.quote) != ""),
            {"quote": ""},
        ),
        Step(
            ObservationBody,
            and_(col(ObservationBody.observation_id).in_(of_them), col(ObservationBody.salt) != ""),
            body,
        ),
        Step(
            Observation,
            and_(is_of_them, reasons),
            {
                "purpose_reason": func.substr(col(Observation.purpose_reason), 1, 0),
                "amend_reason": func.substr(col(Observation.amend_reason), 1, 0),
            },
        ),
    ]


def _talks(person_id: int) -> list[Step]:
    of_them = select(Talk.id).where(Talk.observed_id == person_id)
    by_them = select(Talk.id).where(Talk.observer_id == person_id)
    words = (
        "salt",
        "intended",
        "noticed",
        "moment",
        "would_try",
        "one_thing",
        "promised",
        "next_reason",
    )
    left = and_(col(TalkBody.talk_id).in_(of_them), col(TalkBody.salt) != "")
    return [
        Step(TalkBody, left, dict.fromkeys(words, "")),
        # What others say of how the person leads a talk is about the person.
        Step(AskedFirst, col(AskedFirst.talk_id).in_(by_them)),
    ]


def _looks(person_id: int) -> list[Step]:
    of_them = select(Look.id).where(Look.observed_id == person_id, col(Look.given_at).is_not(None))
    left = or_(col(LookBody.moment) != "", col(LookBody.to_try) != "")
    words = and_(col(LookBody.look_id).in_(of_them), left)
    return [Step(LookBody, words, {"moment": "", "to_try": ""})]


def _said(person_id: int) -> list[Step]:
    of_them = select(Observation.id).where(Observation.observed_id == person_id)
    return [
        Step(SelfRating, col(SelfRating.observation_id).in_(of_them)),
        Step(
            Reply,
            and_(col(Reply.observation_id).in_(of_them), col(Reply.answer) != ""),
            {"answer": ""},
        ),
    ]


def _own(person_id: int) -> list[Step]:
    theirs = select(SelfTally.id).where(SelfTally.coach_id == person_id)
    return [
        *(
            Step(table, col(table.self_tally_id).in_(theirs))
            for table in (SelfTap, SelfTurn, SelfCode)
        ),
        Step(SelfTally, col(SelfTally.coach_id) == person_id),
        Step(
            SelfTally,
            col(SelfTally.shared_with_id) == person_id,
            {"shared_with_id": None, "shared_at": None},
        ),
        *(
            Step(table, col(table.person_id) == person_id)
            for table in (PracticeRound, PracticeOffer, ObserverPlaces)
        ),
    ]


def _log(person_id: int) -> list[Step]:
    about = select(AuditEntry.id).where(col(AuditEntry.about_id) == person_id)
    own = select(AuditEntry.id).where(
        col(AuditEntry.actor_id) == person_id, col(AuditEntry.about_id).is_(None)
    )
    return [
        Step(AuditDetail, col(AuditDetail.entry_id).in_(union(about, own, *_of_roles(person_id))))
    ]


def _of_roles(person_id: int) -> list[Any]:
    """Entries about roles that others have over the person, or in their place, with reasons."""
    named = select(Person.public_id).where(Person.id == person_id).scalar_subquery()
    holders = select(Grant.person_id).where(
        or_(col(Grant.root_id) == person_id, col(Grant.stands_in_for_id) == person_id)
    )
    given = (
        select(AuditEntry.id)
        .join(AuditDetail, col(AuditDetail.entry_id) == col(AuditEntry.id))
        .where(col(AuditEntry.action).startswith("grant:"), col(AuditDetail.text).contains(named))
    )
    # The entry of an end does not say over whom it was.
    ended = select(AuditEntry.id).where(
        col(AuditEntry.action) == "grant:end", col(AuditEntry.about_id).in_(holders)
    )
    return [given, ended]
