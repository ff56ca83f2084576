"""A session is kept once, put right for a week, and taken back with a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.coaching.log import actions
from coach_the_coach.coaching.log.agreed.actions import answer, close_commitment
from coach_the_coach.coaching.log.entry.actions import withdraw
from coach_the_coach.coaching.log.rules import LogDraft, Outcome
from coach_the_coach.coaching.log.tables import Commitment, LogAnswer, LogBody, LogEntry
from coach_the_coach.coaching.rules import Form, Kind, Owner, Purpose
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence, Stale
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.notices.tables import Notice
from coach_the_coach.shell import routes
from tests import build
from tests.cast import NOW, Cast
from tests.coaching.log.written import STEP, TODAY, corrected, cycle, draft, kept

LATER = NOW + timedelta(hours=1)
ASKED = "Mo Manager wrote down the next step you agreed. Is it what you took away?"


def entry_of(session: Session, public_id: str) -> LogEntry:
    """The row of that id, as it is now."""
    return session.exec(
        select(LogEntry)
        .where(LogEntry.public_id == public_id)
        .execution_options(populate_existing=True)
    ).one()


def steps(session: Session) -> list[tuple[str, str, Outcome | None, bool]]:
    """Text, deal, outcome and whether it is open, oldest first."""
    found = session.exec(
        select(Commitment).order_by(col(Commitment.id)).execution_options(populate_existing=True)
    ).all()
    return [(one.text, one.deal, one.outcome, one.closed_at is None) for one in found]


def test_a_session_is_kept_with_all_it_says_and_the_rep_is_asked(session: Session, cast: Cast):
    open_cycle = cycle(session, cast)
    public_id = kept(session, cast, cycle=open_cycle.public_id)

    entry = entry_of(session, public_id)
    assert entry.model_dump(exclude={"id", "public_id"}) == {
        "coach_id": cast.mo.id,
        "coached_id": cast.rae.id,
        "coaching_session_id": None,
        "form": Form.ONE_TO_ONE,
        "purpose": Purpose.COACH,
        "planned": True,
        "held_at": NOW,
        "held_on": TODAY,
        "minutes": 30,
        "developmental": 30,
        "tactical": 0,
        "strategic": 0,
        "opportunistic": 0,
        "status": 0,
        "cycle_id": open_cycle.id,
        "complete": True,
        "specific": True,
        "logged_at": NOW,
        "changed_at": None,
        "withdrawn_at": None,
    }
    assert session.get_one(LogBody, entry.id).moment == "at 12:05, the budget"
    step = session.exec(select(Commitment)).one()
    assert (step.text, step.owner, step.due_on) == (
        STEP,
        Owner.COACHED,
        TODAY + timedelta(days=7),
    )
    told = session.exec(select(Notice)).one()
    assert (told.person_id, told.text, told.link) == (
        cast.rae.id,
        ASKED,
        routes.log_entry(public_id),
    )
    counts = session.exec(select(Evidence)).one()
    assert (counts.person_id, counts.kind, counts.subject) == (
        cast.mo.id,
        EvidenceKind.LOG,
        public_id,
    )
    assert [one.month for one in session.exec(select(Stale)).all()] == [TODAY.replace(day=1)]


def test_pressed_twice_one_is_kept(session: Session, cast: Cast):
    mo, public_id = cast.actor(cast.mo), new_id()
    for at in (NOW, LATER):
        said = draft(cast)
        assert (
            actions.keep_session(session, mo, public_id=public_id, draft=said, at=at) == public_id
        )
    assert len(session.exec(select(LogEntry)).all()) == 1
    assert len(session.exec(select(Commitment)).all()) == 1


def test_an_id_that_somebody_else_has_is_refused(session: Session, cast: Cast):
    taken = kept(session, cast)
    lena = cast.actor(cast.lena)
    said = draft(cast, coached_id=cast.mo.public_id, form="leader")
    for public_id in (taken, "", "x" * 32, "../etc", "a" * 33):
        with pytest.raises(Conflict):
            actions.keep_session(session, lena, public_id=public_id, draft=said, at=NOW)


def test_a_leader_logs_with_a_manager_in_the_same_log(session: Session, cast: Cast):
    mo = cast.mo.public_id
    with pytest.raises(Invalid) as refusal:
        kept(session, cast, by="lena", coached_id=mo)
    assert list(refusal.value.problems) == ["form"]
    entry = entry_of(session, kept(session, cast, by="lena", coached_id=mo, form="leader"))
    assert (entry.coach_id, entry.coached_id, entry.form) == (
        cast.lena.id,
        cast.mo.id,
        Form.LEADER,
    )


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("mia", NotFound),
        ("sol", NotFound),
        ("odd", NotFound),
        ("rae", NotPermitted),
        ("spec", NotPermitted),
        ("ada", NotPermitted),
    ],
)
def test_who_does_not_coach_somebody_logs_nothing(
    session: Session, cast: Cast, who: str, refusal: type[Exception]
):
    for keep in (actions.keep_session, actions.keep_moment):
        with pytest.raises(refusal):
            keep(
                session,
                cast.actor(getattr(cast, who)),
                public_id=new_id(),
                draft=draft(cast),
                at=NOW,
            )
    assert session.exec(select(LogEntry)).all() == []


def test_what_does_not_hold_together_is_not_kept(session: Session, cast: Cast):
    for changed, field in (
        (draft(cast, coached_id=""), "coached_id"),
        (draft(cast, next_step=""), "next_step"),
        (draft(cast, cycle=new_id()), "cycle"),
    ):
        with pytest.raises(Invalid) as refusal:
            actions.keep_session(
                session, cast.actor(cast.mo), public_id=new_id(), draft=changed, at=NOW
            )
        assert list(refusal.value.problems) == [field]
    assert session.exec(select(LogEntry)).all() == []


def test_a_new_next_step_closes_the_open_one_of_its_deal_and_no_other(session: Session, cast: Cast):
    kept(session, cast)
    kept(session, cast, deal="Acme", next_step="Call the buyer")
    first = session.exec(select(Commitment).where(Commitment.deal == "")).one()
    with pytest.raises(Invalid) as refusal:
        kept(session, cast, next_step="Another", at=LATER)
    assert refusal.value.problems == {
        f"outcome-{first.public_id}": f"Say what became of this: “{STEP}”"
    }
    kept(session, cast, next_step="Another", outcomes={first.public_id: "kept"}, at=LATER)
    assert steps(session) == [
        (STEP, "", Outcome.KEPT, False),
        ("Call the buyer", "Acme", None, True),
        ("Another", "", None, True),
    ]


def test_an_outcome_closes_any_open_step_of_the_two_and_none_of_others(
    session: Session, cast: Cast
):
    kept(session, cast, deal="Acme", next_step="Call the buyer")
    kept(session, cast, coached_id=cast.ren.public_id)
    ids = {one.text: one.public_id for one in session.exec(select(Commitment)).all()}
    kept(
        session,
        cast,
        next_step="New",
        outcomes={ids["Call the buyer"]: "not-kept", ids[STEP]: "kept", new_id(): "kept"},
        at=LATER,
    )
    assert steps(session) == [
        ("Call the buyer", "Acme", Outcome.NOT_KEPT, False),
        (STEP, "", None, True),
        ("New", "", None, True),
    ]


def test_a_moment_takes_a_person_and_minutes(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    said = LogDraft(coached_id=cast.rae.public_id, minutes=5, purpose="coach")
    public_id = actions.keep_moment(session, mo, public_id=new_id(), draft=said, at=NOW)
    entry = entry_of(session, public_id)
    assert (entry.form, entry.planned, entry.opportunistic, entry.complete, entry.specific) == (
        Form.ONE_TO_ONE,
        False,
        5,
        False,
        False,
    )
    assert session.exec(select(Evidence)).all() == []
    assert session.exec(select(Notice)).all() == []


def test_a_moment_with_all_it_can_say_counts_and_replaces_the_open_step(
    session: Session, cast: Cast
):
    kept(session, cast)
    mo = cast.actor(cast.mo)
    said = replace(draft(cast), minutes=5, moment="", next_step="Try it once more", form="deal")
    public_id = actions.keep_moment(session, mo, public_id=new_id(), draft=said, at=LATER)
    entry = entry_of(session, public_id)
    assert (entry.complete, entry.specific, entry.opportunistic) == (True, True, 5)
    assert steps(session) == [
        (STEP, "", Outcome.CHANGED, False),
        ("Try it once more", "", None, True),
    ]


def test_the_session_that_somebody_watched_that_day_is_linked_once(session: Session, cast: Cast):
    build.observation(session, of=cast.mo, by=cast.lena, coached=cast.ren)
    before = NOW - timedelta(days=1)
    build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae, at=before)
    watched = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    ids = [kept(session, cast), kept(session, cast, deal="Acme", at=LATER)]
    assert [entry_of(session, one).coaching_session_id for one in ids] == [
        watched.coaching_session_id,
        None,
    ]
    withdraw(session, cast.actor(cast.mo), public_id=ids[0], reason="Twice", at=LATER)
    again = kept(session, cast, deal="Beta", at=LATER)
    assert entry_of(session, again).coaching_session_id == watched.coaching_session_id


def test_a_session_of_a_past_day_is_taken_to_have_been_at_noon(session: Session, cast: Cast):
    on = TODAY - timedelta(days=3)
    entry = entry_of(session, kept(session, cast, held_on=on))
    assert (entry.held_on, entry.held_at) == (on, NOW.replace(day=27, month=2, hour=11))


def test_it_is_put_right_within_a_week(session: Session, cast: Cast):
    public_id = kept(session, cast)
    on = TODAY - timedelta(days=3)
    right = draft(cast, held_on=on, minutes=45, kind=Kind.TACTICAL, focus="Closing")
    corrected(session, cast, public_id, right, at=LATER)
    entry = entry_of(session, public_id)
    assert (entry.held_on, entry.minutes, entry.tactical, entry.developmental) == (on, 45, 45, 0)
    assert (entry.changed_at, session.get_one(LogBody, entry.id).focus) == (LATER, "Closing")
    assert steps(session) == [(STEP, "", None, True)]
    assert sorted(one.month.month for one in session.exec(select(Stale)).all()) == [2, 3]
    with pytest.raises(Conflict, match="too late"):
        corrected(session, cast, public_id, right, at=NOW + timedelta(days=8))


def test_an_old_day_that_stays_is_no_problem_when_it_is_put_right(session: Session, cast: Cast):
    on = TODAY - timedelta(days=31)
    public_id = kept(session, cast, held_on=on)
    right = draft(cast, held_on=on, focus="Closing")
    later = NOW + timedelta(days=2)
    corrected(session, cast, public_id, right, at=later)
    right = draft(cast, held_on=on - timedelta(days=1))
    with pytest.raises(Invalid, match="too long"):
        corrected(session, cast, public_id, right, at=later)


def test_a_changed_next_step_asks_the_rep_anew_unless_they_took_it(session: Session, cast: Cast):
    rae, public_id = cast.actor(cast.rae), kept(session, cast)
    answer(session, rae, public_id=public_id, said="not-quite", at=LATER)
    other = draft(cast, next_step="Write one question")
    corrected(session, cast, public_id, other, at=LATER)
    assert steps(session) == [("Write one question", "", None, True)]
    answer(session, rae, public_id=public_id, said="taken", at=LATER + timedelta(minutes=1))
    for next_step, said in (
        (STEP, "Rae took this away, so it stays"),
        ("", "What was agreed stays agreed"),
    ):
        changed = replace(other, next_step=next_step)
        with pytest.raises(Invalid, match=said):
            corrected(session, cast, public_id, changed, at=LATER)
    # What else it says may still be put right.
    corrected(session, cast, public_id, replace(other, focus="Closing"), at=LATER)


def test_a_closed_next_step_stays_as_it_was(session: Session, cast: Cast):
    mo, public_id = cast.actor(cast.mo), kept(session, cast)
    step = session.exec(select(Commitment)).one()
    close_commitment(session, mo, public_id=step.public_id, outcome="kept", at=LATER)
    with pytest.raises(Invalid, match="This one is closed"):
        corrected(session, cast, public_id, draft(cast, next_step="Other"), at=LATER)


def test_a_moment_that_is_put_right_may_come_to_count(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    said = LogDraft(coached_id=cast.rae.public_id, minutes=5, purpose="coach")
    public_id = actions.keep_moment(session, mo, public_id=new_id(), draft=said, at=NOW)
    right = draft(cast, minutes=10, moment="")
    corrected(session, cast, public_id, right, at=LATER)
    entry = entry_of(session, public_id)
    assert (entry.opportunistic, entry.planned, entry.complete) == (10, False, True)
    assert [one.subject for one in session.exec(select(Evidence)).all()] == [public_id]
    assert steps(session) == [(STEP, "", None, True)]


def test_withdrawn_it_stays_to_be_read_and_counts_no_longer(session: Session, cast: Cast):
    mo, public_id = cast.actor(cast.mo), kept(session, cast)
    with pytest.raises(Invalid):
        withdraw(session, mo, public_id=public_id, reason=" ", at=LATER)
    for at in (LATER, LATER + timedelta(days=30)):
        withdraw(session, mo, public_id=public_id, reason="Entered twice", at=at)
    entry = entry_of(session, public_id)
    assert entry.withdrawn_at == LATER
    assert session.get_one(LogBody, entry.id).why_withdrawn == "Entered twice"
    counts = session.exec(select(Evidence)).one()
    session.refresh(counts)
    assert (counts.withdrawn_at, counts.reason) == (LATER, "Withdrawn from the log.")
    assert steps(session) == [(STEP, "", None, False)]
    with pytest.raises(Conflict):
        corrected(session, cast, public_id, draft(cast), at=LATER)
    kept(session, cast, at=LATER)


@pytest.mark.parametrize("who", ["lena", "cleo", "mia", "sol", "rae", "spec", "ada"])
def test_nobody_else_corrects_or_withdraws_it(session: Session, cast: Cast, who: str):
    public_id, other = kept(session, cast), cast.actor(getattr(cast, who))
    for act in (
        lambda: corrected(session, cast, public_id, draft(cast), at=LATER, by=who),
        lambda: withdraw(session, other, public_id=public_id, reason="No", at=LATER),
    ):
        with pytest.raises((NotFound, NotPermitted)):
            act()
    entry = entry_of(session, public_id)
    assert (entry.changed_at, entry.withdrawn_at) == (None, None)


def test_a_practice_of_the_team_is_changed_where_it_was_led(session: Session, cast: Cast):
    team = LogEntry(
        coach_id=cast.mo.id or 0,
        form=Form.TEAM_PRACTICE,
        purpose=Purpose.TRAIN,
        planned=True,
        held_at=NOW,
        held_on=TODAY,
        minutes=30,
        developmental=30,
        complete=True,
        specific=False,
        logged_at=NOW,
    )
    session.add(team)
    session.flush()
    session.add(LogBody(log_entry_id=team.id or 0))
    session.flush()
    mo = cast.actor(cast.mo)
    with pytest.raises(Conflict):
        corrected(session, cast, team.public_id, draft(cast), at=LATER)
    with pytest.raises(Conflict):
        withdraw(session, mo, public_id=team.public_id, reason="No", at=LATER)


def test_the_rep_answers_with_one_tap_and_may_change_it(session: Session, cast: Cast):
    public_id, rae = kept(session, cast), cast.actor(cast.rae)
    for said, at in (("taken", NOW), ("taken", LATER), ("not-quite", LATER)):
        answer(session, rae, public_id=public_id, said=said, at=at)
    given = session.exec(select(LogAnswer).execution_options(populate_existing=True)).one()
    assert (given.answer, given.at) == ("not-quite", LATER)
    with pytest.raises(Invalid):
        answer(session, rae, public_id=public_id, said="maybe", at=LATER)


@pytest.mark.parametrize("who", ["mo", "ren", "lena", "cleo", "sol", "spec", "ada"])
def test_nobody_answers_or_closes_for_others(session: Session, cast: Cast, who: str):
    public_id, other = kept(session, cast), cast.actor(getattr(cast, who))
    with pytest.raises(NotFound):
        answer(session, other, public_id=public_id, said="taken", at=LATER)
    step = session.exec(select(Commitment)).one()
    if who != "mo":
        with pytest.raises(NotFound):
            close_commitment(session, other, public_id=step.public_id, outcome="kept", at=LATER)
    assert session.exec(select(LogAnswer)).all() == []


def test_there_is_nothing_to_answer_where_nothing_was_agreed_or_it_was_withdrawn(
    session: Session, cast: Cast
):
    mo, rae = cast.actor(cast.mo), cast.actor(cast.rae)
    said = LogDraft(coached_id=cast.rae.public_id, minutes=5, purpose="coach")
    empty = actions.keep_moment(session, mo, public_id=new_id(), draft=said, at=NOW)
    gone = kept(session, cast)
    withdraw(session, mo, public_id=gone, reason="Twice", at=LATER)
    for public_id in (empty, gone):
        with pytest.raises(NotFound):
            answer(session, rae, public_id=public_id, said="taken", at=LATER)


@pytest.mark.parametrize("who", ["mo", "rae"])
def test_either_of_the_two_says_what_became_of_it(session: Session, cast: Cast, who: str):
    kept(session, cast)
    one, actor = session.exec(select(Commitment)).one(), cast.actor(getattr(cast, who))
    for outcome in ("changed", "", "forgotten"):
        with pytest.raises(Invalid):
            close_commitment(session, actor, public_id=one.public_id, outcome=outcome, at=LATER)
    for outcome, at in (("kept", NOW), ("kept", LATER), ("not-kept", LATER)):
        close_commitment(session, actor, public_id=one.public_id, outcome=outcome, at=at)
    session.flush()
    session.refresh(one)
    assert (one.outcome, one.closed_at) == (Outcome.NOT_KEPT, NOW)
    late = NOW + timedelta(days=8)
    with pytest.raises(Conflict):
        close_commitment(session, actor, public_id=one.public_id, outcome="kept", at=late)


def test_what_another_replaced_or_was_withdrawn_is_not_closed_again(session: Session, cast: Cast):
    public_id, mo = kept(session, cast), cast.actor(cast.mo)
    withdraw(session, mo, public_id=public_id, reason="Twice", at=LATER)
    one = session.exec(select(Commitment)).one()
    with pytest.raises(Conflict):
        close_commitment(session, mo, public_id=one.public_id, outcome="kept", at=LATER)
