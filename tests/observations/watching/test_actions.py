"""Every step two people take towards one watching the other: what is kept, and who is told."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.watching import actions
from coach_the_coach.observations.watching.rules import Move, ProposalDraft, State
from coach_the_coach.observations.watching.tables import WatchingStep
from tests.cast import NOW, Cast
from tests.observations.watching import planned
from tests.observations.watching.planned import LATER, THURSDAY, WEDNESDAY

STRANGERS = ["sol", "mia", "rae", "ada", "spec", "odd"]


def told(session: Session) -> list[tuple[str, str]]:
    """Who was told what, in order."""
    found = session.exec(
        select(Person.given_name, Notice.text)
        .join(Notice, col(Notice.person_id) == col(Person.id))
        .order_by(col(Notice.id))
    )
    return [(name, text) for name, text in found]


def steps(session: Session, watch: str) -> list[tuple[Move, str]]:
    """What was done, with the reasons, in order."""
    found = session.exec(
        select(WatchingStep)
        .where(WatchingStep.watching_id == planned.found(session, watch).id)
        .order_by(col(WatchingStep.place))
    )
    return [(step.move, step.reason) for step in found]


def session_of(session: Session, watch: str) -> CoachingSession | None:
    """The coaching session that is meant."""
    return session.get(CoachingSession, planned.found(session, watch).coaching_session_id or 0)


def test_a_manager_proposes_a_session_and_the_observer_agrees(session: Session, cast: Cast):
    watch = planned.agreed(session, cast)

    one, held = planned.found(session, watch), session_of(session, watch)
    assert held is not None
    assert (one.state, one.starts_at, one.coached_id, one.purpose, one.sequence) == (
        State.AGREED,
        WEDNESDAY,
        cast.rae.id,
        Purpose.COACH,
        0,
    )
    assert (held.coach_id, held.coached_id, held.planned, held.held_at) == (
        cast.mo.id,
        cast.rae.id,
        True,
        WEDNESDAY,
    )
    assert steps(session, watch) == [(Move.ASK, ""), (Move.PROPOSE, ""), (Move.AGREE, "")]
    assert told(session) == [
        ("Mo", "Lena Leader would like to watch one of your sessions. Propose one that fits."),
        (
            "Lena",
            "Mo Manager proposes a time for the session that Lena Leader watches: "
            "Wednesday 4 March, 14:00.",
        ),
        (
            "Mo",
            "Lena Leader has agreed: Lena Leader watches a session of Mo Manager, "
            "Wednesday 4 March, 14:00.",
        ),
    ]


def test_somebody_from_outside_the_line_is_asked_and_accepts_before_the_manager_hears_of_it(
    session: Session, cast: Cast
):
    watch = planned.offered(session, cast)
    assert told(session) == [("Odd", "Lena Leader asks you to watch a session of Mo Manager.")]
    with pytest.raises(NotFound):
        actions.propose(
            session, cast.actor(cast.mo), public_id=watch, draft=planned.with_rae(cast), at=NOW
        )
    with pytest.raises(Conflict):
        actions.accept(session, cast.actor(cast.lena), public_id=watch, at=NOW)

    actions.accept(session, cast.actor(cast.odd), public_id=watch, at=LATER)

    one = planned.found(session, watch)
    assert (one.state, one.accepted_at) == (State.ASKED, LATER)
    assert told(session)[1:] == [
        ("Mo", "Odd Other would like to watch one of your sessions. Propose one that fits."),
        ("Lena", "Odd Other is ready to watch a session of Mo Manager."),
    ]


def test_who_was_asked_declines_with_a_reason_and_the_manager_never_hears_of_it(
    session: Session, cast: Cast
):
    watch = planned.offered(session, cast)
    odd = cast.actor(cast.odd)
    with pytest.raises(Invalid) as refused:
        actions.decline(session, odd, public_id=watch, reason=" ", at=NOW)
    assert list(refused.value.problems) == ["reason"]

    actions.decline(session, odd, public_id=watch, reason="Away all\0 March.\n", at=NOW)

    assert planned.found(session, watch).state is State.DECLINED
    assert steps(session, watch)[-1] == (Move.DECLINE, "Away all March.")
    assert [name for name, _text in told(session)] == ["Odd", "Lena"]
    assert "Away" not in str(told(session))


def test_whoever_asked_takes_it_back_until_it_is_answered(session: Session, cast: Cast):
    watch, lena = planned.offered(session, cast), cast.actor(cast.lena)
    actions.cancel(session, lena, public_id=watch, reason="Found somebody nearer.", at=NOW)
    assert planned.found(session, watch).state is State.CANCELLED

    other = planned.agreed_with_odd(session, cast)
    with pytest.raises(NotFound):
        actions.cancel(session, lena, public_id=other, reason="No longer mine.", at=NOW)


def test_the_manager_proposes_one_of_the_sessions_that_are_planned(session: Session, cast: Cast):
    watch, held = planned.asked(session, cast), planned.planned_session(session, cast)
    mo = cast.actor(cast.mo)

    draft = ProposalDraft(planned=held.public_id)
    actions.propose(session, mo, public_id=watch, draft=draft, at=NOW)

    one = planned.found(session, watch)
    assert (one.coaching_session_id, one.made_session) == (held.id, False)
    assert (one.starts_at, one.coached_id, one.purpose) == (THURSDAY, cast.ren.id, Purpose.TRAIN)
    actions.decline(session, cast.actor(cast.lena), public_id=watch, reason="I am away.", at=LATER)
    assert session.get(CoachingSession, held.id) is not None


def test_a_session_of_somebody_else_or_of_the_past_is_not_taken(session: Session, cast: Cast):
    watch, mo = planned.asked(session, cast), cast.actor(cast.mo)
    past = planned.planned_session(session, cast, NOW - timedelta(days=1))
    for wrong in (past.public_id, "f" * 32):
        draft = ProposalDraft(planned=wrong)
        with pytest.raises(Invalid) as refused:
            actions.propose(session, mo, public_id=watch, draft=draft, at=NOW)
        assert list(refused.value.problems) == ["planned"]


def test_what_does_not_fit_is_said_beside_its_field(session: Session, cast: Cast):
    watch, mo = planned.asked(session, cast), cast.actor(cast.mo)
    for draft, fields in (
        (ProposalDraft(), {"coached", "purpose", "starts_at"}),
        (ProposalDraft(cast.sid.public_id, purpose="coach", starts_at=WEDNESDAY), {"planned"}),
        (
            ProposalDraft(coached=cast.sid.public_id, purpose="coach", starts_at=WEDNESDAY),
            {"coached"},
        ),
        (planned.with_rae(cast, NOW - timedelta(minutes=1)), {"starts_at"}),
        (planned.with_rae(cast, reason="x" * 501), {"reason"}),
    ):
        with pytest.raises(Invalid) as refused:
            actions.propose(session, mo, public_id=watch, draft=draft, at=NOW)
        assert set(refused.value.problems) == fields
    assert planned.found(session, watch).state is State.ASKED


def test_another_proposal_takes_the_place_of_the_last_and_leaves_no_session_behind(
    session: Session, cast: Cast
):
    watch, mo = planned.proposed(session, cast), cast.actor(cast.mo)
    first = session_of(session, watch)
    assert first is not None
    other = ProposalDraft(coached=cast.ren.public_id, purpose=Purpose.CELEBRATE, starts_at=THURSDAY)

    actions.propose(session, mo, public_id=watch, draft=other, at=LATER)

    assert [
        (one.id, one.coached_id, one.purpose, one.held_at)
        for one in session.exec(select(CoachingSession))
    ] == [(first.id, cast.ren.id, Purpose.CELEBRATE, THURSDAY)]
    held = planned.planned_session(session, cast)
    actions.propose(
        session, mo, public_id=watch, draft=ProposalDraft(planned=held.public_id), at=LATER
    )
    assert [one.id for one in session.exec(select(CoachingSession))] == [held.id]


def test_the_observer_proposes_another_time_and_the_manager_agrees(session: Session, cast: Cast):
    watch = planned.proposed(session, cast)
    lena, mo = cast.actor(cast.lena), cast.actor(cast.mo)
    draft = ProposalDraft(starts_at=THURSDAY)
    actions.propose(session, lena, public_id=watch, draft=draft, at=LATER)
    held = session_of(session, watch)
    assert held is not None
    # The session is the manager's: it moves once they say so.
    assert (planned.found(session, watch).state, held.held_at) == (State.COUNTERED, WEDNESDAY)
    with pytest.raises(Conflict):
        actions.agree(session, lena, public_id=watch, at=LATER)

    actions.agree(session, mo, public_id=watch, at=LATER)

    assert (planned.found(session, watch).state, held.held_at) == (State.AGREED, THURSDAY)


@pytest.mark.parametrize(("who", "to"), [("mo", State.PROPOSED), ("lena", State.COUNTERED)])
def test_either_moves_what_is_agreed_and_says_why(
    session: Session, cast: Cast, who: str, to: State
):
    watch, actor = planned.agreed(session, cast), cast.actor(getattr(cast, who))
    draft = planned.with_rae(cast, THURSDAY)
    with pytest.raises(Invalid) as refused:
        actions.propose(session, actor, public_id=watch, draft=draft, at=LATER)
    assert list(refused.value.problems) == ["reason"]

    draft = planned.with_rae(cast, THURSDAY, reason="A customer comes on Wednesday.")
    actions.propose(session, actor, public_id=watch, draft=draft, at=LATER)

    one = planned.found(session, watch)
    assert (one.state, one.starts_at, one.sequence) == (to, THURSDAY, 1)
    assert told(session)[-1][1] == (
        f"{actor.name} asks to move the session of Mo Manager that Lena Leader watches: "
        "Thursday 5 March, 14:00."
    )
    other = cast.actor(cast.lena if who == "mo" else cast.mo)
    actions.agree(session, other, public_id=watch, at=LATER)
    held = session_of(session, watch)
    assert held is not None
    assert (one.state, one.sequence, held.held_at) == (State.AGREED, 2, THURSDAY)


@pytest.mark.parametrize("who", ["mo", "lena"])
def test_either_calls_it_off_and_a_session_entered_for_it_goes(
    session: Session, cast: Cast, who: str
):
    watch = planned.agreed(session, cast)
    actor = cast.actor(getattr(cast, who))

    actions.cancel(session, actor, public_id=watch, reason="Ill.", at=LATER)

    one = planned.found(session, watch)
    assert (one.state, one.coaching_session_id, one.sequence) == (State.CANCELLED, None, 1)
    assert session.exec(select(CoachingSession)).all() == []
    assert told(session)[-1] == (
        "Lena" if who == "mo" else "Mo",
        f"{actor.name} has called off that Lena Leader watches Mo Manager, with a reason.",
    )
    for again in (actions.cancel, actions.decline):
        with pytest.raises(Conflict):
            again(session, actor, public_id=watch, reason="Again.", at=LATER)


def test_two_observers_of_one_session_share_it_and_moving_one_leaves_the_other(
    session: Session, cast: Cast
):
    held, mo = planned.planned_session(session, cast), cast.actor(cast.mo)
    draft, watches = ProposalDraft(planned=held.public_id), []
    for by in ("lena", "spec"):
        watch = planned.asked(session, cast, by=by)
        actions.propose(session, mo, public_id=watch, draft=draft, at=NOW)
        actions.agree(session, cast.actor(getattr(cast, by)), public_id=watch, at=NOW)
        watches.append(watch)
    assert {one.id for one in (session_of(session, watch) for watch in watches) if one} == {held.id}

    moved = ProposalDraft(starts_at=WEDNESDAY, reason="Two of us are too many.")
    actions.propose(session, cast.actor(cast.spec), public_id=watches[1], draft=moved, at=NOW)
    actions.agree(session, mo, public_id=watches[1], at=NOW)

    first, second = (session_of(session, watch) for watch in watches)
    assert first is not None
    assert second is not None
    assert (first.id, first.held_at) == (held.id, THURSDAY)
    assert (second.held_at, second.coached_id) == (WEDNESDAY, cast.ren.id)


def test_a_time_that_is_over_is_not_agreed_to(session: Session, cast: Cast):
    watch = planned.proposed(session, cast)
    with pytest.raises(Conflict, match="This time is over"):
        actions.agree(
            session, cast.actor(cast.lena), public_id=watch, at=WEDNESDAY + timedelta(minutes=1)
        )


def test_who_no_longer_observes_can_only_say_no(session: Session, cast: Cast):
    watch = planned.proposed(session, cast)
    later = cast.actor(cast.lena, at=NOW)
    gone = type(later)(**{**vars(later), "grants": ()})
    with pytest.raises(NotPermitted):
        actions.agree(session, gone, public_id=watch, at=NOW)
    actions.decline(session, gone, public_id=watch, reason="I lead another team now.", at=NOW)
    assert planned.found(session, watch).state is State.DECLINED


@pytest.mark.parametrize("who", STRANGERS)
def test_for_everybody_else_there_is_no_step_to_take(session: Session, cast: Cast, who: str):
    watch, other = planned.agreed(session, cast), cast.actor(getattr(cast, who))
    draft = planned.with_rae(cast, reason="Why not.")
    with pytest.raises(NotFound):
        actions.propose(session, other, public_id=watch, draft=draft, at=NOW)
    with pytest.raises(NotFound):
        actions.agree(session, other, public_id=watch, at=NOW)
    for step in (actions.decline, actions.cancel):
        with pytest.raises(NotFound):
            step(session, other, public_id=watch, reason="Why not.", at=NOW)
    with pytest.raises((NotFound, NotPermitted)):
        actions.accept(session, other, public_id=watch, at=NOW)


def test_a_leader_above_who_may_know_of_it_takes_no_step(session: Session, cast: Cast):
    watch = planned.agreed(session, cast)
    with pytest.raises(NotFound):
        actions.cancel(session, cast.actor(cast.cleo), public_id=watch, reason="No.", at=NOW)
