"""Words are for the two and the direct leader, counts for those above, and nothing for others."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.coaching.log import actions
from coach_the_coach.coaching.log.agreed.actions import answer, close_commitment
from coach_the_coach.coaching.log.agreed.queries import agreed, next_lines, to_answer
from coach_the_coach.coaching.log.entry.actions import withdraw
from coach_the_coach.coaching.log.entry.queries import answer_of, entry_row
from coach_the_coach.coaching.log.form.queries import correction, new_form, people_to_log
from coach_the_coach.coaching.log.proof.queries import proof
from coach_the_coach.coaching.log.queries import (
    PER_PAGE,
    counts_of,
    last_of,
    log_page,
    team_lines,
)
from coach_the_coach.coaching.log.rows import AnswerRow, CommitmentRow, CountsRow, EntryRow
from coach_the_coach.coaching.log.rules import LogDraft
from coach_the_coach.coaching.log.tables import Commitment
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.when import day, moment
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine
from tests.cast import NOW, Cast
from tests.coaching.log.written import FEEDBACK, STEP, TODAY, corrected, cycle, draft, kept

ZONE = "Europe/Paris"
STRANGERS = ["cleo", "odd", "mia", "sol", "ren", "sid", "spec", "ada"]
WEEK = timedelta(days=7)
LATER = NOW + timedelta(hours=1)


def moment_kept(session: Session, cast: Cast, *, minutes: int = 5) -> str:
    """A moment of Mo with Ren that says nothing."""
    said = LogDraft(coached_id=cast.ren.public_id, minutes=minutes, purpose="coach")
    return actions.keep_moment(session, cast.actor(cast.mo), public_id=new_id(), draft=said, at=NOW)


def test_the_two_and_the_direct_leader_read_its_words(session: Session, cast: Cast):
    tied = cycle(session, cast)
    public_id = kept(session, cast, cycle=tied.public_id, deal="Acme")
    step = session.exec(select(Commitment)).one()
    for who, part, owner in (
        ("mo", "coach", "Rae Rep"),
        ("rae", "coached", "You"),
        ("lena", "leader", "Rae Rep"),
    ):
        row = entry_row(session, cast.actor(getattr(cast, who)), public_id=public_id, at=NOW)
        assert row == EntryRow(
            public_id=public_id,
            part=part,
            title="One-to-one",
            coach="Mo Manager",
            coached="Rae Rep",
            day=day(TODAY, TODAY),
            minutes="30 minutes",
            kinds="30 developmental",
            purpose="Coach",
            planned="Planned",
            skill="Open questions",
            focus="Open questions",
            moment="at 12:05, the budget",
            feedback=FEEDBACK,
            deal="Acme",
            step=CommitmentRow(
                public_id=step.public_id,
                text=STEP,
                owner=owner,
                due=day(TODAY + WEEK, TODAY),
                is_open=True,
            ),
            logged=moment(NOW, ZONE, NOW),
            may_correct=part == "coach",
            may_withdraw=part == "coach",
            may_close=part != "leader",
            correct_link=routes.log_correct(public_id),
        )


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_reads_a_word_of_it(session: Session, cast: Cast, who: str):
    public_id, other = kept(session, cast), cast.actor(getattr(cast, who))
    for read in (entry_row, answer_of, correction):
        with pytest.raises((NotFound, NotPermitted)):
            read(session, other, public_id=public_id, at=NOW)
    with pytest.raises((NotFound, NotPermitted)):
        proof(session, other, person=cast.mo.public_id, at=NOW)
    assert log_page(session, other, at=NOW).lines == []
    assert agreed(session, other, at=NOW).sessions.lines == []
    assert next_lines(session, other, at=NOW + WEEK) == []


def test_the_answer_is_for_the_two_alone(session: Session, cast: Cast):
    public_id = kept(session, cast)
    mo, rae = cast.actor(cast.mo), cast.actor(cast.rae)
    assert answer_of(session, mo, public_id=public_id, at=NOW) == AnswerRow(is_asked=True)
    answer(session, rae, public_id=public_id, said="not-quite", at=NOW)
    given = moment(NOW, ZONE, NOW)
    assert answer_of(session, mo, public_id=public_id, at=NOW) == AnswerRow(
        is_asked=True,
        answer="not-quite",
        words="They said: not quite. Ask what they took away.",
        given=given,
    )
    assert answer_of(session, rae, public_id=public_id, at=NOW) == AnswerRow(
        is_asked=True,
        is_mine=True,
        answer="not-quite",
        words="You said: not quite. Talk it over when you next meet.",
        given=given,
    )
    with pytest.raises(NotFound):
        answer_of(session, cast.actor(cast.lena), public_id=public_id, at=NOW)
    # Of another next step nothing was said yet.
    corrected(session, cast, public_id, draft(cast, next_step="Other"), at=LATER)
    session.flush()
    assert answer_of(session, rae, public_id=public_id, at=LATER).answer == ""
    assert [one.text for one in to_answer(session, rae, at=LATER)] == ["Other"]


def test_a_withdrawn_session_is_read_with_its_reason_and_is_in_no_list(
    session: Session, cast: Cast
):
    public_id, mo = kept(session, cast), cast.actor(cast.mo)
    withdraw(session, mo, public_id=public_id, reason="Entered twice", at=LATER)
    session.flush()
    row = entry_row(session, cast.actor(cast.rae), public_id=public_id, at=LATER)
    assert (row.why_withdrawn, row.step.outcome, row.may_close) == (
        "Entered twice",
        "Withdrawn",
        False,
    )
    assert not answer_of(session, mo, public_id=public_id, at=LATER).is_asked
    assert log_page(session, mo, at=LATER).lines == []
    assert proof(session, mo, person="", at=LATER).lines == []
    assert agreed(session, cast.actor(cast.rae), at=LATER).sessions.lines == []
    assert last_of(session, mo, people=[cast.rae.id or 0]) == {}


def test_the_log_shows_the_newest_first_and_those_with_one_person(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    before = kept(session, cast, held_on=TODAY - timedelta(days=2), deal="Acme")
    now = kept(session, cast)
    quick = moment_kept(session, cast)
    kept(session, cast, by="lena", coached_id=cast.mo.public_id, form="leader")
    page = log_page(session, mo, at=NOW)
    assert [(one.public_id, one.coached, one.title, one.missing) for one in page.lines] == [
        (quick, "Ren Rep", "In the moment", "Not said: focus, feedback, next step"),
        (now, "Rae Rep", "One-to-one", ""),
        (before, "Rae Rep", "One-to-one", ""),
    ]
    of_ren = log_page(session, mo, at=NOW, person=cast.ren.public_id)
    assert [one.public_id for one in of_ren.lines] == [quick]
    assert log_page(session, mo, at=NOW, person=cast.sid.public_id).lines == []


def test_the_team_stands_in_order_of_who_waits_longest(session: Session, cast: Cast):
    kept(session, cast)
    lines = team_lines(session, cast.actor(cast.mo), at=NOW + timedelta(days=8))
    assert [(one.name, one.last.words, [step.text for step in one.open]) for one in lines] == [
        ("Ren Rep", "", []),
        ("Rae Rep", "1 week ago", [STEP]),
    ]
    assert (lines[1].open[0].is_overdue, lines[1].open[0].owner) == (True, "Rae Rep")
    assert [one.word for one in people_to_log(session, cast.actor(cast.lena), at=NOW)] == [
        "Mia Manager",
        "Mo Manager",
    ]
    assert team_lines(session, cast.actor(cast.rae), at=NOW) == []


def test_what_is_due_waits_for_both_and_what_is_asked_for_the_rep(session: Session, cast: Cast):
    public_id = kept(session, cast)
    mo, rae = cast.actor(cast.mo), cast.actor(cast.rae)
    asked = NextLine(
        text="Mo Manager wrote down the next step you agreed. Is it what you took away?",
        action="Answer",
        link=routes.log_entry(public_id),
        rank=0,
        since=TODAY.isoformat(),
    )
    assert next_lines(session, rae, at=NOW) == [asked]
    assert next_lines(session, mo, at=NOW) == []
    due = NextLine(
        text=f"Rae Rep: {STEP}. Due: Today.",
        action="Close it",
        link=routes.log_entry(public_id),
        rank=2,
        since=(TODAY + WEEK).isoformat(),
    )
    assert next_lines(session, mo, at=NOW + WEEK) == [due]
    answer(session, rae, public_id=public_id, said="taken", at=NOW)
    [own] = next_lines(session, rae, at=NOW + WEEK)
    # One's own comes before what one only likes to hear of.
    assert (own.text, own.rank) == (f"You: {STEP}. Due: Today.", 1)
    step = session.exec(select(Commitment)).one()
    close_commitment(session, rae, public_id=step.public_id, outcome="kept", at=NOW + WEEK)
    session.flush()
    assert next_lines(session, mo, at=NOW + WEEK) == []


def test_the_rep_finds_what_was_agreed_and_the_sessions(session: Session, cast: Cast):
    public_id = kept(session, cast)
    kept(session, cast, coached_id=cast.ren.public_id)
    row = agreed(session, cast.actor(cast.rae), at=NOW)
    assert [(one.public_id, one.text, one.coach, one.owner) for one in row.asked] == [
        (public_id, STEP, "Mo Manager", "You")
    ]
    assert [(one.text, one.with_whom) for one in row.open] == [(STEP, "Mo Manager")]
    assert [(one.coach, one.coached) for one in row.sessions.lines] == [("Mo Manager", "Rae Rep")]
    # After a while nobody is asked any more.
    assert to_answer(session, cast.actor(cast.rae), at=NOW + timedelta(days=31)) == []


def test_proof_is_whole_for_the_coach_and_the_direct_leader(session: Session, cast: Cast):
    kept(session, cast, held_on=TODAY - timedelta(days=29))
    moment_kept(session, cast)
    kept(session, cast, by="lena", coached_id=cast.mo.public_id, form="leader")
    counts = CountsRow(
        public_id=cast.mo.public_id,
        coach="Mo Manager",
        first=day(TODAY - timedelta(days=29), TODAY),
        last=day(TODAY, TODAY),
        days=30,
        sessions=2,
        complete=1,
        specific=1,
        planned=1,
        listened=0,
        minutes=35,
        coached=2,
    )
    for who, person in (("mo", ""), ("mo", cast.mo.public_id), ("lena", cast.mo.public_id)):
        row = proof(session, cast.actor(getattr(cast, who)), person=person, at=NOW)
        assert (row.counts, row.is_mine, row.left_out) == (counts, who == "mo", 0)
        assert [(one.coached, one.focus, one.next_step, one.missing) for one in row.lines] == [
            ("Ren Rep", "", "", "Not said: focus, feedback, next step"),
            ("Rae Rep", "Open questions", STEP, ""),
        ]
    for who in ("lena", "cleo", "spec"):
        actor = cast.actor(getattr(cast, who))
        assert counts_of(session, actor, public_id=cast.mo.public_id, at=NOW) == counts
    assert (
        proof(session, cast.actor(cast.mo), person="", at=NOW + timedelta(days=1)).counts.sessions
        == 1
    )


@pytest.mark.parametrize("who", ["mo", "mia", "sol", "odd", "rae", "ada"])
def test_who_may_not_count_gets_no_counts(session: Session, cast: Cast, who: str):
    kept(session, cast)
    with pytest.raises((NotFound, NotPermitted)):
        counts_of(session, cast.actor(getattr(cast, who)), public_id=cast.mo.public_id, at=NOW)


def test_the_form_begins_with_what_the_two_did_last(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    first = new_form(session, mo, person=cast.rae.public_id, at=NOW)
    assert (first.form, first.kind, first.minutes, first.focus, first.due, first.open) == (
        *("one-to-one", "developmental", "30", "", "7"),
        [],
    )
    assert (first.day, first.today, first.purpose, first.planned) == (
        *("2026-03-02", "2026-03-02", "coach", "planned"),
    )
    kept(session, cast, form="deal", minutes=45)
    again = new_form(session, mo, person=cast.rae.public_id, at=LATER)
    assert (again.form, again.kind, again.minutes, again.focus) == (
        *("deal", "tactical", "45", "Open questions"),
    )
    assert [one.text for one in again.open] == [STEP]
    tied = cycle(session, cast, skill="Silence")
    chosen = new_form(
        session, mo, person=cast.rae.public_id, at=LATER, form="listening", on="2026-02-27"
    )
    assert (chosen.form, chosen.day, chosen.focus, chosen.cycle) == (
        *("listening", "2026-02-27", "Silence"),
        tied.public_id,
    )
    odd = new_form(session, mo, person=cast.rae.public_id, at=LATER, form="leader", on="never")
    assert (odd.form, odd.day) == ("deal", "2026-03-02")
    lena = new_form(session, cast.actor(cast.lena), person=cast.mo.public_id, at=NOW)
    assert [one.value for one in lena.forms] == ["leader", "call-review", "deal", "listening"]
    for who, refusal in (("mia", NotFound), ("rae", NotPermitted), ("spec", NotPermitted)):
        with pytest.raises(refusal):
            new_form(session, cast.actor(getattr(cast, who)), person=cast.rae.public_id, at=NOW)


def test_what_is_corrected_stands_in_the_form_as_it_was_kept(session: Session, cast: Cast):
    tied = cycle(session, cast)
    mo = cast.actor(cast.mo)
    public_id = kept(
        session,
        cast,
        cycle=tied.public_id,
        minutes=25,
        split={"developmental": 20, "status": 5},
        deal="Acme",
    )
    tied.closed_on = TODAY
    session.add(tied)
    session.flush()
    form = correction(session, mo, public_id=public_id, at=LATER)
    assert (form.is_correction, form.minutes, form.other_minutes, form.due, form.due_on) == (
        *(True, "", "25", ""),
        (TODAY + WEEK).isoformat(),
    )
    assert [one.minutes for one in form.split] == ["20", "0", "0", "0", "5"]
    assert (form.cycle, [one.word for one in form.cycles]) == (tied.public_id, ["Open questions"])
    assert (form.focus, form.feedback, form.deal, form.next_step, form.open) == (
        *("Open questions", FEEDBACK, "Acme", STEP),
        [],
    )


def test_lists_take_the_same_statements_for_few_as_for_many(
    session: Session, cast: Cast, statements
):
    mo, rae, sent = cast.actor(cast.mo), cast.actor(cast.rae), []
    for more in (1, 29):
        for number in range(more):
            kept(session, cast, deal=f"{more} {number}")
        session.flush()
        session.expunge_all()
        with statements() as told:
            log_page(session, mo, at=NOW)
            team_lines(session, mo, at=NOW)
            agreed(session, rae, at=NOW)
            next_lines(session, rae, at=NOW + WEEK)
            proof(session, cast.actor(cast.lena), person=cast.mo.public_id, at=NOW)
            new_form(session, mo, person=cast.rae.public_id, at=NOW)
        sent.append(len(told))
    assert sent[0] == sent[1]
    first, second = (log_page(session, mo, at=NOW, page=page) for page in (0, 1))
    assert (len(first.lines), len(second.lines)) == (PER_PAGE, 30 - PER_PAGE)
    assert (first.paging.place, second.paging.is_last) == ("1 to 20 of 30", True)
