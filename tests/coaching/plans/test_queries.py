"""Words of calls are for the two and the direct leader; leaders above have counts alone."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.plans import actions
from coach_the_coach.coaching.plans.entering.queries import entry
from coach_the_coach.coaching.plans.one.queries import customer_call
from coach_the_coach.coaching.plans.one.rows import Answers
from coach_the_coach.coaching.plans.queries import (
    PER_PAGE,
    calls_of,
    coverage_of,
    next_lines,
    open_calls,
    past_calls,
    past_count,
)
from coach_the_coach.coaching.plans.rows import CallLine, CoverageRow, OpenCalls
from coach_the_coach.coaching.plans.significant.rules import PROPOSED
from coach_the_coach.coaching.plans.whom.actions import set_tier
from coach_the_coach.coaching.plans.whom.queries import team_by_tier
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.when import moment
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine
from tests.cast import NOW, Cast
from tests.coaching.plans import planned
from tests.coaching.plans.planned import CALL_AT, COACH, OVER, PLAN, REASON, REP

PARIS = "Europe/Paris"
TOMORROW = NOW + timedelta(days=1)


def test_the_two_and_the_direct_leader_read_a_call(session: Session, cast: Cast):
    call = planned.debriefed(session, cast)
    row = customer_call(session, cast.actor(cast.mo), public_id=call, at=OVER)
    assert (row.deal, row.coach, row.rep, row.reason) == (
        "Northwind",
        "Mo Manager",
        "Rae Rep",
        REASON,
    )
    assert (row.objective, row.risk_answer) == (PLAN.objective, PLAN.risk_answer)
    assert row.rep_part == Answers(REP.well, REP.not_well, REP.learned, REP.next_time)
    assert row.coach_part == Answers(COACH.well, "", "", COACH.next_time)
    assert (row.after, row.is_quick) == ("20 minutes after the call", True)
    for who, is_coach, is_rep in (
        ("mo", True, False),
        ("rae", False, True),
        ("lena", False, False),
    ):
        seen = customer_call(session, cast.actor(getattr(cast, who)), public_id=call, at=OVER)
        assert (seen.is_coach, seen.is_rep, seen.objective) == (is_coach, is_rep, PLAN.objective)


@pytest.mark.parametrize("who", ["cleo", "odd", "mia", "sol", "ren", "sid", "spec", "ada"])
def test_nobody_else_reads_a_call(session: Session, cast: Cast, who: str):
    call, actor = planned.debriefed(session, cast), cast.actor(getattr(cast, who))
    with pytest.raises(NotFound):
        customer_call(session, actor, public_id=call, at=OVER)
    assert open_calls(session, actor, at=NOW) == OpenCalls()
    assert (past_calls(session, actor, at=OVER), past_count(session, actor, at=OVER)) == ([], 0)
    assert next_lines(session, actor, at=OVER) == []


@pytest.mark.parametrize(
    ("who", "said", "at", "may"),
    [
        ("mo", False, NOW, {"may_plan", "may_drop"}),
        ("rae", False, NOW, {"may_plan", "may_drop"}),
        ("lena", False, NOW, set()),
        ("mo", False, OVER, {"may_say", "may_drop"}),
        ("rae", False, OVER, {"may_say", "may_drop"}),
        ("mo", True, OVER, {"may_answer", "may_drop"}),
        ("rae", True, OVER, {"may_say", "may_drop"}),
        ("lena", True, OVER, set()),
    ],
)
def test_a_page_offers_what_its_reader_may_do(
    session: Session, cast: Cast, who: str, said: bool, at, may: set[str]
):
    call = planned.planned(session, cast)
    if said:
        actions.keep_rep_part(session, cast.actor(cast.rae), public_id=call, draft=REP, at=OVER)
    row = customer_call(session, cast.actor(getattr(cast, who)), public_id=call, at=at)
    asked = ("may_plan", "may_say", "may_answer", "may_drop")
    assert {one for one in asked if getattr(row, one)} == may


def test_open_calls_are_in_order_of_what_is_to_be_done(session: Session, cast: Cast):
    over = planned.planned(session, cast)
    to_plan = planned.entered(session, cast, call_at=TOMORROW, of="ren")
    to_come = planned.planned(session, cast, call_at=TOMORROW + timedelta(hours=1))
    dropped = planned.entered(session, cast, call_at=TOMORROW)
    actions.drop_call(session, cast.actor(cast.mo), public_id=dropped, at=NOW)
    planned.debriefed(session, cast, call_at=CALL_AT - timedelta(hours=1))
    seen = open_calls(session, cast.actor(cast.mo), at=OVER)
    assert seen == OpenCalls(
        to_plan=[
            CallLine(
                public_id=to_plan,
                link=routes.customer_call(to_plan),
                deal="Northwind",
                other="Ren Rep",
                when=moment(TOMORROW, PARIS, OVER),
                reason=REASON,
                state="Not planned yet",
                mark="waiting",
                action="Plan",
            )
        ],
        planned=[
            CallLine(
                public_id=to_come,
                link=routes.customer_call(to_come),
                deal="Northwind",
                other="Rae Rep",
                when=moment(TOMORROW + timedelta(hours=1), PARIS, OVER),
                reason=REASON,
                state="Planned",
                mark="done",
            )
        ],
        to_debrief=[
            CallLine(
                public_id=over,
                link=routes.customer_call(over),
                deal="Northwind",
                other="Rae Rep",
                when=moment(CALL_AT, PARIS, OVER),
                reason=REASON,
                state="Not debriefed yet",
                mark="waiting",
                action="Debrief",
            )
        ],
    )
    rae = open_calls(session, cast.actor(cast.rae), at=OVER)
    assert [one.other for one in rae.to_debrief + rae.planned] == ["Mo Manager"] * 2
    assert rae.to_plan == []


def test_past_calls_come_in_pages_newest_first(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    for hour in range(PER_PAGE + 1):
        planned.debriefed(session, cast, call_at=CALL_AT + timedelta(hours=hour), after=hour)
    late = NOW + timedelta(days=2)
    first, second = (past_calls(session, mo, at=late, page=page) for page in (0, 1))
    assert (len(first), len(second), past_count(session, mo, at=late)) == (PER_PAGE, 1, 11)
    assert first[0].state == "Debriefed 10 minutes after the call"
    assert second[0].state == "Debriefed 0 minutes after the call"
    assert past_calls(session, cast.actor(cast.rae), at=late, page=1)[0].other == "Mo Manager"


def several(session: Session, cast: Cast) -> None:
    """Rae is new: one of two done; Ren is solid: none; another dropped, one for no reason."""
    mo = cast.actor(cast.mo)
    set_tier(session, mo, rep=cast.rae.public_id, tier="new", at=NOW)
    planned.debriefed(session, cast)
    planned.planned(session, cast)
    planned.entered(session, cast, of="ren")
    planned.entered(session, cast, of="ren", reason="")
    dropped = planned.entered(session, cast, of="ren")
    actions.drop_call(session, mo, public_id=dropped, at=NOW)
    planned.entered(session, cast, by="sol", of="sid")
    planned.entered(session, cast, by="lena", of="mo")


COUNTED = CoverageRow(
    name="Mo Manager",
    whole="1 of 3 significant calls planned and debriefed",
    by_tier=[
        "New people: 1 of 2 significant calls planned and debriefed",
        "Solid people: 0 of 1 significant call planned and debriefed",
    ],
    dropped="1 was dropped",
)


@pytest.mark.parametrize("who", ["mo", "lena", "cleo", "spec"])
def test_counts_are_for_the_coach_and_those_who_answer_for_them(
    session: Session, cast: Cast, who: str
):
    several(session, cast)
    actor = cast.actor(getattr(cast, who))
    given = {"public_id": cast.mo.public_id}
    assert coverage_of(session, actor, **given, at=TOMORROW) == COUNTED
    # While the day lasts, only what is done counts.
    today = coverage_of(session, actor, **given, at=OVER + timedelta(hours=1))
    assert today.whole == "1 of 1 significant call planned and debriefed"
    long_after = coverage_of(session, actor, **given, at=NOW + timedelta(days=40))
    assert long_after == CoverageRow(name="Mo Manager")


def test_the_last_thirty_days_are_counted_today_among_them(session: Session, cast: Cast):
    planned.debriefed(session, cast)
    mo = cast.actor(cast.mo)
    for days, share in ((29, "1 of 1 significant call planned and debriefed"), (30, "")):
        row = coverage_of(session, mo, public_id=cast.mo.public_id, at=NOW + timedelta(days=days))
        assert row.whole == share


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("odd", NotFound),
        ("rae", NotFound),
        ("sol", NotFound),
        ("mia", NotFound),
        ("ada", NotPermitted),
    ],
)
def test_nobody_else_has_counts(session: Session, cast: Cast, who: str, refusal: type[Exception]):
    several(session, cast)
    actor = cast.actor(getattr(cast, who))
    with pytest.raises(refusal):
        coverage_of(session, actor, public_id=cast.mo.public_id, at=TOMORROW)
    with pytest.raises(refusal):
        calls_of(session, actor, person=cast.mo.public_id, at=TOMORROW)


@pytest.mark.parametrize(("who", "reads"), [("lena", True), ("cleo", False), ("spec", False)])
def test_the_direct_leader_alone_has_the_calls_beside_the_counts(
    session: Session, cast: Cast, who: str, reads: bool
):
    several(session, cast)
    actor = cast.actor(getattr(cast, who))
    row = calls_of(session, actor, person=cast.mo.public_id, at=TOMORROW)
    assert (row.name, row.coverage, row.reads) == ("Mo Manager", COUNTED, reads)
    # Mo's four with his reps, and not the one in which Lena coaches him.
    assert [one.other for one in row.lines] == (
        ["Ren Rep", "Ren Rep", "Rae Rep", "Rae Rep"] if reads else []
    )
    assert ("Northwind" in repr(row)) is reads
    assert all(one.action == "" for one in row.lines)


def next_of(session: Session, cast: Cast, who: str, at=NOW) -> list[tuple[str, str, int]]:
    """What waits for one of the cast: sentence, word and rank."""
    lines = next_lines(session, cast.actor(getattr(cast, who)), at=at)
    return [(one.text, one.action, one.rank) for one in lines]


def test_the_plan_of_a_significant_call_waits_for_the_coach_until_it_begins(
    session: Session, cast: Cast
):
    call = planned.entered(session, cast, call_at=TOMORROW)
    planned.entered(session, cast, call_at=NOW + timedelta(days=3))
    planned.entered(session, cast, call_at=TOMORROW, reason="")
    when = moment(TOMORROW, PARIS, NOW).words
    assert next_lines(session, cast.actor(cast.mo), at=NOW) == [
        NextLine(
            text=f"Rae's call about Northwind is not planned yet: {when}.",
            action="Plan",
            link=routes.customer_call(call),
            rank=1,
            since=NOW.isoformat(),
        )
    ]
    assert next_of(session, cast, "rae") == []


def test_what_a_rep_asks_for_waits_first(session: Session, cast: Cast):
    planned.entered(session, cast, by="rae", of="rae", call_at=TOMORROW, reason="")
    when = moment(TOMORROW, PARIS, NOW).words
    said = f"Rae would like to plan a call about Northwind with you: {when}."
    assert next_of(session, cast, "mo") == [(said, "Plan", 0)]
    assert next_of(session, cast, "rae") == []


def test_a_debrief_waits_for_the_rep_and_then_for_the_coach(session: Session, cast: Cast):
    call = planned.planned(session, cast)
    assert next_of(session, cast, "mo", CALL_AT + timedelta(minutes=5)) == []
    assert next_of(session, cast, "mo", OVER) == [
        ("Rae's call about Northwind is over: five minutes to look back on it.", "Debrief", 1)
    ]
    assert next_of(session, cast, "rae", OVER) == [
        ("Your call about Northwind is over. Say first how it went.", "Debrief", 1)
    ]
    actions.keep_rep_part(session, cast.actor(cast.rae), public_id=call, draft=REP, at=OVER)
    assert next_of(session, cast, "mo", OVER) == [
        ("Rae looked back on Northwind. Your part is next.", "Debrief", 0)
    ]
    assert next_of(session, cast, "rae", OVER) == []
    actions.keep_coach_part(session, cast.actor(cast.mo), public_id=call, draft=COACH, at=OVER)
    assert next_of(session, cast, "mo", OVER) == []
    assert next_of(session, cast, "mo", NOW + timedelta(days=9)) == []


def test_the_form_offers_ones_team_and_ones_own_call(session: Session, cast: Cast):
    mo = entry(session, cast.actor(cast.mo), person=cast.ren.public_id, at=NOW)
    assert [one.word for one in mo.whose] == ["Rae Rep", "Ren Rep", "My own, with Lena Leader"]
    assert (mo.chosen, mo.zone, mo.begins) == (cast.ren.public_id, PARIS, "2026-03-02T10:30")
    assert [one.value for one in mo.reasons] == [*PROPOSED, ""]
    rae = entry(session, cast.actor(cast.rae), person=cast.sol.public_id, at=NOW)
    assert [one.word for one in rae.whose] == ["My own, with Mo Manager"]
    assert rae.chosen == cast.rae.public_id
    assert entry(session, cast.actor(cast.ada), person="", at=NOW).whose == []


def test_as_many_statements_for_one_as_for_thirty(session: Session, cast: Cast, statements):
    mo, lena = cast.actor(cast.mo), cast.actor(cast.lena)

    def asked() -> list[int]:
        counts = []
        for ask in (
            lambda: open_calls(session, mo, at=OVER),
            lambda: past_calls(session, mo, at=OVER),
            lambda: next_lines(session, mo, at=OVER),
            lambda: calls_of(session, lena, person=cast.mo.public_id, at=OVER),
            lambda: coverage_of(session, lena, public_id=cast.mo.public_id, at=OVER),
            lambda: team_by_tier(session, mo, at=OVER),
        ):
            session.expunge_all()
            with statements() as sent:
                ask()
            counts.append(len(sent))
        return counts

    planned.planned(session, cast)
    planned.debriefed(session, cast)
    few = asked()
    for number in range(30):
        planned.planned(session, cast)
        planned.debriefed(session, cast)
        session.add(Person(email=f"{new_id()}@x.example", given_name=f"{number}", family_name="P"))
    session.flush()
    assert asked() == few
