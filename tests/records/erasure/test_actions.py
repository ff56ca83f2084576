"""Erasing somebody takes every word about them and leaves what is others', whole."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from coach_the_coach import schema
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import AuditDetail, AuditEntry
from coach_the_coach.foundation.erasing import Erasing, Erasure
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Account, Grant, Person, Reach, SignIn
from coach_the_coach.imports.tables import Import
from coach_the_coach.notices.actions import tell
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.formats.rules import read_transcript
from coach_the_coach.observations.looks.tables import Look, LookBody
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import (
    AskedFirst,
    Observation,
    ObservationBody,
    Rating,
    Talk,
    TalkBody,
    Tap,
    Transcript,
)
from coach_the_coach.observations.talk.actions import answer_asked_first
from coach_the_coach.observations.transcript.actions import keep_transcript
from coach_the_coach.observations.watching.tables import Watching
from coach_the_coach.records.erasure.actions import (
    erase_again,
    erase_person,
    take_what_was_held,
)
from coach_the_coach.records.erasure.queries import classes, erasures
from coach_the_coach.records.holds.actions import end_hold, hold
from tests.cast import NOW, Cast
from tests.identity.coached import coached
from tests.observations.looks import written
from tests.observations.results import signed
from tests.observations.selftally import made
from tests.observations.talk.held import SPOKEN, held
from tests.observations.watching.planned import agreed

LATER = NOW + timedelta(days=1)
FILE = b"WEBVTT\n\n00:01.000 --> 00:04.000\n<v Mo Manager>What have you tried?\n"


def everything(session: Session) -> str:
    """All that the database holds, as one text."""
    session.flush()
    texts = []
    for table in schema.metadata.sorted_tables:
        rows = session.connection().execute(sa.select(table)).all()
        texts.append("\n".join(f"{table.name}: {tuple(row)}" for row in rows))
    return "\n".join(texts)


def told_of(session: Session, cast: Cast) -> None:
    """Mo has been watched, has talked, written, practised and been written about."""
    cast.mo.employee_id, cast.mo.team = "E-4711", "Meridian team"
    coached(session, cast)
    session.add(Account(person_id=cast.mo.id or 0, password_hash="x", created_at=NOW))
    session.add(
        SignIn(
            person_id=cast.mo.id or 0, secret_digest="d", created_at=NOW, seen_at=NOW, proved_at=NOW
        )
    )
    session.add(
        Import(
            actor_id=cast.ada.id or 0,
            file_name="people.csv",
            sha256="x",
            checked_at=NOW,
            brought_in_at=NOW,
            report={"changes": ["Mo Manager (mo@example.com, E-4711) moves"]},
        )
    )
    one = held(session, cast)
    answer_asked_first(session, cast.actor(cast.mo), public_id=one.public_id, answer="yes", at=NOW)
    signed.observation(session, cast, draft=True)
    words = signed.observation(session, cast, source=Source.TRANSCRIPT, draft=True)
    keep_transcript(
        session,
        cast.actor(cast.lena),
        public_id=words.public_id,
        file_name="Mo Manager and Rae.vtt",
        parsed=read_transcript(FILE, "talk.vtt"),
        days=30,
        at=NOW,
    )
    signed.complete(session, words, [])
    written.given(session, cast)
    written.written(session, cast, by="spec")
    made.counted(session, cast.actor(cast.mo))
    tell(session, cast.lena.id or 0, "Mo Manager has signed.", link="/", at=NOW)
    audit.note(
        session,
        "observation:sign",
        actor_id=cast.lena.id,
        at=NOW,
        of=audit.About(cast.mo.id, one.public_id, {"name": "Mo Manager"}),
    )
    session.flush()


def erase(session: Session, person: Person) -> Erasure:
    erasure = erase_person(session, person, reason="They asked for it.", at=LATER)
    session.flush()
    session.expire_all()
    return erasure


SAID_OF_MO = (
    "Mo Manager",
    "mo@example.com",
    "E-4711",
    "Meridian",
    signed.SAID,
    signed.STRENGTHS,
    signed.ONE_THING,
    signed.AGREED,
    signed.NOTE,
    written.MOMENT,
    written.TO_TRY,
    made.SECRET,
    *SPOKEN.values(),
    "What have you tried?",
)


def test_no_word_about_the_person_is_left_anywhere(session: Session, cast: Cast):
    told_of(session, cast)
    before = everything(session)
    assert [text for text in SAID_OF_MO if text not in before] == []
    erase(session, cast.mo)
    after = everything(session)
    assert [text for text in SAID_OF_MO if text in after] == []


def test_envelopes_hashes_and_numbers_stay(session: Session, cast: Cast):
    told_of(session, cast)
    signed_ones = (
        select(Observation)
        .where(Observation.status == "signed")
        .order_by(
            Observation.id  # pyright: ignore[reportArgumentType] - a column
        )
    )
    levels = select(Rating.observation_id, Rating.dimension, Rating.level)
    before = [one.model_dump() for one in session.exec(signed_ones).all()]
    given, taps = sorted(session.exec(levels).all()), len(session.exec(select(Tap.id)).all())
    hashes = session.exec(select(Talk.sha256)).all()
    erase(session, cast.mo)
    assert [one.model_dump() for one in session.exec(signed_ones).all()] == before
    assert sorted(session.exec(levels).all()) == given
    assert len(session.exec(select(Tap.id)).all()) == taps
    assert session.exec(select(Talk.sha256)).all() == hashes
    assert {body.salt for body in session.exec(select(TalkBody)).all()} == {""}
    assert {body.salt for body in session.exec(select(ObservationBody)).all()} == {""}
    assert session.exec(select(Erasing)).all() == []


def test_the_person_is_nobody_any_more_and_can_do_nothing(session: Session, cast: Cast):
    told_of(session, cast)
    public_id = cast.mo.public_id
    erasure = erase(session, cast.mo)
    person = session.exec(select(Person).where(Person.public_id == public_id)).one()
    assert (person.name, person.email) == (
        f"Erased person {erasure.id}",
        f"erased-{erasure.id}@erased.invalid",
    )
    assert (person.employee_id, person.title, person.team, person.ends_on) == (
        None,
        "",
        "",
        NOW.date(),
    )
    assert session.exec(select(SignIn)).all() == []
    assert session.exec(select(Account)).all() == []
    grants = session.exec(select(Grant.ends_at).where(Grant.person_id == person.id)).all()
    assert grants == [LATER]
    above = select(Reach).where(Reach.descendant_id == person.id, Reach.depth > 0)
    assert session.exec(above).all() == []
    told = session.exec(select(Notice.text).where(Notice.person_id == cast.lena.id)).all()
    assert f"Erased person {erasure.id} has signed." in told


def test_what_somebody_wrote_about_others_stays_with_those(session: Session, cast: Cast):
    one = held(session, cast)
    answer_asked_first(session, cast.actor(cast.mo), public_id=one.public_id, answer="yes", at=NOW)
    draft = signed.observation(session, cast, draft=True)
    given = written.given(session, cast)
    erase(session, cast.lena)
    after = everything(session)
    for text in (signed.SAID, signed.STRENGTHS, written.MOMENT, *SPOKEN.values()):
        assert text in after
    assert session.get(Observation, draft.id) is None
    assert len(session.exec(select(LookBody)).all()) == 1
    # What Mo said of how Lena leads a talk is about Lena.
    assert session.exec(select(AskedFirst)).all() == []
    assert "Lena Leader" not in after
    assert given


def test_a_reps_words_go_and_their_managers_assessment_stays(session: Session, cast: Cast):
    told_of(session, cast)
    erase(session, cast.rae)
    after = everything(session)
    assert "What have you tried?" not in after
    assert signed.STRENGTHS in after


def test_an_erasure_is_itself_on_record_and_details_about_the_person_go(
    session: Session, cast: Cast
):
    told_of(session, cast)
    erasure = erase(session, cast.mo)
    entries = session.exec(select(AuditEntry).where(AuditEntry.about_id == cast.mo.id)).all()
    assert [entry.action for entry in entries][-1] == "person:erase"
    assert len(entries) > 1
    details = session.exec(select(AuditDetail.entry_id)).all()
    assert [one for one in details if one in {entry.id for entry in entries}] == [entries[-1].id]
    assert (erasure.at, erasure.finished_at, erasure.reason) == (
        LATER,
        LATER,
        "They asked for it.",
    )
    assert [row.person for row in erasures(session)] == [cast.mo.public_id]


def test_what_would_go_is_counted_before_and_nothing_is_left_to_count(session: Session, cast: Cast):
    told_of(session, cast)
    before = {row.words: row.number for row in classes(session, cast.mo.id or 0)}
    assert min(before.values()) > 0
    erase(session, cast.mo)
    after = {row.words: row.number for row in classes(session, cast.mo.id or 0)}
    # The entry of the erasure itself says why.
    assert [words for words, number in after.items() if number] == [
        "What the log says beyond its entries"
    ]


def test_a_hold_keeps_somebody_from_being_erased(session: Session, cast: Cast):
    hold(session, cast.mo, reason="A suit", at=NOW)
    with pytest.raises(Conflict):
        erase_person(session, cast.mo, reason="", at=LATER)
    end_hold(session, cast.mo, at=LATER)
    erase(session, cast.mo)


def test_a_hold_keeps_what_the_other_shares_until_it_ends(session: Session, cast: Cast):
    draft = signed.observation(session, cast, draft=True)
    words = signed.observation(session, cast, source=Source.TRANSCRIPT, draft=True)
    lena = cast.actor(cast.lena)
    parsed = read_transcript(FILE, "talk.vtt")
    keep_transcript(
        session,
        lena,
        public_id=words.public_id,
        file_name="talk.vtt",
        parsed=parsed,
        days=30,
        at=NOW,
    )
    signed.complete(session, words, [])
    look, plan = written.written(session, cast), agreed(session, cast)
    hold(session, cast.rae, reason="A suit", at=NOW)
    hold(session, cast.lena, reason="A suit", at=NOW)
    erase(session, cast.mo)

    def kept() -> tuple[bool, bool, bool, str]:
        session.flush()
        session.expire_all()
        return (
            session.get(Observation, draft.id) is not None,
            session.get_one(Transcript, words.id).deleted_at is None,
            session.exec(select(Look).where(Look.public_id == look)).first() is not None,
            session.exec(select(Watching.state).where(Watching.public_id == plan)).one(),
        )

    number = draft.id
    assert kept() == (True, True, True, "agreed")
    # What was talked of with one under a hold stays for that one.
    end_hold(session, cast.lena, at=LATER)
    session.flush()
    take_what_was_held(session, LATER)
    assert kept()[:2] == (True, True)
    end_hold(session, cast.rae, at=LATER)
    session.flush()
    take_what_was_held(session, LATER)
    session.flush()
    session.expire_all()
    assert session.exec(select(Observation.id).where(Observation.id == number)).first() is None
    assert session.exec(select(Transcript.deleted_at)).all() == [LATER]
    assert session.exec(select(Look)).all() == []
    assert session.exec(select(Watching.state)).one() == "cancelled"


def test_what_others_said_of_the_person_in_a_role_goes_and_the_role_ends(
    session: Session, cast: Cast
):
    over = {"root_id": cast.mo.id, "starts_at": NOW - timedelta(days=1), "reason": "Mo is away."}
    grant = Grant(person_id=cast.spec.id or 0, role=Role.SPECIALIST, **over)
    session.add(grant)
    for action, detail in (
        ("grant:give", {"over": cast.mo.public_id, "reason": "Mo is away."}),
        ("grant:end", {"role": "specialist", "reason": "Mo is back."}),
    ):
        of = audit.About(cast.spec.id, "", detail)
        audit.note(session, action, actor_id=cast.ada.id, at=NOW, of=of)
    session.flush()
    erase(session, cast.mo)
    assert "Mo is" not in everything(session)
    found = session.exec(select(Grant.reason, Grant.ends_at).where(Grant.id == grant.id)).one()
    assert found == ("", LATER)


def test_who_has_a_longer_name_keeps_it(session: Session, cast: Cast):
    for text in ("Mo Managerson and Anne-Mo Manager", "Mo Manager's, by (mo@example.com)."):
        tell(session, cast.lena.id or 0, text, link="/", at=NOW)
    name = f"Erased person {erase(session, cast.mo).id}"
    told = session.exec(select(Notice.text).where(Notice.person_id == cast.lena.id)).all()
    assert set(told) == {"Mo Managerson and Anne-Mo Manager", f"{name}'s, by ({name})."}


def test_a_file_that_waits_goes_and_its_name_is_replaced(session: Session, cast: Cast):
    for name, day in (("waits.csv", None), ("Mo Manager.csv", NOW)):
        one = Import(actor_id=cast.ada.id or 0, file_name=name, sha256="x", checked_at=NOW)
        one.brought_in_at, one.waits, one.content = day, day is None, b"Mo Manager"
        session.add(one)
    name = f"Erased person {erase(session, cast.mo).id}"
    assert session.exec(select(Import.file_name)).all() == [f"{name}.csv"]


def test_a_transcript_whose_words_went_loses_its_speaker(session: Session, cast: Cast):
    words = signed.observation(session, cast, source=Source.TRANSCRIPT, draft=True)
    shared = {"file_name": "", "format": "vtt", "uploaded_at": NOW, "delete_after": NOW}
    session.add(
        Transcript(
            observation_id=words.id or 0, manager_speaker="Mo Manager", deleted_at=NOW, **shared
        )
    )
    signed.complete(session, words, [])
    erase(session, cast.mo)
    assert session.exec(select(Transcript.manager_speaker)).all() == [""]


def test_who_only_has_the_address_of_somebody_erased_can_be_erased(session: Session, cast: Cast):
    cast.mo.email = "erased-7@erased.invalid"
    session.add(cast.mo)
    erase(session, cast.mo)
    with pytest.raises(Conflict):
        hold(session, cast.mo, reason="A suit", at=LATER)


def test_nobody_is_erased_twice_but_after_a_restore(session: Session, cast: Cast):
    public_id = cast.mo.public_id
    assert erase_again(session, [public_id, "nobody"], at=LATER) == [public_id]
    session.flush()
    assert erase_again(session, [public_id], at=LATER) == []
    with pytest.raises(Conflict):
        erase_person(session, cast.mo, reason="", at=LATER)
