from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, func, select

from coach_the_coach.coaching.rules import Kind, Purpose
from coach_the_coach.evidence.actions import withdraw
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.identity.tables import Grant
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.actions import discard_draft
from coach_the_coach.observations.focus.queries import focus_between
from coach_the_coach.observations.queries import header, newest_rubric, own_drafts
from coach_the_coach.observations.rating.actions import (
    amend_observation,
    save_level,
    save_purpose,
    save_purpose_reason,
    save_seen,
    save_stop_sign,
    save_tick,
    save_words,
    sign_observation,
)
from coach_the_coach.observations.rating.evidence.actions import (
    save_absence,
    save_moment,
    save_quote,
    save_stretch,
)
from coach_the_coach.observations.rating.queries import whole_draft
from coach_the_coach.observations.rating.rules import RatingDraft, WholeDraft
from coach_the_coach.observations.rubric.actions import ensure_rubric, import_rubric
from coach_the_coach.observations.rules import STALE_AFTER, Aim, Seen, Source
from coach_the_coach.observations.seal.queries import is_intact, sealed
from coach_the_coach.observations.seal.rules import seal_of
from coach_the_coach.observations.tables import (
    KindAnswer,
    Note,
    Observation,
    ObservationBody,
    Outcome,
    Rating,
    Reply,
    Rubric,
    SelfRating,
    Status,
    Talk,
    Tap,
    Transcript,
    TranscriptTurn,
    TurnCode,
)
from coach_the_coach.observations.tally.rules import Buttons, Code
from tests import build
from tests.cast import NOW, Cast
from tests.observations.focus.talks import session_after, talk_over
from tests.observations.rating.rated import SIGNED_AT, rate

LATER = SIGNED_AT + timedelta(days=2)


def version(session: Session, public_id: str) -> Observation:
    return session.exec(select(Observation).where(Observation.public_id == public_id)).one()


def transcript_of(read: Observation, manager: str | None = None) -> Transcript:
    return Transcript(
        observation_id=read.id or 0,
        file_name="talk.vtt",
        format="webvtt",
        manager_speaker=manager,
        uploaded_at=NOW,
        delete_after=NOW + timedelta(days=30),
    )


def notices(session: Session) -> list[tuple[int, str, str]]:
    return [(one.person_id, one.text, one.link) for one in session.exec(select(Notice))]


# Every way to change a rating, with an answer that the form takes.
CHANGES: list[Callable[..., None]] = [
    partial(save_level, dimension=1, level=2),
    partial(save_quote, dimension=1, quote="What else?"),
    partial(save_moment, dimension=1, moment="12:05"),
    partial(save_absence, dimension=3, absent=True, at=SIGNED_AT),
    partial(save_stretch, dimension=3, start="1:00", end="2:00"),
    partial(save_words, name="strengths", text="Waits."),
    partial(save_stop_sign, key="shamed", seen=True),
    partial(save_tick, key="gap", seen=True),
    partial(save_purpose, purpose=Purpose.TRAIN),
    partial(save_purpose_reason, text="Rae had never done it."),
]


def test_every_answer_is_kept_by_itself_and_the_last_one_counts(
    session: Session, cast: Cast, draft: Observation
):
    lena, own = cast.actor(cast.lena), draft.public_id
    save_level(session, lena, public_id=own, dimension=3, level=1)
    for change in [*CHANGES, *CHANGES]:
        change(session, lena, public_id=own)
    save_level(session, lena, public_id=own, dimension=2, level=None)
    save_stop_sign(session, lena, public_id=own, key="elsewhere", seen=True)
    save_stop_sign(session, lena, public_id=own, key="shamed", seen=False)
    save_level(session, lena, public_id=own, dimension=1, level=4)

    assert whole_draft(session, lena, public_id=own) == WholeDraft(
        ratings=(
            RatingDraft(1, 4, "What else?", 725),
            RatingDraft(2, None),
            RatingDraft(3, 1, absent_from=60, absent_to=120),
        ),
        stop_signs=("elsewhere",),
        strengths="Waits.",
        ticks={"gap": True},
        purpose_corrected=Purpose.TRAIN,
        purpose_reason="Rae had never done it.",
    )


def test_two_devices_that_change_two_answers_of_one_dimension_both_keep_theirs(
    session: Session, cast: Cast, rated: Observation
):
    phone, laptop = cast.actor(cast.lena), cast.actor(cast.lena)
    save_quote(session, phone, public_id=rated.public_id, dimension=5, quote="And then?")
    save_level(session, laptop, public_id=rated.public_id, dimension=5, level=4)

    kept = session.get_one(Rating, (rated.id, 5))
    assert (kept.level, kept.quote) == (4, "And then?")


def test_a_moment_can_be_taken_away_again(session: Session, cast: Cast, rated: Observation):
    lena, own = cast.actor(cast.lena), rated.public_id
    save_moment(session, lena, public_id=own, dimension=1, moment="1:02:05")
    assert session.get_one(Rating, (rated.id, 1)).moment_seconds == 3725
    save_moment(session, lena, public_id=own, dimension=1, moment=" ")
    assert session.get_one(Rating, (rated.id, 1)).moment_seconds is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (partial(save_level, dimension=9, level=2), "rating_9"),
        (partial(save_level, dimension=2**63, level=2), f"rating_{2**63}"),
        (partial(save_level, dimension=1, level=2**63), "rating_1"),
        (partial(save_quote, dimension=0, quote="So?"), "rating_0"),
        (partial(save_quote, dimension=2**63, quote="So?"), f"rating_{2**63}"),
        (partial(save_moment, dimension=2**64, moment="12:05"), f"rating_{2**64}"),
        (partial(save_level, dimension=1, level=5), "rating_1"),
        (partial(save_level, dimension=1, level=0), "rating_1"),
        (partial(save_quote, dimension=1, quote="x" * 601), "rating_1"),
        (partial(save_moment, dimension=1, moment="12:61"), "moment_1"),
        (partial(save_moment, dimension=1, moment="noon"), "moment_1"),
        (partial(save_words, name="one_thing", text="x" * 301), "one_thing"),
        (partial(save_words, name="strengths", text="x" * 4001), "strengths"),
        (partial(save_words, name="salt", text="x"), "salt"),
        (partial(save_words, name="agreed", text="x"), "agreed"),
        (partial(save_level, dimension=1, level=None, not_called=True), "rating_1"),
        (partial(save_level, dimension=7, level=2, not_called=True), "rating_7"),
        (partial(save_absence, dimension=1, absent=True, at=SIGNED_AT), "rating_1"),
        (partial(save_absence, dimension=9, absent=True, at=SIGNED_AT), "rating_9"),
        (partial(save_stretch, dimension=1, start="noon", end=""), "absent_1"),
        (partial(save_seen, seen=Seen.SEEN), "seen"),
        (partial(save_tick, key="grumpy", seen=True), "ticks"),
        (partial(save_purpose_reason, text="x" * 501), "purpose_reason"),
        (partial(save_stop_sign, key="grumpy", seen=True), "stop_signs"),
    ],
)
def test_what_the_form_does_not_take_is_refused_and_changes_nothing(
    session: Session,
    cast: Cast,
    rated: Observation,
    change: Callable[..., None],
    field: str,
):
    lena = cast.actor(cast.lena)
    before = whole_draft(session, lena, public_id=rated.public_id)
    with pytest.raises(Invalid) as refused, session.begin_nested():
        change(session, lena, public_id=rated.public_id)

    assert list(refused.value.problems) == [field]
    assert whole_draft(session, lena, public_id=rated.public_id) == before


def test_a_quote_waits_for_a_level(session: Session, cast: Cast, draft: Observation):
    with pytest.raises(Invalid, match="Choose a level first"):
        save_quote(
            session, cast.actor(cast.lena), public_id=draft.public_id, dimension=1, quote="So?"
        )


@pytest.mark.parametrize("change", [*CHANGES, partial(sign_observation, at=SIGNED_AT)])
def test_nobody_changes_or_signs_what_somebody_else_observes(
    session: Session, cast: Cast, rated: Observation, change: Callable[..., None]
):
    for other in (cast.cleo, cast.odd, cast.spec):
        with pytest.raises(NotFound):
            change(session, cast.actor(other), public_id=rated.public_id)
    for other in (cast.mo, cast.sol, cast.rae, cast.ada):
        with pytest.raises(NotPermitted):
            change(session, cast.actor(other), public_id=rated.public_id)
    assert rated.status is Status.DRAFT


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_signed_is_not_changed(
    session: Session, cast: Cast, signed: Observation, change: Callable[..., None]
):
    with pytest.raises(Conflict):
        change(session, cast.actor(cast.lena), public_id=signed.public_id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rating SET level = 4 WHERE observation_id = {id}",
        "DELETE FROM rating WHERE observation_id = {id}",
        "INSERT INTO note (id, observation_id, at, seconds, text)"
        " SELECT 'late', {id}, opened_at, 0, 'x' FROM observation WHERE id = {id}",
        "UPDATE observation_body SET one_thing = 'x' WHERE observation_id = {id}",
        "UPDATE outcome SET asks = 99 WHERE observation_id = {id}",
        "UPDATE observation SET aim = 'certification' WHERE id = {id}",
        "UPDATE observation SET status = 'draft', signed_at = NULL WHERE id = {id}",
        "DELETE FROM observation WHERE id = {id}",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_signed(
    session: Session, signed: Observation, statement: str
):
    with pytest.raises(DBAPIError, match="signed observation"), session.begin_nested():
        session.connection().execute(text(statement.format(id=signed.id)))


def test_signing_writes_the_outcome_stops_the_clock_and_tells_the_observed_without_a_word_of_it(
    session: Session, cast: Cast, draft: Observation
):
    build.taps(session, draft, [Code.OPEN] * 3 + [Code.DIRECT] * 2 + [Code.PAUSE])
    undone = session.exec(select(Tap).where(Tap.code == Code.DIRECT)).first()
    assert undone is not None
    session.add(
        Tap(
            id="undo",
            observation_id=draft.id or 0,
            device_id="d",
            seq=9,
            at=NOW + timedelta(minutes=9),
            undoes=undone.id,
        )
    )
    # The answer at minute 6 is corrected at minute 7, within the same five minutes.
    answers = [(1, Kind.TACTICAL), (6, Kind.STRATEGIC), (7, Kind.TACTICAL), (11, Kind.STATUS)]
    for minute, kind in answers:
        at = NOW + timedelta(minutes=minute)
        session.add(KindAnswer(id=f"k{minute}", observation_id=draft.id or 0, at=at, kind=kind))
    rate(session, cast, draft)
    lena = cast.actor(cast.lena)
    save_level(session, lena, public_id=draft.public_id, dimension=7, level=None)
    save_stop_sign(session, lena, public_id=draft.public_id, key="took-over", seen=True)

    sign_observation(session, lena, public_id=draft.public_id, at=SIGNED_AT)

    outcome = session.get_one(Outcome, draft.id)
    tally = {"open": 3, "closed": 0, "back": 0, "offer": 0, "direct": 1, "explain": 0}
    assert outcome.tally == tally | {"take": 0, "praise": 0, "pause": 1, "ask": 0, "tell": 0}
    assert outcome.kinds == {"tactical": 2, "status": 1}
    assert (outcome.asks, outcome.tells) == (3, 1)
    assert (outcome.levels_sum, outcome.levels_count, outcome.stop_signs) == (21, 7, 1)
    assert (draft.status, draft.signed_at) == (Status.SIGNED, SIGNED_AT)
    assert draft.stopped_at == SIGNED_AT
    assert draft.line_of_day == [cast.lena.public_id, cast.cleo.public_id]
    assert session.get_one(Reply, draft.id).self_rated_at is None
    assert notices(session) == [
        (
            cast.mo.id,
            "Lena Leader has observed you. Rate yourself, then talk it over.",
            f"/observations/{draft.public_id}/reflect",
        )
    ]


def test_a_forgotten_clock_stops_at_its_last_sign_of_life(
    session: Session, cast: Cast, rated: Observation
):
    build.taps(session, rated, [Code.OPEN, Code.BACK], every=60)
    at = NOW + STALE_AFTER + timedelta(hours=1)

    sign_observation(session, cast.actor(cast.lena), public_id=rated.public_id, at=at)

    assert rated.stopped_at == NOW + timedelta(minutes=2)


def test_the_tally_of_a_transcript_comes_from_its_codes(session: Session, cast: Cast):
    read = build.observation(
        session,
        of=cast.mo,
        by=cast.lena,
        coached=cast.rae,
        source=Source.TRANSCRIPT,
        started=False,
    )
    session.add(transcript_of(read, "Mo"))
    for place, code in enumerate([Code.OPEN, Code.CLOSED, Code.EXPLAIN]):
        session.add(TurnCode(observation_id=read.id or 0, turn_index=place, code=code, at=NOW))
    rate(session, cast, read)

    sign_observation(session, cast.actor(cast.lena), public_id=read.public_id, at=SIGNED_AT)

    outcome = session.get_one(Outcome, read.id)
    assert (outcome.asks, outcome.tells, outcome.tally["closed"]) == (2, 1, 1)
    assert read.stopped_at is None


def test_what_is_missing_is_named_by_field_and_nothing_is_signed(
    session: Session, cast: Cast, draft: Observation
):
    lena = cast.actor(cast.lena)
    save_level(session, lena, public_id=draft.public_id, dimension=1, level=1)
    with pytest.raises(Invalid) as refused:
        sign_observation(session, lena, public_id=draft.public_id, at=SIGNED_AT)

    assert set(refused.value.problems) == {f"rating_{number}" for number in range(1, 9)}
    assert refused.value.problems["rating_1"].startswith("A 1 needs a quote, the moment it was")
    assert draft.status is Status.DRAFT
    assert notices(session) == []


def test_signing_twice_in_one_second_signs_and_tells_once(
    session: Session, cast: Cast, signed: Observation
):
    before = signed.body_sha256
    lena = cast.actor(cast.lena)
    sign_observation(session, lena, public_id=signed.public_id, at=SIGNED_AT)
    sign_observation(session, lena, public_id=signed.public_id, at=LATER)

    assert (signed.signed_at, signed.body_sha256) == (SIGNED_AT, before)
    assert len(notices(session)) == 1


def test_a_certification_is_signed_only_while_the_grant_lasts(session: Session, cast: Cast):
    draft = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, aim=Aim.CERTIFICATION
    )
    rate(session, cast, draft)
    build.practised(session, cast.lena)
    late = cast.actor(cast.lena, NOW + timedelta(days=400))
    with pytest.raises(NotPermitted, match="Mo Manager"):
        sign_observation(session, late, public_id=draft.public_id, at=NOW + timedelta(days=400))
    assert draft.status is Status.DRAFT

    sign_observation(session, cast.actor(cast.lena), public_id=draft.public_id, at=SIGNED_AT)
    assert draft.status is Status.SIGNED


def test_a_certification_is_signed_only_by_one_who_has_practised_scoring_and_nothing_is_lost(
    session: Session, cast: Cast
):
    draft = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, aim=Aim.CERTIFICATION
    )
    rate(session, cast, draft)
    lena = cast.actor(cast.lena)
    build.practised(session, cast.lena, times=1)
    before = whole_draft(session, lena, public_id=draft.public_id)

    with pytest.raises(Invalid) as refused:
        sign_observation(session, lena, public_id=draft.public_id, at=SIGNED_AT)

    assert refused.value.problems == {
        "practice": "Before you score for certification, practise scoring on one more invented "
        "talk: about ten minutes. You find it under Practice."
    }
    assert draft.status is Status.DRAFT
    assert whole_draft(session, lena, public_id=draft.public_id) == before
    build.practised(session, cast.lena)
    sign_observation(session, lena, public_id=draft.public_id, at=SIGNED_AT)
    assert draft.status is Status.SIGNED


def test_what_was_certified_before_stays_signed_and_its_correction_asks_for_practice(
    session: Session, cast: Cast
):
    draft = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, aim=Aim.CERTIFICATION
    )
    rate(session, cast, draft)
    lena, done = cast.actor(cast.lena), build.practised(session, cast.lena)
    sign_observation(session, lena, public_id=draft.public_id, at=SIGNED_AT)
    for one in done:
        withdraw(session, one.public_id, at=SIGNED_AT, reason="As before the rule.")

    assert is_intact(session, lena, public_id=draft.public_id)
    newer = amend_observation(
        session, lena, public_id=draft.public_id, reason="A slip.", at=SIGNED_AT
    )
    with pytest.raises(Invalid, match="practise scoring"):
        sign_observation(session, lena, public_id=newer, at=LATER)


def test_the_seal_is_computed_again_from_what_is_stored(
    session: Session, cast: Cast, signed: Observation
):
    lena = cast.actor(cast.lena)
    session.expire_all()
    content, observation, body = sealed(session, lena, public_id=signed.public_id)

    assert is_intact(session, lena, public_id=signed.public_id)
    assert observation.body_sha256 == seal_of(content, body.salt)
    assert content["signed_at"] == "2026-03-02T10:00:00+00:00"
    assert content["ratings"][0] == [1, 3, "", None]
    for part in content:
        assert seal_of({**content, part: "other"}, body.salt) != observation.body_sha256


def test_the_seal_shows_nothing_to_a_stranger(session: Session, cast: Cast, signed: Observation):
    for other in (cast.sol, cast.cleo, cast.odd, cast.rae, cast.ada):
        with pytest.raises(NotFound):
            is_intact(session, cast.actor(other), public_id=signed.public_id)


def test_a_correction_begins_where_the_signed_version_ended(
    session: Session, cast: Cast, rated: Observation
):
    build.taps(session, rated, [Code.OPEN] * 4)
    lena = cast.actor(cast.lena)
    save_quote(session, lena, public_id=rated.public_id, dimension=3, quote="So you mean …")
    sign_observation(session, lena, public_id=rated.public_id, at=SIGNED_AT)

    newer = amend_observation(
        session, lena, public_id=rated.public_id, reason=" A wrong quote. ", at=LATER
    )

    made = version(session, newer)
    assert (made.status, made.supersedes_id) == (Status.DRAFT, rated.id)
    assert made.amend_reason == "A wrong quote."
    assert made.coaching_session_id == rated.coaching_session_id
    same = whole_draft(session, lena, public_id=rated.public_id)
    assert whole_draft(session, lena, public_id=newer) == same
    assert [row.place for row in own_drafts(session, lena, at=LATER)] == [
        f"/observations/{newer}/rate"
    ]
    row = header(session, lena, public_id=rated.public_id, at=LATER)
    assert (row.open_correction, row.corrected_by) == (newer, "")
    told = header(session, cast.actor(cast.mo), public_id=rated.public_id, at=LATER)
    assert (told.open_correction, told.corrected_by) == ("", "")


def test_a_signed_correction_takes_the_place_of_the_other_and_keeps_its_tally(
    session: Session, cast: Cast, rated: Observation
):
    build.taps(session, rated, [Code.OPEN] * 4)
    lena, mo = cast.actor(cast.lena), cast.actor(cast.mo)
    sign_observation(session, lena, public_id=rated.public_id, at=SIGNED_AT)
    reply = session.get_one(Reply, rated.id)
    reply.self_rated_at, reply.acknowledged_at = SIGNED_AT, SIGNED_AT
    session.add_all([reply, SelfRating(observation_id=rated.id or 0, dimension=1, level=2)])
    newer = amend_observation(session, lena, public_id=rated.public_id, reason="Why.", at=LATER)
    save_level(session, lena, public_id=newer, dimension=1, level=2)

    sign_observation(session, lena, public_id=newer, at=LATER)

    made = version(session, newer)
    outcome = session.get_one(Outcome, made.id)
    assert (outcome.asks, outcome.levels_sum, outcome.levels_count) == (4, 23, 8)
    assert session.get_one(SelfRating, (made.id, 1)).level == 2
    second = session.get_one(Reply, made.id)
    assert (second.self_rated_at, second.acknowledged_at) == (SIGNED_AT, SIGNED_AT)
    old = header(session, mo, public_id=rated.public_id, at=LATER)
    new = header(session, mo, public_id=newer, at=LATER)
    assert (old.corrected_by, old.corrects) == (newer, "")
    assert (new.corrected_by, new.corrects, new.amend_reason) == ("", rated.public_id, "Why.")
    assert notices(session)[1:] == [
        (
            cast.mo.id,
            "Lena Leader has corrected an observation of you.",
            f"/observations/{newer}",
        )
    ]
    assert is_intact(session, mo, public_id=rated.public_id)
    assert is_intact(session, mo, public_id=newer)


def test_only_the_newest_version_is_corrected_and_one_correction_at_a_time(
    session: Session, cast: Cast, signed: Observation
):
    lena = cast.actor(cast.lena)

    def amend(public_id: str) -> str:
        return amend_observation(session, lena, public_id=public_id, reason="Why.", at=LATER)

    second = amend(signed.public_id)
    with pytest.raises(Conflict, match="begun"):
        amend(signed.public_id)
    with pytest.raises(Conflict, match="not signed"):
        amend(second)
    sign_observation(session, lena, public_id=second, at=LATER)
    with pytest.raises(Conflict, match="newer"):
        amend(signed.public_id)
    third = amend(second)
    sign_observation(session, lena, public_id=third, at=LATER)

    assert version(session, third).supersedes_id == version(session, second).id


def test_a_discarded_correction_leaves_the_signed_version_and_makes_way_for_another(
    session: Session, cast: Cast, signed: Observation
):
    lena, own = cast.actor(cast.lena), signed.public_id
    newer = amend_observation(session, lena, public_id=own, reason="Why.", at=LATER)

    discard_draft(session, lena, public_id=newer, at=NOW)

    assert is_intact(session, lena, public_id=own)
    assert amend_observation(session, lena, public_id=own, reason="Again.", at=LATER)


def test_a_correction_needs_its_observer_and_a_reason(
    session: Session, cast: Cast, signed: Observation
):
    def amend(who: Any, reason: str) -> str:
        return amend_observation(
            session, cast.actor(who), public_id=signed.public_id, reason=reason, at=LATER
        )

    for reason in ("", " \0", "x" * 501):
        with pytest.raises(Invalid):
            amend(cast.lena, reason)
    for other in (cast.cleo, cast.odd, cast.spec):
        with pytest.raises(NotFound):
            amend(other, "Why.")
    with pytest.raises(NotPermitted):
        amend(cast.mo, "Why.")
    assert session.exec(select(func.count()).select_from(Observation)).one() == 1


def test_the_shipped_rubric_is_brought_in_once_and_only_where_there_is_none(session: Session):
    ensure_rubric(session, at=NOW)
    ensure_rubric(session, at=LATER)

    found = session.exec(select(Rubric)).all()
    assert [(one.version, one.imported_at) for one in found] == [("1.1", NOW)]


def test_where_an_older_version_of_the_same_form_holds_the_shipped_one_takes_its_place(
    session: Session,
):
    older = build.RUBRIC_FILE.with_name("rubric-1.0.toml").read_text("utf-8")
    import_rubric(session, older, at=NOW)

    ensure_rubric(session, at=LATER)

    assert newest_rubric(session).version == "1.1"


def test_where_an_organisation_has_a_newer_version_of_its_own_that_one_holds(session: Session):
    own = build.RUBRIC_FILE.read_text("utf-8").replace('version = "1.1"', 'version = "2.0"')
    import_rubric(session, own, at=NOW)

    ensure_rubric(session, at=LATER)

    assert newest_rubric(session).version == "2.0"


def test_where_an_organisation_has_a_form_of_its_own_that_one_holds(session: Session):
    own = build.RUBRIC_FILE.read_text("utf-8").replace("Session observation", "Our own form")
    import_rubric(session, own, at=NOW)

    ensure_rubric(session, at=LATER)

    assert newest_rubric(session).name == "Our own form"


def test_other_words_under_a_known_version_are_refused(session: Session):
    words = build.RUBRIC_FILE.read_text("utf-8")
    first = import_rubric(session, words, at=NOW)

    assert import_rubric(session, words, at=LATER).id == first.id
    with pytest.raises(Conflict, match=r"1\.1"):
        import_rubric(session, words.replace("Telling", "Ordering"), at=LATER)
    newer = words.replace('version = "1.1"', 'version = "1.2"')
    assert import_rubric(session, newer, at=LATER).version == "1.2"


def test_a_grant_that_ended_yesterday_certifies_nothing(session: Session, cast: Cast):
    grant = session.exec(select(Grant).where(Grant.role == "certifier")).one()
    grant.ends_at = NOW - timedelta(days=1)
    session.add(grant)
    draft = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, aim=Aim.CERTIFICATION
    )
    rate(session, cast, draft)

    with pytest.raises(NotPermitted):
        sign_observation(session, cast.actor(cast.lena), public_id=draft.public_id, at=SIGNED_AT)
    assert session.get_one(ObservationBody, draft.id).one_thing == "Leave the pause alone."


def test_words_withdrawn_by_not_observed_are_not_signed(
    session: Session, cast: Cast, rated: Observation
):
    lena, own = cast.actor(cast.lena), rated.public_id
    save_level(session, lena, public_id=own, dimension=2, level=1)
    save_quote(session, lena, public_id=own, dimension=2, quote="You always wait too long.")
    save_moment(session, lena, public_id=own, dimension=2, moment="12:05")
    save_level(session, lena, public_id=own, dimension=2, level=None)

    sign_observation(session, lena, public_id=own, at=SIGNED_AT)

    session.expire_all()
    draft = whole_draft(session, lena, public_id=own)
    assert [one for one in draft.ratings if one.dimension == 2] == [RatingDraft(2, None, "", None)]
    content, _observation, _body = sealed(session, lena, public_id=own)
    assert content["ratings"][1] == [2, None, "", None]
    assert is_intact(session, lena, public_id=own)


@pytest.mark.parametrize("done", [True, False])
def test_what_the_observed_has_rated_so_far_survives_a_correction(
    session: Session, cast: Cast, signed: Observation, done: bool
):
    for dimension in range(1, 8):
        own = SelfRating(observation_id=signed.id or 0, dimension=dimension, level=dimension % 5)
        session.add(own)
    if done:
        session.get_one(Reply, signed.id).self_rated_at = SIGNED_AT
    lena = cast.actor(cast.lena)
    newer = amend_observation(session, lena, public_id=signed.public_id, reason="Why.", at=LATER)
    sign_observation(session, lena, public_id=newer, at=LATER)

    made = version(session, newer)
    kept = session.exec(select(SelfRating).where(SelfRating.observation_id == made.id)).all()
    assert {one.dimension: one.level for one in kept} == {n: n % 5 for n in range(1, 8)}
    assert session.get_one(Reply, made.id).self_rated_at == (SIGNED_AT if done else None)


def test_a_live_observation_whose_clock_never_ran_is_not_signed(session: Session, cast: Cast):
    unwatched = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, started=False
    )
    rate(session, cast, unwatched)
    with pytest.raises(Invalid) as refused:
        sign_observation(
            session, cast.actor(cast.lena), public_id=unwatched.public_id, at=SIGNED_AT
        )
    assert refused.value.problems == {"clock": "Start the clock first, or discard this."}
    assert unwatched.status is Status.DRAFT


def test_an_observation_from_a_transcript_without_a_code_is_not_signed(
    session: Session, cast: Cast
):
    read = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, source=Source.TRANSCRIPT, started=False
    )
    rate(session, cast, read)
    lena, own = cast.actor(cast.lena), read.public_id

    def refusal() -> dict[str, str]:
        with pytest.raises(Invalid) as refused:
            sign_observation(session, lena, public_id=own, at=SIGNED_AT)
        return refused.value.problems

    assert refusal() == {"transcript": "Bring in the transcript first, or discard this."}
    transcript = transcript_of(read)
    session.add(transcript)
    said = "Choose who in the transcript is observed, or discard this."
    assert refusal() == {"transcript": said}
    # An empty name stands for the turns without one: it is chosen too.
    transcript.manager_speaker = ""
    assert refusal() == {"transcript": "Give a code to at least one turn, or discard this."}
    session.add(TurnCode(observation_id=read.id or 0, turn_index=1, code=Code.OPEN, at=NOW))

    sign_observation(session, lena, public_id=own, at=SIGNED_AT)
    newer = amend_observation(session, lena, public_id=own, reason="Why.", at=LATER)
    sign_observation(session, lena, public_id=newer, at=LATER)
    assert version(session, newer).status is Status.SIGNED


def test_the_seal_covers_the_notes_and_is_looked_at_in_few_statements(
    session: Session, cast: Cast, rated: Observation, statements
):
    for place in range(9):
        note = Note(id=f"n{place}", observation_id=rated.id or 0, at=NOW, seconds=1, text="Waits.")
        session.add(note)
    lena = cast.actor(cast.lena)
    sign_observation(session, lena, public_id=rated.public_id, at=SIGNED_AT)

    session.expire_all()
    content, _observation, _body = sealed(session, lena, public_id=rated.public_id)
    assert content["notes"][8] == ["n8", "2026-03-02T09:00:00+00:00", 1, "Waits."]
    session.expunge_all()
    with statements() as sent:
        assert is_intact(session, lena, public_id=rated.public_id)
    assert len(sent) <= 5


def test_the_same_habit_is_seen_or_not_and_one_never_given_stays_open(
    session: Session, cast: Cast, draft: Observation
):
    lena, own = cast.actor(cast.lena), draft.public_id
    save_tick(session, lena, public_id=own, key="gap", seen=True)
    save_tick(session, lena, public_id=own, key="saved", seen=True)
    save_tick(session, lena, public_id=own, key="gap", seen=False)
    session.flush()
    session.expire_all()

    assert session.get_one(ObservationBody, draft.id).ticks == {"gap": False, "saved": True}


def test_another_level_takes_away_that_it_did_not_happen(
    session: Session, cast: Cast, rated: Observation
):
    lena, own = cast.actor(cast.lena), rated.public_id
    save_level(session, lena, public_id=own, dimension=2, level=1)
    save_absence(session, lena, public_id=own, dimension=2, absent=True, at=SIGNED_AT)
    kept = session.get_one(Rating, (rated.id, 2))
    assert (kept.absent_from, kept.absent_to) == (0, 3600)

    save_stretch(session, lena, public_id=own, dimension=2, start="", end=" ")
    assert (kept.absent_from, kept.absent_to) == (0, None)
    save_absence(session, lena, public_id=own, dimension=2, absent=False, at=SIGNED_AT)
    assert (kept.absent_from, kept.absent_to) == (None, None)

    save_absence(session, lena, public_id=own, dimension=2, absent=True, at=SIGNED_AT)
    save_level(session, lena, public_id=own, dimension=2, level=3)
    assert (kept.absent_from, kept.absent_to) == (None, None)


def test_what_is_signed_keeps_its_asks_and_tells_over_time_and_so_does_its_correction(
    session: Session, cast: Cast, rated: Observation
):
    # Twenty seconds apart: two asks in the first minute, a tell and an ask in the second.
    build.taps(session, rated, [Code.OPEN, Code.BACK, Code.TAKE, Code.PRAISE, Code.CLOSED])
    lena, own = cast.actor(cast.lena), rated.public_id
    sign_observation(session, lena, public_id=own, at=NOW + timedelta(seconds=170))
    newer = amend_observation(session, lena, public_id=own, reason="Why.", at=LATER)
    sign_observation(session, lena, public_id=newer, at=LATER)

    for public_id in (own, newer):
        outcome = session.get_one(Outcome, version(session, public_id).id)
        assert (outcome.strip, outcome.in_runs) == ([[2, 0], [1, 1], [0, 0]], False)
        assert is_intact(session, lena, public_id=public_id)


@pytest.mark.parametrize(
    ("starts", "runs", "strip", "in_runs"),
    [
        ((0.0, 30.0, 70.0), None, [[1, 1], [1, 0]], False),
        ((None, None, None), None, None, False),
        ((0.0, 30.0, 70.0), [[0, 1], [2]], [[1, 1], [1, 0]], True),
    ],
)
def test_a_transcript_with_times_has_a_strip_and_runs_are_remembered(
    session: Session,
    cast: Cast,
    starts: tuple[float | None, ...],
    runs: list[list[int]] | None,
    strip: list[list[int]] | None,
    in_runs: bool,
):
    read = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, source=Source.TRANSCRIPT, started=False
    )
    number = read.id or 0
    transcript = transcript_of(read, "Mo")
    transcript.runs = runs
    session.add(transcript)
    for place, (code, start) in enumerate(
        zip((Code.OPEN, Code.EXPLAIN, Code.BACK), starts, strict=True)
    ):
        turn = TranscriptTurn(observation_id=number, index=place, speaker="Mo", text="So.")
        turn.start = start
        session.add_all(
            [turn, TurnCode(observation_id=number, turn_index=place, code=code, at=NOW)]
        )
    rate(session, cast, read)

    sign_observation(session, cast.actor(cast.lena), public_id=read.public_id, at=SIGNED_AT)

    outcome = session.get_one(Outcome, read.id)
    assert (outcome.strip, outcome.in_runs) == (strip, in_runs)


def test_a_session_to_inspect_is_signed_without_levels_and_the_observed_is_asked_for_none(
    session: Session, cast: Cast, rated: Observation
):
    lena, own = cast.actor(cast.lena), rated.public_id
    save_stop_sign(session, lena, public_id=own, key="shamed", seen=True)
    save_tick(session, lena, public_id=own, key="decided", seen=True)
    save_purpose(session, lena, public_id=own, purpose=Purpose.INSPECT)
    with pytest.raises(Invalid) as refused:
        sign_observation(session, lena, public_id=own, at=SIGNED_AT)
    assert list(refused.value.problems) == ["purpose_reason"]
    save_purpose_reason(session, lena, public_id=own, text="We went through the pipeline.")

    sign_observation(session, lena, public_id=own, at=SIGNED_AT)

    session.expire_all()
    draft = whole_draft(session, lena, public_id=own)
    assert (draft.ratings, draft.stop_signs, draft.ticks) == ((), (), {"decided": True})
    outcome = session.get_one(Outcome, rated.id)
    assert (outcome.levels_sum, outcome.levels_count, outcome.stop_signs) == (0, 0, 0)
    assert notices(session)[0][1:] == (
        "Lena Leader has observed you. You will talk it over.",
        f"/observations/{own}",
    )
    row = header(session, cast.actor(cast.mo), public_id=own, at=LATER)
    assert (row.opened_purpose_word, row.purpose_word) == ("Coach", "Inspect")
    assert row.purpose_reason == "We went through the pipeline."
    assert is_intact(session, lena, public_id=own)


def test_a_purpose_corrected_and_taken_back_leaves_no_reason(
    session: Session, cast: Cast, rated: Observation
):
    lena, own = cast.actor(cast.lena), rated.public_id
    save_purpose(session, lena, public_id=own, purpose=Purpose.TRAIN)
    save_purpose_reason(session, lena, public_id=own, text="Or was it?")
    save_purpose(session, lena, public_id=own, purpose=Purpose.COACH)

    sign_observation(session, lena, public_id=own, at=SIGNED_AT)

    assert (rated.purpose_corrected, rated.purpose_reason) == (None, None)


def test_the_purpose_of_a_signed_observation_is_corrected_once_the_own_view_is_given(
    session: Session, cast: Cast, signed: Observation
):
    lena = cast.actor(cast.lena)
    newer = amend_observation(session, lena, public_id=signed.public_id, reason="Why.", at=LATER)
    save_purpose(session, lena, public_id=newer, purpose=Purpose.CELEBRATE)
    save_purpose_reason(session, lena, public_id=newer, text="Rae had closed that morning.")
    with pytest.raises(Invalid) as refused:
        sign_observation(session, lena, public_id=newer, at=LATER)
    assert list(refused.value.problems) == ["purpose"]
    session.get_one(Reply, signed.id).self_rated_at = LATER
    sign_observation(session, lena, public_id=newer, at=LATER)

    third = amend_observation(session, lena, public_id=newer, reason="Again.", at=LATER)

    assert version(session, signed.public_id).purpose_corrected is None
    assert version(session, third).purpose_corrected is Purpose.CELEBRATE
    assert version(session, third).purpose_reason == "Rae had closed that morning."
    before = session.exec(select(Rating).where(Rating.observation_id == signed.id)).all()
    assert len(before) == 8


@pytest.fixture
def followed(session: Session, cast: Cast) -> Observation:
    """A draft of Lena's, all 3, that follows the ONE thing of a talk a week before."""
    talk = talk_over(session, session_after(session, cast, days=-7), one_thing="Count to three.")
    made = session_after(session, cast, days=0, follows=talk, signed=False)
    rate(session, cast, made)
    return made


def test_what_is_followed_is_answered_before_signing_and_a_correction_follows_it_too(
    session: Session, cast: Cast, followed: Observation
):
    lena, own = cast.actor(cast.lena), followed.public_id
    with pytest.raises(Invalid) as refused:
        sign_observation(session, lena, public_id=own, at=SIGNED_AT)
    assert list(refused.value.problems) == ["seen"]

    save_seen(session, lena, public_id=own, seen=Seen.NO_CHANCE)
    save_seen(session, lena, public_id=own, seen=Seen.PARTLY)
    sign_observation(session, lena, public_id=own, at=SIGNED_AT)
    newer = amend_observation(session, lena, public_id=own, reason="Why.", at=LATER)
    save_seen(session, lena, public_id=newer, seen=Seen.SEEN)
    sign_observation(session, lena, public_id=newer, at=LATER)

    assert version(session, newer).followed_id == followed.followed_id
    found = focus_between(session, lena, observed=cast.mo.public_id, at=LATER)
    assert [one.word for one in found.answers] == ["Seen"]


def test_nobody_else_answers_for_what_is_followed(
    session: Session, cast: Cast, followed: Observation
):
    for other in (cast.cleo, cast.odd, cast.spec):
        with pytest.raises(NotFound):
            save_seen(session, cast.actor(other), public_id=followed.public_id, seen=Seen.SEEN)
    with pytest.raises(NotPermitted):
        save_seen(session, cast.actor(cast.mo), public_id=followed.public_id, seen=Seen.SEEN)


def test_signing_leaves_a_talk_to_have_and_a_correction_shares_it(
    session: Session, cast: Cast, signed: Observation
):
    lena = cast.actor(cast.lena)
    newer = amend_observation(session, lena, public_id=signed.public_id, reason="Why.", at=LATER)
    sign_observation(session, lena, public_id=newer, at=LATER)

    [talk] = session.exec(select(Talk)).all()
    assert (talk.observer_id, talk.observed_id) == (cast.lena.id, cast.mo.id)
    assert talk.coaching_session_id == signed.coaching_session_id
    assert (talk.shown_at, talk.observer_signed_at) == (None, None)


def test_the_seal_covers_all_that_can_be_said_since_there_is_more_to_say(
    session: Session, cast: Cast, followed: Observation
):
    build.taps(session, followed, [Code.ASK, Code.TELL])
    followed.buttons = Buttons.FOUR
    session.add(followed)
    lena, own = cast.actor(cast.lena), followed.public_id
    save_seen(session, lena, public_id=own, seen=Seen.PARTLY)
    save_tick(session, lena, public_id=own, key="gap", seen=True)
    save_level(session, lena, public_id=own, dimension=7, level=None, not_called=True)
    save_level(session, lena, public_id=own, dimension=6, level=1)
    save_absence(session, lena, public_id=own, dimension=6, absent=True, at=SIGNED_AT)
    save_purpose(session, lena, public_id=own, purpose=Purpose.TRAIN)
    save_purpose_reason(session, lena, public_id=own, text="Rae had never done it.")

    sign_observation(session, lena, public_id=own, at=SIGNED_AT)

    content, _observation, body = sealed(session, lena, public_id=own)
    before = session.exec(select(Observation).where(Observation.id != followed.id)).one()
    added = {
        "buttons": "four",
        "purpose_corrected": "train",
        "purpose_reason": "Rae had never done it.",
        "follows": before.public_id,
        "seen": "partly",
        "ticks": {"gap": True},
        "not_called": [7],
        "absent": [[6, 0, 3600]],
        "strip": [[1, 1], *[[0, 0]] * 59],
    }
    assert {key: content.get(key) for key in added} == added
    assert is_intact(session, lena, public_id=own)
    for part in added:
        assert seal_of({**content, part: "other"}, body.salt) != followed.body_sha256


def test_a_seal_from_before_there_was_more_to_say_still_holds(
    session: Session, cast: Cast, signed: Observation
):
    lena = cast.actor(cast.lena)
    content, _observation, body = sealed(session, lena, public_id=signed.public_id)

    # As it was sealed then, part by part.
    assert content == {
        "observation": signed.public_id,
        "purpose": "coach",
        "planned": True,
        "held_at": "2026-03-02T09:00:00+00:00",
        "aim": "development",
        "source": "live",
        "both_agreed": True,
        "opened_at": "2026-03-02T09:00:00+00:00",
        "started_at": "2026-03-02T09:00:00+00:00",
        "stopped_at": "2026-03-02T10:00:00+00:00",
        "signed_at": "2026-03-02T10:00:00+00:00",
        "amend_reason": None,
        "line_of_day": [cast.lena.public_id, cast.cleo.public_id],
        "coach": cast.mo.public_id,
        "coached": cast.rae.public_id,
        "observer": cast.lena.public_id,
        "rubric": build.rubric(session).sha256,
        "corrects": None,
        "strengths": "",
        "one_thing": "Leave the pause alone.",
        "agreed": "",
        "watch_again_on": None,
        "stop_signs": [],
        "ratings": [[number, 3, "", None] for number in range(1, 9)],
        "notes": [],
        "tally": session.get_one(Outcome, signed.id).tally,
        "kinds": {},
    }
    assert signed.body_sha256 == seal_of(content, body.salt)
