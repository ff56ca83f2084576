from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from coach_the_coach.coaching.rules import Kind, Purpose, SessionDraft
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Grant, Person
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.actions import PARTS, discard_draft, open_observation
from coach_the_coach.observations.booking.actions import book_talk, ensure_talk
from coach_the_coach.observations.rules import Aim, OpeningDraft, Source
from coach_the_coach.observations.tables import (
    KindAnswer,
    Note,
    Observation,
    ObservationBody,
    PendingDecision,
    Rating,
    Status,
    Talk,
    TalkBody,
    Transcript,
    TranscriptTurn,
    TurnCode,
)
from coach_the_coach.observations.tally.rules import Buttons, Code
from tests import build
from tests.cast import NOW, Cast


def draft(coach: Person, coached: Person, **changes: Any) -> OpeningDraft:
    """All four questions answered, live and now, except for `changes`."""
    held = SessionDraft(
        coach_id=coach.public_id,
        coached_id=coached.public_id,
        purpose=Purpose.COACH,
        planned=True,
        held_at=NOW,
    )
    whole = OpeningDraft(session=held, aim=Aim.DEVELOPMENT, source=Source.LIVE, both_agreed=True)
    own = {name: value for name, value in changes.items() if hasattr(held, name)}
    rest = {name: value for name, value in changes.items() if name not in own}
    return replace(whole, session=replace(held, **own), **rest)


def opened(session: Session, cast: Cast, by: Person, given: OpeningDraft) -> Observation:
    build.rubric(session)
    public_id = open_observation(session, cast.actor(by), draft=given, at=NOW)
    return session.exec(select(Observation).where(Observation.public_id == public_id)).one()


def count(session: Session, table: Any) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def test_a_leader_opens_an_observation_of_her_manager(session: Session, cast: Cast):
    made = opened(session, cast, cast.lena, draft(cast.mo, cast.rae))
    held = session.get_one(CoachingSession, made.coaching_session_id)

    assert (made.observer_id, made.observed_id) == (cast.lena.id, cast.mo.id)
    assert (made.aim, made.source, made.status) == (Aim.DEVELOPMENT, Source.LIVE, Status.DRAFT)
    assert (held.coach_id, held.coached_id) == (cast.mo.id, cast.rae.id)
    assert (held.purpose, held.planned, held.held_at) == (Purpose.COACH, True, NOW)
    assert session.get_one(ObservationBody, made.id).salt


def test_a_chief_observes_a_leader_coaching_a_manager(session: Session, cast: Cast):
    made = opened(session, cast, cast.cleo, draft(cast.lena, cast.mo))

    assert made.observed_id == cast.lena.id


def test_a_specialist_from_outside_the_line_opens_one(session: Session, cast: Cast):
    assert opened(session, cast, cast.spec, draft(cast.sol, cast.sid)).observed_id == cast.sol.id


def test_nobody_out_of_reach_can_be_observed(session: Session, cast: Cast):
    with pytest.raises(NotFound):
        opened(session, cast, cast.odd, draft(cast.mo, cast.rae))
    with pytest.raises(NotFound):
        opened(session, cast, cast.lena, draft(cast.sol, cast.sid))


def test_whoever_may_not_observe_opens_nothing(session: Session, cast: Cast):
    for person in (cast.mo, cast.rae, cast.ada):
        with pytest.raises(NotPermitted):
            opened(session, cast, person, draft(cast.mia, cast.rae))


def test_nobody_observes_themself(session: Session, cast: Cast):
    with pytest.raises(Invalid) as refused:
        opened(session, cast, cast.lena, draft(cast.lena, cast.mo))

    assert list(refused.value.problems) == ["observer_id"]


def test_the_one_coached_must_be_led_by_the_coach(session: Session, cast: Cast):
    for coached in (cast.sid, cast.mia, cast.lena):
        with pytest.raises(Invalid) as refused:
            opened(session, cast, cast.cleo, draft(cast.mo, coached))
        expected = {"coached_id": "Choose somebody whom Mo Manager leads."}
        assert refused.value.problems == expected


def test_the_one_coached_reports_to_the_coach_themself(session: Session, cast: Cast):
    with pytest.raises(Invalid) as refused:
        opened(session, cast, cast.cleo, draft(cast.lena, cast.rae))
    expected = {"coached_id": "Choose somebody whom Lena Leader leads."}
    assert refused.value.problems == expected


@pytest.mark.parametrize(
    ("who", "problem"),
    [
        ("mo", {"coach_id": "Mo Manager does not coach anybody here."}),
        ("rae", {"coached_id": "Choose somebody whom Mo Manager leads."}),
    ],
)
def test_whoever_has_left_is_neither_observed_nor_coached(
    session: Session, cast: Cast, who: str, problem: dict[str, str]
):
    leaver: Person = getattr(cast, who)
    leaver.ends_on = NOW.date()
    assert opened(session, cast, cast.lena, draft(cast.mo, cast.rae))

    leaver.ends_on = NOW.date() - timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        opened(session, cast, cast.lena, draft(cast.mo, cast.rae))
    assert refused.value.problems == problem


def test_one_who_does_not_coach_cannot_be_observed(session: Session, cast: Cast):
    with pytest.raises(Invalid) as refused:
        opened(session, cast, cast.lena, draft(cast.rae, cast.ren))

    assert refused.value.problems == {"coach_id": "Rae Rep does not coach anybody here."}


def test_certification_needs_its_own_grant(session: Session, cast: Cast):
    given = draft(cast.mo, cast.rae, aim=Aim.CERTIFICATION)

    build.practised(session, cast.lena)
    assert opened(session, cast, cast.lena, given).aim is Aim.CERTIFICATION
    for person in (cast.cleo, cast.spec):
        with pytest.raises(NotPermitted):
            opened(session, cast, person, given)


def test_nobody_certifies_who_leads_them(session: Session, cast: Cast):
    day = NOW - timedelta(days=1)
    session.add(Grant(person_id=cast.spec.id or 0, role=Role.CERTIFIER, starts_at=day))
    build.practised(session, cast.spec)
    given = draft(cast.mo, cast.rae, aim=Aim.CERTIFICATION)
    assert opened(session, cast, cast.spec, given).aim is Aim.CERTIFICATION

    build.led_by(session, cast.spec, cast.mo)
    with pytest.raises(NotPermitted, match="reports to"):
        opened(session, cast, cast.spec, given)
    # To help them grow they may watch all the same.
    assert opened(session, cast, cast.spec, draft(cast.mo, cast.rae)).aim is Aim.DEVELOPMENT


def test_a_certification_is_opened_only_by_one_who_has_practised_scoring(
    session: Session, cast: Cast
):
    given = draft(cast.mo, cast.rae, aim=Aim.CERTIFICATION)
    build.practised(session, cast.lena, times=1)
    # What others have practised helps nobody.
    build.practised(session, cast.cleo)
    with pytest.raises(Invalid) as refused:
        opened(session, cast, cast.lena, given)
    assert refused.value.problems == {
        "aim": "Before you score for certification, practise scoring on one more invented talk: "
        "about ten minutes. You find it under Practice."
    }
    assert count(session, Observation) == count(session, CoachingSession) == 0
    # To help somebody grow nothing of it is asked.
    assert opened(session, cast, cast.lena, draft(cast.mo, cast.rae)).aim is Aim.DEVELOPMENT


def test_every_missing_answer_is_named(session: Session, cast: Cast):
    empty = OpeningDraft(session=SessionDraft(), source="")
    with pytest.raises(Invalid) as refused:
        opened(session, cast, cast.lena, empty)

    fields = {"coach_id", "coached_id", "purpose", "planned", "held_at", "aim", "source"}
    assert set(refused.value.problems) == fields | {"both_agreed"}


def test_a_transcript_is_of_a_session_that_has_taken_place(session: Session, cast: Cast):
    later = draft(cast.mo, cast.rae, source=Source.TRANSCRIPT, held_at=NOW + timedelta(minutes=1))
    with pytest.raises(Invalid) as refused:
        opened(session, cast, cast.lena, later)
    assert list(refused.value.problems) == ["held_at"]

    past = draft(cast.mo, cast.rae, source=Source.TRANSCRIPT, held_at=NOW - timedelta(days=3))
    assert opened(session, cast, cast.lena, past).source is Source.TRANSCRIPT


def test_without_a_rubric_there_is_nothing_to_observe_with(session: Session, cast: Cast):
    with pytest.raises(NotFound, match="No rubric"):
        open_observation(session, cast.actor(cast.lena), draft=draft(cast.mo, cast.rae), at=NOW)


def with_everything(session: Session, cast: Cast, by: Person) -> Observation:
    """A draft with a row in every table that may hang on one."""
    made = build.observation(session, of=cast.mo, by=by, coached=cast.rae)
    build.taps(session, made, [Code.OPEN, Code.DIRECT])
    own = made.id or 0
    session.add_all(
        [
            Rating(observation_id=own, dimension=1, level=3),
            KindAnswer(id=f"k{own}", observation_id=own, at=NOW, kind=Kind.TACTICAL),
            Note(id=f"n{own}", observation_id=own, at=NOW, seconds=1, text="Said so."),
            TranscriptTurn(observation_id=own, index=0, speaker="Mo", text="Hello."),
            TurnCode(observation_id=own, turn_index=0, code=Code.OPEN, at=NOW),
            PendingDecision(observation_id=own, since=NOW),
            Transcript(
                observation_id=own,
                file_name="a.vtt",
                format="webvtt",
                uploaded_at=NOW,
                delete_after=NOW + timedelta(days=30),
            ),
        ]
    )
    session.flush()
    return made


def test_discarding_takes_a_draft_with_all_its_parts_and_leaves_the_others(
    session: Session, cast: Cast
):
    gone = with_everything(session, cast, cast.lena)
    with_everything(session, cast, cast.lena)
    before = {table: count(session, table) for table in PARTS}
    assert min(before.values()) == 2

    discard_draft(session, cast.actor(cast.lena), public_id=gone.public_id, at=NOW)

    assert {table: count(session, table) for table in PARTS} == {
        table: number // 2 for table, number in before.items()
    }
    assert count(session, Observation) == count(session, CoachingSession) == 1


def test_a_discarded_draft_takes_its_talk_and_calls_off_the_time(session: Session, cast: Cast):
    gone, kept = (
        build.observation(session, of=cast.mo, by=cast.lena, coached=one)
        for one in (cast.rae, cast.ren)
    )
    for made in (gone, kept):
        ensure_talk(session, made)
    lena, later = cast.actor(cast.lena), NOW + timedelta(hours=2)
    book_talk(session, lena, public_id=gone.public_id, starts_at=later, at=NOW)

    for made in (gone, build.observation(session, of=cast.mia, by=cast.lena, coached=cast.rae)):
        discard_draft(session, lena, public_id=made.public_id, at=NOW)

    left = [one.coaching_session_id for one in session.exec(select(Talk))]
    assert left == [kept.coaching_session_id]
    assert count(session, TalkBody) == 1
    told = session.exec(select(Notice).order_by(col(Notice.id))).all()
    assert [one.person_id for one in told] == [cast.mo.id] * 2
    assert told[-1].text == (
        "Lena Leader has discarded the observation, so your fifteen minutes are called off."
    )


def test_a_discarded_correction_leaves_the_talk(session: Session, cast: Cast):
    first = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    ensure_talk(session, first)
    first.signed_at, first.status = NOW, Status.SIGNED
    session.add(first)
    session.flush()
    newer = Observation(
        **first.model_dump(exclude={"id", "public_id", "status", "signed_at", "supersedes_id"}),
        supersedes_id=first.id,
    )
    session.add(newer)
    session.flush()

    discard_draft(session, cast.actor(cast.lena), public_id=newer.public_id, at=NOW)

    assert count(session, Talk) == 1


def signed_ones(session: Session, cast: Cast, by: Person, number: int) -> None:
    """So many signed observations by somebody."""
    for _turn in range(number):
        made = build.observation(session, of=cast.mo, by=by, coached=cast.rae)
        made.signed_at, made.status = NOW, Status.SIGNED
        session.add(made)
    session.flush()


@pytest.mark.parametrize(
    ("signed", "chosen", "given"),
    [
        (0, Buttons.NINE, Buttons.FOUR),
        (2, Buttons.NINE, Buttons.FOUR),
        (3, Buttons.NINE, Buttons.NINE),
        (3, Buttons.FOUR, Buttons.FOUR),
    ],
)
def test_the_first_three_are_counted_with_four_buttons_and_later_ones_as_chosen(
    session: Session, cast: Cast, signed: int, chosen: Buttons, given: Buttons
):
    signed_ones(session, cast, cast.lena, signed)
    signed_ones(session, cast, cast.cleo, 5)

    made = opened(session, cast, cast.lena, draft(cast.mo, cast.rae, buttons=chosen))

    assert made.buttons is given


def test_after_three_the_choice_must_be_made(session: Session, cast: Cast):
    signed_ones(session, cast, cast.lena, 3)
    with pytest.raises(Invalid) as refused:
        opened(session, cast, cast.lena, draft(cast.mo, cast.rae, buttons=""))
    assert list(refused.value.problems) == ["buttons"]


def test_an_observation_opens_with_the_one_thing_of_the_two(session: Session, cast: Cast):
    talk = signed_talk(session, of=cast.mo, by=cast.lena, coached=cast.rae)

    assert opened(session, cast, cast.lena, draft(cast.mo, cast.rae)).followed_id == talk.id
    # Of the same manager somebody else follows something else, and she of another too.
    assert opened(session, cast, cast.cleo, draft(cast.mo, cast.rae)).followed_id is None


def signed_talk(session: Session, *, of: Person, by: Person, coached: Person) -> Talk:
    """A talk in which a ONE thing was set."""
    made = build.observation(session, of=of, by=by, coached=coached, at=NOW - timedelta(days=9))
    talk = ensure_talk(session, made)
    session.get_one(TalkBody, talk.id).one_thing = "Ask once more before you answer."
    made.signed_at, made.status = NOW - timedelta(days=9), Status.SIGNED
    talk.observer_signed_at = NOW - timedelta(days=8)
    session.add_all([made, talk])
    session.flush()
    return talk


def test_nobody_discards_what_somebody_else_began(session: Session, cast: Cast):
    made = with_everything(session, cast, cast.lena)

    for other in (cast.cleo, cast.odd, cast.spec):
        with pytest.raises(NotFound):
            discard_draft(session, cast.actor(other), public_id=made.public_id, at=NOW)
    with pytest.raises(NotPermitted):
        discard_draft(session, cast.actor(cast.mo), public_id=made.public_id, at=NOW)
    assert count(session, Observation) == 1


def test_what_was_signed_is_not_discarded(session: Session, cast: Cast):
    made = with_everything(session, cast, cast.lena)
    made.signed_at, made.status = NOW, Status.SIGNED
    session.add(made)
    session.flush()

    with pytest.raises(Conflict):
        discard_draft(session, cast.actor(cast.lena), public_id=made.public_id, at=NOW)
