"""Asking for a second and a third, beginning as one, and calling it off."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.calibration.adjudication.actions import ask_third, decline_third
from coach_the_coach.calibration.adjudication.queries import thirds
from coach_the_coach.calibration.pairing.actions import (
    ask_double,
    begin_double,
    call_off_double,
)
from coach_the_coach.calibration.pairing.queries import sessions_to_ask
from coach_the_coach.calibration.queries import able_to_score
from coach_the_coach.calibration.rules import among, drawn
from coach_the_coach.certification.deciding.queries import certifiers
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Grant
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.queries import READING, may_certify
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tables import (
    BlindScoring,
    Observation,
    Status,
    Transcript,
    TranscriptTurn,
    TurnCode,
)
from coach_the_coach.observations.tally.rules import Code
from coach_the_coach.observations.watching.actions import cancel
from coach_the_coach.observations.watching.rules import State
from coach_the_coach.observations.watching.tables import Watching
from tests import build
from tests.calibration import scene
from tests.calibration.scene import SIGNED_AT
from tests.cast import NOW, Cast
from tests.observations.results.signed import show


def far_apart(session: Session, cast: Cast) -> BlindScoring:
    """Sage and Odd have signed, too far apart in one dimension."""
    scene.let_certify(session, cast)
    scoring, _one, _other = scene.scored(
        session, cast, cast.spec, cast.odd, one={1: 4}, other={1: 1}
    )
    return scoring


@pytest.fixture
def first(session: Session, cast: Cast) -> Observation:
    """Sage watching Mo for certification; Odd, Cleo and Lena may certify him too."""
    scene.let_certify(session, cast)
    return scene.watched(session, cast, cast.spec)


@pytest.fixture
def signed(session: Session, cast: Cast, first: Observation) -> Observation:
    """The same, signed and handed over."""
    scene.rate(session, cast, cast.spec, first.public_id)
    scene.sign(session, cast, cast.spec, first.public_id, at=NOW)
    return first


def names(session: Session, cast: Cast, observation: Observation, **given: bool) -> list[str]:
    """Who may score it as well."""
    held = scene.held_of(session, observation)
    able = able_to_score(session, held, but=[observation.observer_id], at=NOW, **given)
    return [one.person.given_name for one in able]


def told(session: Session, who: object) -> list[str]:
    found = select(Notice.text).where(Notice.person_id == getattr(who, "id", 0))
    return list(session.exec(found.order_by(col(Notice.id))).all())


def test_the_observer_and_whoever_leads_or_counts_may_ask_and_nobody_else(
    session: Session, cast: Cast, signed: Observation
):
    held = scene.held_of(session, signed).public_id
    may = {
        key
        for key in ("cleo", "lena", "odd", "mo", "mia", "sol", "rae", "spec", "ada")
        if [
            one.held.public_id
            for one in sessions_to_ask(session, cast.actor(getattr(cast, key)), at=NOW)
        ]
        == [held]
    }

    assert may == {"cleo", "lena", "spec"}
    for who in (cast.mo, cast.odd, cast.ada):
        with pytest.raises(NotFound):
            ask_double(session, cast.actor(who), held_id=held, at=NOW)


def test_a_draft_of_another_is_known_to_nobody_but_its_observer(
    session: Session, cast: Cast, first: Observation
):
    assert sessions_to_ask(session, cast.actor(cast.lena), at=NOW) == []
    assert len(sessions_to_ask(session, cast.actor(cast.spec), at=NOW)) == 1


def test_whoever_is_asked_may_certify_and_is_none_of_those_who_took_part(
    session: Session, cast: Cast, first: Observation
):
    # Rae was coached, and may certify by some grant all the same.
    for role in (Role.CERTIFIER, Role.SPECIALIST):
        session.add(Grant(person_id=cast.rae.id or 0, role=role, starts_at=NOW - timedelta(days=1)))
    session.flush()

    assert names(session, cast, first) == ["Cleo", "Lena", "Odd"]
    assert names(session, cast, first, third=True) == ["Odd"]


def test_whoever_is_led_by_somebody_scores_nothing_of_theirs_for_a_certificate(
    session: Session, cast: Cast, first: Observation
):
    helper = scene.outsider(session, "Helen")
    assert "Helen" in names(session, cast, first)
    build.led_by(session, helper, cast.mo)

    assert names(session, cast, first) == ["Cleo", "Lena", "Odd"]
    assert helper.id not in certifiers(session, cast.mo.id or 0, at=NOW)
    assert not may_certify(session, cast.actor(helper), coach=cast.mo.public_id)


def test_whoever_has_read_what_is_signed_is_not_asked(
    session: Session, cast: Cast, signed: Observation
):
    for who, thing, at in (
        (cast.odd, signed.public_id, NOW),
        (cast.cleo, cast.mo.public_id, NOW),
        # Before it was signed: of others.
        (cast.lena, cast.mo.public_id, NOW - timedelta(days=1)),
    ):
        audit.note(
            session,
            READING,
            actor_id=who.id,
            at=at,
            result=audit.Result.READ,
            of=audit.About(person_id=cast.mo.id, thing=thing),
        )

    assert names(session, cast, signed) == ["Lena"]


def test_somebody_else_than_those_cannot_be_named(session: Session, cast: Cast, first: Observation):
    with pytest.raises(Invalid):
        scene.ask(session, cast, first, cast.sol, by=cast.spec)
    assert session.exec(select(BlindScoring)).all() == []


def test_one_is_drawn_with_a_seed_that_repeats_it(session: Session, cast: Cast, first: Observation):
    more = [scene.outsider(session, name) for name in ("ann", "bea", "cat")]
    held = scene.held_of(session, first)
    able = able_to_score(session, held, but=[cast.spec.id or 0], at=NOW)
    ask_double(session, cast.actor(cast.spec), held_id=held.public_id, at=NOW)
    scoring = session.exec(select(BlindScoring)).one()

    assert scoring.drawn
    among_them = {one.public_id for one in among(one.candidate for one in able)}
    # Lena and Cleo are of his line.
    assert among_them == {cast.odd.public_id, *(one.public_id for one in more)}
    chosen = {one.person.public_id: one.person.id for one in able}[
        drawn([one.candidate for one in able], scoring.seed) or ""
    ]
    assert chosen == scoring.second_observer_id
    detail = session.info[audit.ABOUT].detail
    assert detail == {"seed": scoring.seed, "among": sorted(among_them)}


def test_whoever_scored_as_second_of_late_is_drawn_after_the_others(
    session: Session, cast: Cast, first: Observation
):
    ann = scene.outsider(session, "ann")
    for days, second in ((10, cast.odd), (120, ann)):
        other = scene.watched(session, cast, cast.spec)
        scoring = scene.ask(session, cast, other, second, by=cast.spec)
        scoring.asked_at = NOW - timedelta(days=days)
        session.add(scoring)
    session.flush()
    held = scene.held_of(session, first)
    able = able_to_score(session, held, but=[cast.spec.id or 0], at=NOW)

    assert [one.public_id for one in among(one.candidate for one in able)] == [ann.public_id]


def test_the_three_are_told_what_it_means_for_them(
    session: Session, cast: Cast, first: Observation
):
    scene.ask(session, cast, first, cast.odd, by=cast.spec)

    assert told(session, cast.odd) == [
        "Please score a session of Mo Manager as well. You see nothing of the other observer's "
        "before both have signed."
    ]
    assert told(session, cast.mo) == [
        "Two observers score your session with Rae Rep. You get both together, once both have "
        "signed."
    ]
    # Who asks knows.
    assert told(session, cast.spec) == []


def test_what_was_signed_and_not_talked_over_is_kept_back_again(
    session: Session, cast: Cast, signed: Observation
):
    scene.ask(session, cast, signed, cast.odd)

    session.refresh(signed)
    assert signed.status is Status.BLIND
    assert told(session, cast.spec)[-1].startswith("Another observer scores your session")


def test_what_is_talked_over_cannot_be_kept_back_any_more(
    session: Session, cast: Cast, signed: Observation
):
    show(session, signed)
    held = scene.held_of(session, signed).public_id

    with pytest.raises(NotFound):
        ask_double(session, cast.actor(cast.lena), held_id=held, at=NOW)


def test_what_helps_somebody_grow_is_not_scored_by_two(session: Session, cast: Cast):
    scene.let_certify(session, cast)
    made = scene.build.observation(session, of=cast.mo, by=cast.spec, coached=cast.rae)
    assert made.aim is Aim.DEVELOPMENT

    assert sessions_to_ask(session, cast.actor(cast.spec), at=NOW) == []


def planned(session: Session, cast: Cast, hours: float) -> Watching:
    """Sage and Mo have agreed that Sage watches him for certification, so many hours from now."""
    made = scene.watched(session, cast, cast.spec)
    held = scene.held_of(session, made)
    held.held_at = NOW + timedelta(hours=hours)
    session.add(held)
    scene.forget(session, made)
    plan = Watching(
        observer_id=cast.spec.id or 0,
        observed_id=cast.mo.id or 0,
        asked_by_id=cast.spec.id or 0,
        aim=Aim.CERTIFICATION,
        state=State.AGREED,
        asked_at=NOW,
        accepted_at=NOW,
        changed_at=NOW,
        coaching_session_id=held.id,
        made_session=True,
        coached_id=cast.rae.id,
        starts_at=held.held_at,
    )
    session.add(plan)
    session.flush()
    return plan


def test_a_second_is_asked_for_before_the_session_and_begins_beside_the_first_on_its_day(
    session: Session, cast: Cast
):
    scene.let_certify(session, cast)
    plan = planned(session, cast, hours=30)
    asked = sessions_to_ask(session, cast.actor(cast.lena), at=NOW)
    assert [one.first.given_name for one in asked] == ["Sage"]
    public_id = ask_double(
        session,
        cast.actor(cast.lena),
        held_id=asked[0].held.public_id,
        observer=cast.odd.public_id,
        at=NOW,
    )
    odd = cast.actor(cast.odd)

    with pytest.raises(Conflict):
        begin_double(session, odd, public_id=public_id, both_agreed=True, at=NOW)
    on = (plan.starts_at or NOW) + timedelta(minutes=1)
    with pytest.raises(Invalid):
        begin_double(session, odd, public_id=public_id, both_agreed=False, at=on)
    opened = begin_double(session, odd, public_id=public_id, both_agreed=True, at=on)

    made = session.exec(select(Observation).where(Observation.public_id == opened)).one()
    assert (made.source, made.aim) == (Source.LIVE, Aim.CERTIFICATION)
    assert made.coaching_session_id == plan.coaching_session_id
    assert begin_double(session, odd, public_id=public_id, both_agreed=True, at=on) == opened


def test_a_plan_that_is_called_off_calls_off_the_second_too(session: Session, cast: Cast):
    scene.let_certify(session, cast)
    plan = planned(session, cast, hours=30)
    held = sessions_to_ask(session, cast.actor(cast.spec), at=NOW)[0].held.public_id
    ask_double(session, cast.actor(cast.spec), held_id=held, observer=cast.odd.public_id, at=NOW)

    cancel(session, cast.actor(cast.spec), public_id=plan.public_id, reason="Ill.", at=NOW)

    scoring = session.exec(select(BlindScoring)).one()
    session.refresh(scoring)
    assert (scoring.called_off_at, scoring.reason) == (
        NOW,
        "The session is not watched as planned.",
    )


def test_the_second_codes_the_same_words_without_the_codes_of_the_first(
    session: Session, cast: Cast
):
    scene.let_certify(session, cast)
    first = scene.watched(session, cast, cast.spec, source=Source.TRANSCRIPT)
    number = first.id or 0
    session.add(
        Transcript(
            observation_id=number,
            file_name="talk.vtt",
            format="vtt",
            manager_speaker="Mo",
            measures={"turns": 2},
            uploaded_at=NOW,
            delete_after=NOW + timedelta(days=9),
            runs=[[0, 1]],
        )
    )
    session.flush()
    session.add_all(
        [
            TranscriptTurn(observation_id=number, index=0, speaker="Mo", text="What else?"),
            TranscriptTurn(observation_id=number, index=1, speaker="Rae", text="The price."),
            TurnCode(observation_id=number, turn_index=0, code=Code.OPEN, at=NOW),
        ]
    )
    session.flush()
    scoring = scene.ask(session, cast, first, cast.odd, by=cast.spec)

    made = scene.begin(session, cast, cast.odd, scoring)

    assert made.source is Source.TRANSCRIPT
    turns = session.exec(
        select(TranscriptTurn.speaker, TranscriptTurn.text)
        .where(TranscriptTurn.observation_id == made.id)
        .order_by(col(TranscriptTurn.index))
    ).all()
    assert list(turns) == [("Mo", "What else?"), ("Rae", "The price.")]
    copied = session.get_one(Transcript, made.id)
    assert (copied.manager_speaker, copied.runs) == ("Mo", [[0, 1]])
    assert copied.delete_after == NOW + timedelta(days=9)
    codes = session.exec(select(TurnCode).where(TurnCode.observation_id == made.id)).all()
    assert codes == []


def test_nobody_begins_in_the_place_of_the_second(session: Session, cast: Cast, first: Observation):
    scoring = scene.ask(session, cast, first, cast.odd, by=cast.spec)

    for who in (cast.spec, cast.mo, cast.lena, cast.cleo, cast.ada):
        with pytest.raises(NotFound):
            scene.begin(session, cast, who, scoring)


def test_who_may_certify_no_more_does_not_begin(session: Session, cast: Cast, first: Observation):
    scoring = scene.ask(session, cast, first, cast.odd, by=cast.spec)
    for grant in session.exec(
        select(Grant).where(Grant.person_id == cast.odd.id, Grant.role == Role.CERTIFIER)
    ):
        grant.ends_at = NOW - timedelta(minutes=1)
        session.add(grant)
    session.flush()

    with pytest.raises(NotPermitted):
        scene.begin(session, cast, cast.odd, scoring)


@pytest.mark.parametrize("who", ["spec", "odd", "lena", "cleo"])
def test_calling_off_hands_over_what_was_signed(
    session: Session, cast: Cast, signed: Observation, who: str
):
    scoring = scene.ask(session, cast, signed, cast.odd, by=cast.spec)
    actor = cast.actor(getattr(cast, who))
    with pytest.raises(Invalid):
        call_off_double(session, actor, public_id=scoring.public_id, reason=" ", at=NOW)

    call_off_double(session, actor, public_id=scoring.public_id, reason="Ill.", at=SIGNED_AT)

    session.refresh(signed)
    assert signed.status is Status.SIGNED
    assert "Sage Specialist has observed you. Rate yourself, then talk it over." in told(
        session, cast.mo
    )
    # Afterwards it can be asked for anew.
    again = scene.ask(session, cast, signed, cast.cleo)
    assert (again.id, again.second_observer_id, again.reason) == (scoring.id, cast.cleo.id, "")


def test_the_one_observed_and_others_call_nothing_off(
    session: Session, cast: Cast, first: Observation
):
    scoring = scene.ask(session, cast, first, cast.odd, by=cast.spec)
    for who in (cast.mo, cast.sol, cast.ada, cast.rae):
        with pytest.raises(NotFound):
            call_off_double(
                session, cast.actor(who), public_id=scoring.public_id, reason="No.", at=NOW
            )


def test_once_both_have_signed_nothing_is_called_off(session: Session, cast: Cast):
    scene.let_certify(session, cast)
    scoring, _one, _other = scene.scored(session, cast, cast.spec, cast.odd)

    with pytest.raises(Conflict):
        call_off_double(
            session, cast.actor(cast.spec), public_id=scoring.public_id, reason="No.", at=NOW
        )


def test_a_third_settles_what_two_are_far_apart_on(session: Session, cast: Cast):
    ann = scene.outsider(session, "ann")
    scoring = far_apart(session, cast)
    assert (scoring.both_signed_at, scoring.settled_at) == (SIGNED_AT, None)
    lena = cast.actor(cast.lena)
    # Those who lead him read what is handed over.
    able = thirds(session, lena, scoring=scoring, at=NOW)
    assert [one.person.given_name for one in able] == ["Ann"]

    ask_third(session, lena, public_id=scoring.public_id, observer=ann.public_id, at=NOW)
    made = scene.begin(session, cast, ann, scoring)
    scene.rate(session, cast, ann, made.public_id, words="Third.")
    scene.sign(session, cast, ann, made.public_id)

    session.refresh(scoring)
    assert (scoring.third_observer_id, scoring.settled_at) == (ann.id, SIGNED_AT)
    assert made.status is Status.SIGNED
    assert "Ann Outside has observed you. Rate yourself, then talk it over." in told(
        session, cast.mo
    )


def test_the_two_may_only_have_a_third_drawn(session: Session, cast: Cast):
    ann = scene.outsider(session, "ann")
    scoring = far_apart(session, cast)
    odd, own = cast.actor(cast.odd), {"public_id": scoring.public_id, "at": NOW}

    with pytest.raises(NotPermitted):
        ask_third(session, odd, observer=ann.public_id, **own)
    ask_third(session, odd, **own)

    session.refresh(scoring)
    assert scoring.third_observer_id == ann.id
    with pytest.raises(NotFound):
        ask_third(session, cast.actor(cast.mo), **own)


def test_a_third_who_cannot_leaves_it_to_another(session: Session, cast: Cast):
    ann = scene.outsider(session, "ann")
    scoring = far_apart(session, cast)
    own = {"public_id": scoring.public_id, "at": NOW}
    ask_third(session, cast.actor(cast.lena), **own)
    with pytest.raises(NotFound):
        decline_third(session, cast.actor(cast.lena), **own)

    decline_third(session, cast.actor(ann), **own)

    session.refresh(scoring)
    assert (scoring.third_observer_id, scoring.third_asked_at) == (None, None)


def test_no_third_is_asked_where_two_are_close(session: Session, cast: Cast):
    scene.let_certify(session, cast)
    scoring, _one, _other = scene.scored(session, cast, cast.spec, cast.odd)
    assert scoring.settled_at == SIGNED_AT

    with pytest.raises(Conflict):
        ask_third(session, cast.actor(cast.lena), public_id=scoring.public_id, at=NOW)
