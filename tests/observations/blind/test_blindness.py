"""While two score a session blind, nobody but its observer learns anything of what one signed."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func
from sqlalchemy import select as columns
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select

from coach_the_coach import schema
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation import store
from coach_the_coach.foundation.audit import AuditEntry
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.foundation.viewer import NOBODY, PROGRAM, view_as
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.booking.actions import book_talk
from coach_the_coach.observations.rating.actions import amend_observation
from coach_the_coach.observations.results.queries import counts, result, standing
from coach_the_coach.observations.tables import (
    BlindScoring,
    Observation,
    ObservationBody,
    Rating,
    Status,
    Talk,
)
from coach_the_coach.observations.talk.queries import talk_of
from coach_the_coach.records.export.queries import all_of
from tests.calibration import scene
from tests.calibration.scene import OTHER, SECRET, SIGNED_AT
from tests.cast import NOW, Cast, people
from tests.conftest import databases_of
from tests.identity import reads
from tests.letters import mail_goes, written

__all__ = ["mail_goes"]

READERS = ("cleo", "lena", "odd", "mo", "rae", "spec", "ada")
"""Everybody whom it could concern."""

EVERYBODY = ("cleo", "lena", "odd", "mo", "mia", "sol", "rae", "ren", "sid", "spec", "ada")
PAIRS = [("spec", "lena"), ("lena", "odd"), ("odd", "cleo"), ("cleo", "spec")]
"""Who is first and who second: a stranger and the direct leader, and the other way round, and one
who leads through others."""

BOOKED = SIGNED_AT.replace(hour=16)


def everything_to(session: Session, cast: Cast, who: Person) -> list[tuple[str, list[str]]]:
    """What every query of every room answers to them, and their own file, in pieces by order."""
    session.flush()
    session.expire_all()
    everybody = {one.public_id: one.id or 0 for one in (cast.mo, cast.lena, cast.rae)}
    ids = [
        *session.exec(select(Observation.public_id)).all(),
        *session.exec(select(BlindScoring.public_id)).all(),
        *session.exec(select(CoachingSession.public_id)).all(),
    ]
    actor = cast.actor(who)
    told = [*reads.everything(session, actor, people=everybody, observations=ids, at=SIGNED_AT)]
    told.append(("file", repr(all_of(session, actor, at=SIGNED_AT))))
    # A row that was read before says its columns in another order, and a form has an id of its own.
    known = {*everybody, *ids}

    def said(text: str) -> list[str]:
        plain = re.sub(r"[0-9a-f]{32}", lambda found: found[0] if found[0] in known else "", text)
        return sorted(re.split(r"[,()]\s*", plain))

    # The rows behind a booked talk, of which nothing but its time is shown.
    return [(name, said(text)) for name, text in told if not name.endswith(".observed_talk")]


def in_it(told: list[tuple[str, list[str]]], words: str) -> list[str]:
    """The queries in whose answers these words stand."""
    return [name for name, pieces in told if any(words in piece for piece in pieces)]


@pytest.mark.parametrize(
    ("pair", "signs_first"),
    [(PAIRS[0], "first"), (PAIRS[1], "second"), (PAIRS[2], "first")],
)
def test_signing_before_the_other_changes_nothing_for_anybody_else(
    session: Session, cast: Cast, pair: tuple[str, str], signs_first: str
):
    scene.let_certify(session, cast)
    first, second = (getattr(cast, one) for one in pair)
    _scoring, one, other = scene.scored(session, cast, first, second, signed=False)
    signer, made, words = (first, one, SECRET) if signs_first == "first" else (second, other, OTHER)
    others = [getattr(cast, key) for key in READERS if getattr(cast, key) is not signer]
    before = {who.email: everything_to(session, cast, who) for who in others}
    jobs = session.exec(select(func.count()).select_from(Job)).one()
    notices = session.exec(select(func.count()).select_from(Notice)).one()

    scene.sign(session, cast, signer, made.public_id)

    assert made.status is Status.BLIND
    for who in others:
        after = everything_to(session, cast, who)
        assert after == before[who.email], who.email
        assert in_it(after, words) == [], who.email
        assert in_it(after, made.public_id) == [], who.email
    assert session.exec(select(func.count()).select_from(Job)).one() == jobs
    assert session.exec(select(func.count()).select_from(Notice)).one() == notices
    assert session.exec(select(Talk)).all() == []


@pytest.mark.parametrize("pair", PAIRS)
def test_its_own_observer_reads_it_and_sees_that_it_waits(
    session: Session, cast: Cast, pair: tuple[str, str]
):
    scene.let_certify(session, cast)
    first, second = (getattr(cast, one) for one in pair)
    _scoring, one, _other = scene.scored(session, cast, first, second, signed=False)
    scene.sign(session, cast, first, one.public_id)
    own = cast.actor(first)

    assert standing(session, own, public_id=one.public_id).view == "whole"
    found = result(session, own, public_id=one.public_id, at=SIGNED_AT)

    assert found.header.is_blind
    assert found.handing.stands == "Waits for the second observer"
    assert (found.handing.action, found.handing.one_thing) == ("", SECRET)
    with pytest.raises(NotFound):
        talk_of(session, own, public_id=one.public_id, at=SIGNED_AT)


@pytest.mark.usefixtures("mail_goes")
def test_once_the_second_signs_both_are_handed_over_with_a_notice_and_a_letter_each(
    session: Session, cast: Cast
):
    scene.let_certify(session, cast)
    scoring, one, other = scene.scored(session, cast, cast.spec, cast.odd)

    assert [one.status, other.status] == [Status.SIGNED, Status.SIGNED]
    assert scoring.both_signed_at == scoring.settled_at == SIGNED_AT
    told = session.exec(
        select(Notice.text, Notice.link)
        .where(Notice.person_id == cast.mo.id)
        .where(Notice.text.contains("has observed you"))  # pyright: ignore[reportAttributeAccessIssue] - a column
    ).all()
    assert sorted(told) == sorted(
        (
            f"{who.name} has observed you. Rate yourself, then talk it over.",
            f"/observations/{made.public_id}/reflect",
        )
        for who, made in ((cast.spec, one), (cast.odd, other))
    )
    handed = [one for one in written(session) if one.letter == "handed_over"]
    assert sorted(one.link for one in handed) == sorted(link for _text, link in told)
    talks = session.exec(select(Talk)).all()
    assert {talk.observer_id for talk in talks} == {cast.spec.id, cast.odd.id}
    assert standing(session, cast.actor(cast.lena), public_id=one.public_id).view == "whole"
    assert standing(session, cast.actor(cast.cleo), public_id=other.public_id).view == "counts"
    assert standing(session, cast.actor(cast.mo), public_id=one.public_id).go_to
    entries = session.exec(
        select(AuditEntry.thing).where(AuditEntry.action == "observation:hand_over")
    ).all()
    assert sorted(entries) == sorted([one.public_id, other.public_id])


def test_the_days_of_the_talk_are_counted_from_the_handing_over(session: Session, cast: Cast):
    scene.let_certify(session, cast)
    _scoring, one, other = scene.scored(session, cast, cast.spec, cast.odd, signed=False)
    scene.sign(session, cast, cast.spec, one.public_id)
    later = SIGNED_AT.replace(day=12)
    scene.sign(session, cast, cast.odd, other.public_id, at=later)

    on = SIGNED_AT.replace(day=13)
    row = talk_of(session, cast.actor(cast.spec), public_id=one.public_id, at=on)

    assert not row.may_go_on_without


def test_a_correction_before_the_other_has_signed_stays_blind_and_is_handed_over_instead(
    session: Session, cast: Cast
):
    scene.let_certify(session, cast)
    scoring, one, other = scene.scored(session, cast, cast.spec, cast.lena, signed=False)
    scene.sign(session, cast, cast.spec, one.public_id)
    actor = cast.actor(cast.spec)
    version = amend_observation(
        session, actor, public_id=one.public_id, reason="A slip.", at=SIGNED_AT
    )
    scene.sign(session, cast, cast.spec, version)
    corrected = session.exec(select(Observation).where(Observation.public_id == version)).one()

    assert corrected.status is Status.BLIND
    for who in (cast.mo, cast.lena, cast.cleo):
        for made in (one, corrected):
            with pytest.raises(NotFound):
                standing(session, cast.actor(who), public_id=made.public_id)

    scene.sign(session, cast, cast.lena, other.public_id)

    assert {one.status, corrected.status, other.status} == {Status.SIGNED}
    assert scoring.both_signed_at is not None
    texts = session.exec(select(Notice.text).where(Notice.person_id == cast.mo.id)).all()
    assert [text for text in texts if "corrected" in text] == []
    assert len([text for text in texts if "has observed you" in text]) == 2


def test_a_talk_booked_beforehand_tells_the_one_observed_no_more_once_it_is_signed(
    session: Session, cast: Cast
):
    scene.let_certify(session, cast)
    _scoring, one, _other = scene.scored(session, cast, cast.spec, cast.odd, signed=False)
    actor = cast.actor(cast.spec)
    book_talk(session, actor, public_id=one.public_id, starts_at=BOOKED, at=NOW)
    before = everything_to(session, cast, cast.mo)

    scene.sign(session, cast, cast.spec, one.public_id)

    assert everything_to(session, cast, cast.mo) == before


def test_a_third_reads_neither_of_the_two_before_signing_their_own(session: Session, cast: Cast):
    scene.let_certify(session, cast)
    scoring, one, other = scene.scored(session, cast, cast.spec, cast.odd, one={1: 4}, other={1: 1})
    # Whatever made a leader of them since: nobody who leads is named.
    for third, asked in ((cast.lena, standing), (cast.cleo, counts)):
        scoring.third_observer_id = third.id
        session.add(scoring)
        session.flush()
        more: dict[str, Any] = {"at": SIGNED_AT} if asked is counts else {}
        for made in (one, other):
            with pytest.raises(NotFound):
                asked(session, cast.actor(third), public_id=made.public_id, **more)
        told = everything_to(session, cast, third)
        assert in_it(told, SECRET) == in_it(told, OTHER) == []


def test_what_is_signed_blind_cannot_be_changed_or_opened_early(session: Session, cast: Cast):
    scene.let_certify(session, cast)
    _scoring, one, _other = scene.scored(session, cast, cast.spec, cast.odd, signed=False)
    draft = _other
    scene.sign(session, cast, cast.spec, one.public_id)

    def refused(change: Any) -> None:
        with pytest.raises(DatabaseError), session.begin_nested():  # noqa: PT012 - the flush too
            change()
            session.flush()
        session.expire_all()

    def words() -> None:
        session.get_one(ObservationBody, one.id).one_thing = "Else."

    def level() -> None:
        session.get_one(Rating, (one.id, 1)).level = 4

    def opened() -> None:
        one.status = Status.SIGNED

    def back() -> None:
        one.status, one.signed_at = Status.DRAFT, None

    def past_it() -> None:
        draft.status, draft.signed_at = Status.SIGNED, SIGNED_AT

    for change in (words, level, opened, back, past_it):
        refused(change)
    assert one.status is Status.BLIND


# Beneath all queries, on PostgreSQL.

PARTS = (
    "observation_body",
    "rating",
    "tap",
    "note",
    "outcome",
    "turn_code",
    "kind_answer",
    "transcript",
    "transcript_turn",
)


@pytest.fixture
def company(request: pytest.FixtureRequest) -> Iterator[tuple[Cast, Observation]]:
    """Sage signed what Lena, who leads Mo directly, has not; in a database of the test's own."""
    store.open_at(databases_of("postgres", request.config).fresh())
    with store.transaction() as session:
        cast = people(session)
        scene.let_certify(session, cast)
        _scoring, one, _other = scene.scored(session, cast, cast.spec, cast.lena, signed=False)
        scene.sign(session, cast, cast.spec, one.public_id)
    yield cast, one
    store.open_at(None)


@pytest.mark.parametrize("key", EVERYBODY)
def test_the_database_gives_no_row_of_it_to_anybody_but_its_observer(
    company: tuple[Cast, Observation], key: str
):
    cast, one = company
    tables = schema.metadata.tables
    with store.transaction(NOBODY) as session:
        view_as(session, getattr(cast, key).id or 0, NOW)
        found = {
            name: session.connection().scalar(
                columns(func.count())
                .select_from(tables[name])
                .where(tables[name].c.observation_id == one.id)
            )
            for name in PARTS
        }
        envelope = session.exec(select(Observation).where(Observation.id == one.id)).all()
        forged = session.connection().exec_driver_sql(
            "UPDATE observation SET status = 'signed' WHERE status = 'blind' AND observer_id <> "
            f"{int(getattr(cast, key).id or 0)}"
        )
        early = session.connection().exec_driver_sql(
            "UPDATE blind_scoring SET both_signed_at = now()"
        )

    assert (forged.rowcount, early.rowcount) == (0, 0)
    if key == "spec":
        assert (found["rating"], found["observation_body"], len(envelope)) == (8, 1, 1)
    else:
        assert not any(found.values())
        assert envelope == []


def test_the_database_gives_a_third_no_level_of_the_two_before_they_have_signed(
    request: pytest.FixtureRequest,
):
    store.open_at(databases_of("postgres", request.config).fresh())
    with store.transaction() as session:
        cast = people(session)
        scene.let_certify(session, cast)
        scoring, _one, _other = scene.scored(
            session, cast, cast.spec, cast.odd, one={1: 4}, other={1: 1}
        )
        scoring.third_observer_id = cast.lena.id
        session.add(scoring)

    def read(who: Person) -> int:
        with store.transaction(NOBODY) as session:
            view_as(session, who.id or 0, NOW)
            return len(session.exec(select(Rating)).all())

    # Each of the two has their own, and Cleo reads scores as before.
    assert [read(who) for who in (cast.lena, cast.spec, cast.cleo)] == [0, 8, 16]
    with store.transaction(PROGRAM) as session:
        settled = session.get_one(BlindScoring, scoring.id)
        settled.settled_at = SIGNED_AT
        session.add(settled)
    assert read(cast.lena) == 16
    store.open_at(None)
