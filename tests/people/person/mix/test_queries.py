"""What a person's months were made of, and for whom."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.targets.actions import set_aims
from coach_the_coach.coaching.targets.rules import draft_from
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Aim
from coach_the_coach.people.person.mix.queries import mixes_of
from coach_the_coach.people.person.mix.rows import KindLine, MixRow
from tests.cast import NOW, Cast
from tests.people import seen

TACTICAL = {"tactical": 8}


def drawn(session: Session, cast: Cast, who: Person) -> MixRow:
    return mixes_of(session, cast.actor(who), public_id=cast.mo.public_id, at=NOW)


def tactical(row: MixRow) -> str:
    """How the tactical answers of the newest month stand in the row."""
    return row.months[0].kinds[1].figure if row.months else ""


def days_before(at: datetime) -> float:
    """How many days ago a session was signed that was held at this instant."""
    return (NOW - timedelta(hours=1) - at) / timedelta(days=1)


def test_a_leader_draws_from_her_own_and_nobody_from_what_they_may_not_read(
    session: Session, cast: Cast
):
    seen.talk(session, seen.observation(session, cast, kinds={"tactical": 5}))
    seen.talk(session, seen.observation(session, cast, by=cast.spec, kinds={"tactical": 3}))

    found = {
        name: tactical(drawn(session, cast, getattr(cast, name)))
        for name in ("lena", "mo", "spec", "cleo", "ada")
    }

    assert found == {"lena": "5 of 5", "mo": "8 of 8", "spec": "3 of 3", "cleo": "", "ada": ""}


@pytest.mark.parametrize("who", ["odd", "sol", "mia", "rae", "sid"])
def test_a_stranger_finds_nobody(session: Session, cast: Cast, who: str):
    seen.talk(session, seen.observation(session, cast, kinds=TACTICAL))

    with pytest.raises(NotFound):
        drawn(session, cast, getattr(cast, who))


def test_the_direct_leader_draws_from_certification_and_the_one_observed_from_the_talk_on(
    session: Session, cast: Cast
):
    made = seen.observation(session, cast, by=cast.spec, aim=Aim.CERTIFICATION, kinds=TACTICAL)

    before = [tactical(drawn(session, cast, who)) for who in (cast.lena, cast.mo, cast.cleo)]
    seen.talk(session, made)
    after = [tactical(drawn(session, cast, who)) for who in (cast.lena, cast.mo, cast.cleo)]

    assert (before, after) == (["8 of 8", "", ""], ["8 of 8", "8 of 8", ""])


def test_what_was_corrected_counts_once(session: Session, cast: Cast):
    first = seen.observation(session, cast, days=1, kinds=TACTICAL)
    seen.observation(session, cast, corrects=first, kinds=TACTICAL)

    assert tactical(drawn(session, cast, cast.lena)) == "8 of 8"


def test_a_month_is_the_one_where_the_person_is(session: Session, cast: Cast):
    cast.mo.time_zone = "Asia/Tokyo"
    session.add(cast.mo)
    session.flush()
    # In Paris and in London it is still January; with Mo it is February already.
    late = datetime(2026, 1, 31, 22, 30, tzinfo=UTC)
    seen.observation(session, cast, days=days_before(late), kinds=TACTICAL)
    seen.observation(session, cast, days=days_before(late - timedelta(hours=9)), kinds=TACTICAL)

    assert [line.month for line in drawn(session, cast, cast.lena).months] == [
        "February 2026",
        "January 2026",
    ]


def test_the_newest_month_stands_beside_the_targets_with_its_intervals(
    session: Session, cast: Cast
):
    ada = cast.actor(cast.ada)
    set_aims(session, ada, draft=draft_from({"tactical_at_most": "50"}), at=NOW)
    for days in (4, 9, 15, 20):
        seen.observation(session, cast, days=days, kinds={"developmental": 1, "tactical": 7})
    seen.observation(session, cast, days=40, kinds={"status": 5, "opportunistic": 2})

    row = drawn(session, cast, cast.lena)
    newest, before = row.months

    assert (newest.month, newest.basis, newest.sentence) == (
        "February 2026",
        "32 answers from 4 sessions",
        "Tactical is above its target: likely 60 to 97\u00a0%, wanted at most 50\u00a0%. "
        "32 answers from 4 sessions.",
    )
    assert newest.kinds[:2] == [
        KindLine(
            word="Developmental",
            figure="13\u00a0%, likely 3 to 40",
            aim="no target",
            count=4,
            is_known=True,
            share=13,
            low=3,
            high=40,
        ),
        KindLine(
            word="Tactical",
            figure="88\u00a0%, likely 60 to 97",
            aim="at most 50\u00a0%",
            count=28,
            is_known=True,
            share=88,
            low=60,
            high=97,
            at_most=50,
            mark="attention",
            standing="Above target",
        ),
    ]
    assert row.panels == []
    assert (before.month, before.sentence) == (
        "January 2026",
        "5 answers from 1 session: too few for shares, which take 12 answers from 3 sessions. "
        "2 answers more: in the moment.",
    )
    assert before.kinds[3:] == [
        KindLine("Status", "5 of 5", "no target", 5),
        KindLine("Opportunistic", "2 of 7", "no target; of all answers", 2),
    ]


def test_months_with_shares_stand_beside_each_other_in_time(session: Session, cast: Cast):
    for days in (0, 0.2, 0.4, 70, 71, 72):
        seen.observation(session, cast, days=days, kinds=TACTICAL)
    seen.observation(session, cast, days=40, kinds=TACTICAL)

    row = drawn(session, cast, cast.lena)

    assert (row.months[0].month, row.first, row.last) == (
        "March 2026 so far",
        "Dec 2025",
        "Mar 2026",
    )
    assert [panel.word for panel in row.panels] == [
        "Developmental",
        "Tactical",
        "Strategic",
        "Status",
    ]
    assert [(one.at, one.share) for one in row.panels[1].points] == [(0.0, 100), (100.0, 100)]
    assert row.panels_words == "No change since December 2025 that chance alone would not make."


def test_nothing_is_drawn_where_nobody_was_asked_or_for_longer_than_a_year(
    session: Session, cast: Cast
):
    seen.observation(session, cast, days=1)
    seen.observation(
        session, cast, days=days_before(datetime(2025, 3, 15, tzinfo=UTC)), kinds=TACTICAL
    )
    seen.observation(session, cast, of=cast.mia, kinds=TACTICAL)

    assert drawn(session, cast, cast.lena) == MixRow()


def test_thirty_sessions_take_as_many_statements_as_one(session: Session, cast: Cast, statements):
    sent = []
    for number in (1, 30):
        for each in range(number):
            seen.observation(session, cast, days=5 * len(sent) + each, kinds=TACTICAL)
        session.expunge_all()
        actor = cast.actor(cast.lena)
        with statements() as taken:
            mixes_of(session, actor, public_id=cast.mo.public_id, at=NOW)
        sent.append(len(taken))

    assert sent == [3, 3]
