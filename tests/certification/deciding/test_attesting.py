"""A specialist attests, a leader above stands for something; never for oneself."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.certification.deciding.attesting.actions import attest, withdraw
from coach_the_coach.certification.deciding.attesting.queries import to_sign_for
from coach_the_coach.certification.rules import State
from coach_the_coach.certification.tables import Attestation, Enrolment
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted, Refusal
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.tables import Notice
from tests import build
from tests.cast import NOW, Cast
from tests.certification.deciding import reviewed
from tests.certification.deciding.reviewed import GATES, LOG, WORD

REASON = "I was there when both were closed."


def on_path(session: Session, cast: Cast) -> Enrolment:
    """Mo, on a path that asks for both kinds of signatures."""
    version = reviewed.path(session, requirements=[LOG, GATES, WORD])
    reviewed.logged(session, cast.mo, cast.rae)
    return reviewed.enrolled(session, cast.mo, version)


def sign(
    session: Session,
    cast: Cast,
    by: Person,
    key: str,
    reason: str = REASON,
    at: datetime = NOW,
) -> None:
    """Somebody signs for Mo."""
    given = {"person": cast.mo.public_id, "path_key": "basics", "key": key, "reason": reason}
    attest(session, cast.actor(by, at), **given, at=at)


def test_each_kind_is_signed_by_whom_it_asks_for_and_completes_the_path(
    session: Session, cast: Cast
):
    enrolment = on_path(session, cast)
    sign(session, cast, cast.spec, "gates")
    sign(session, cast, cast.spec, "gates")
    sign(session, cast, cast.cleo, "word")

    assert reviewed.state(session, enrolment) is State.COMPLETE
    signed = session.exec(select(Attestation)).all()
    assert sorted((one.requirement_key, one.by_id) for one in signed) == [
        ("gates", cast.spec.id),
        ("word", cast.cleo.id),
    ]
    counted = session.exec(select(Evidence.subject).where(Evidence.kind == "attested")).all()
    assert sorted(counted) == sorted(one.public_id for one in signed)
    told = session.exec(select(Notice.text).where(Notice.person_id == cast.mo.id)).all()
    assert "Sage Specialist has signed for something that Basics asks." in told
    with pytest.raises(Conflict, match="already"):
        sign(session, cast, cast.lena, "word")


@pytest.mark.parametrize(
    ("key", "what"),
    [
        *((who, "gates") for who in ("lena", "cleo", "mo", "sol", "odd", "ada", "rae")),
        *((who, "word") for who in ("spec", "mo", "sol", "odd", "ada", "rae")),
    ],
)
def test_nobody_else_signs_for_it(session: Session, cast: Cast, key: str, what: str):
    on_path(session, cast)
    with pytest.raises(Refusal):
        sign(session, cast, getattr(cast, key), what)
    assert session.exec(select(Attestation)).all() == []


@pytest.mark.parametrize(("key", "what"), [("spec", "gates"), ("rae", "word")])
def test_whoever_reports_to_them_signs_nothing_for_them(
    session: Session, cast: Cast, key: str, what: str
):
    on_path(session, cast)
    build.led_by(session, cast.spec, cast.mo)
    reviewed.instead(session, cast.rae, cast.lena)

    actor = cast.actor(getattr(cast, key))
    row = to_sign_for(session, actor, public_id=cast.mo.public_id, at=NOW)
    assert not any(one.may_sign for one in row.asked)
    with pytest.raises(NotPermitted):
        sign(session, cast, getattr(cast, key), what)
    assert session.exec(select(Attestation)).all() == []


def test_it_says_why_and_only_what_is_asked(session: Session, cast: Cast):
    on_path(session, cast)
    with pytest.raises(Invalid):
        sign(session, cast, cast.spec, "gates", "Yes.")
    with pytest.raises(NotFound):
        sign(session, cast, cast.spec, "log")


def test_taken_back_it_counts_no_longer(session: Session, cast: Cast):
    enrolment = on_path(session, cast)
    sign(session, cast, cast.spec, "gates")
    sign(session, cast, cast.lena, "word")
    one = session.exec(select(Attestation).where(Attestation.requirement_key == "gates")).one()
    with pytest.raises(NotFound):
        withdraw(session, cast.actor(cast.lena), public_id=one.public_id, reason=REASON, at=NOW)
    with pytest.raises(Invalid):
        withdraw(session, cast.actor(cast.spec), public_id=one.public_id, reason="", at=NOW)
    later = NOW + timedelta(hours=1)
    spec = cast.actor(cast.spec, later)
    withdraw(session, spec, public_id=one.public_id, reason="One gate is open again.", at=later)

    assert reviewed.state(session, enrolment) is State.IN_PROGRESS
    sign(session, cast, cast.spec, "gates", at=later)
    assert reviewed.state(session, enrolment) is State.COMPLETE


@pytest.mark.parametrize(
    ("key", "reason", "may_sign"),
    [
        ("mo", REASON, []),
        ("lena", REASON, ["word"]),
        ("cleo", "", ["word"]),
        ("spec", REASON, []),
    ],
)
def test_what_waits_is_shown_with_words_for_whom_they_are(
    session: Session, cast: Cast, key: str, reason: str, may_sign: list[str]
):
    on_path(session, cast)
    sign(session, cast, cast.spec, "gates")
    actor = cast.actor(getattr(cast, key))
    row = to_sign_for(session, actor, public_id=cast.mo.public_id, at=NOW)
    assert [one.key for one in row.asked if one.may_sign] == may_sign
    assert [one.reason for each in row.asked for one in each.signed] == [reason]


@pytest.mark.parametrize("key", ["sol", "ada", "rae", "odd", "mia"])
def test_nobody_else_sees_what_waits(session: Session, cast: Cast, key: str):
    on_path(session, cast)
    actor = cast.actor(getattr(cast, key))
    with pytest.raises(NotFound):
        to_sign_for(session, actor, public_id=cast.mo.public_id, at=NOW)
