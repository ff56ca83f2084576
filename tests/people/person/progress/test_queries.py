"""What is drawn of somebody's coaching, and for whom."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tally.rules import Tally
from coach_the_coach.people.person.progress.queries import progress
from coach_the_coach.people.person.progress.rows import GapRow, LevelPoint, ProgressRow
from coach_the_coach.people.person.progress.rules import STRIPS
from tests.cast import NOW, Cast
from tests.people import seen

LEVELS = dict.fromkeys(range(1, 9), 3)


def drawn(session: Session, cast: Cast, who: Person) -> ProgressRow:
    return progress(session, cast.actor(who), public_id=cast.mo.public_id, at=NOW)


def counts(row: ProgressRow) -> tuple[int, int, int, int]:
    return len(row.strips), len(row.points), len(row.panels), len(row.gaps)


def whole(session: Session, cast: Cast, **values):
    """An observation of Mo with everything that can be drawn."""
    made = seen.observation(session, cast, levels=LEVELS, strip=[[3, 1], [0, 4]], **values)
    seen.own_levels(session, made, {**LEVELS, 1: 4})
    return made


def test_what_is_drawn_is_for_those_who_may_read_it(session: Session, cast: Cast):
    seen.talk(session, whole(session, cast))
    seen.talk(session, whole(session, cast, by=cast.spec))

    found = {
        name: counts(drawn(session, cast, getattr(cast, name)))
        for name in ("lena", "mo", "spec", "cleo", "ada")
    }

    assert found == {
        "lena": (1, 1, 8, 8),
        "mo": (2, 2, 8, 8),
        "spec": (1, 1, 8, 8),
        "cleo": (0, 0, 0, 0),
        "ada": (0, 0, 0, 0),
    }


@pytest.mark.parametrize("who", ["odd", "sol", "mia", "rae", "sid"])
def test_a_stranger_finds_nobody(session: Session, cast: Cast, who: str):
    seen.talk(session, whole(session, cast))

    with pytest.raises(NotFound):
        drawn(session, cast, getattr(cast, who))


def test_the_direct_leader_sees_certification_drawn_and_no_own_view_before_the_talk(
    session: Session, cast: Cast
):
    made = whole(session, cast, by=cast.spec, aim=Aim.CERTIFICATION)

    assert counts(drawn(session, cast, cast.lena)) == (1, 1, 8, 0)
    assert counts(drawn(session, cast, cast.mo)) == (0, 0, 0, 0)
    seen.talk(session, made)
    assert counts(drawn(session, cast, cast.lena)) == (1, 1, 8, 8)
    assert counts(drawn(session, cast, cast.cleo)) == (0, 0, 0, 0)


def test_before_the_talk_nothing_is_drawn_for_the_one_observed_and_no_gap_for_the_observer(
    session: Session, cast: Cast
):
    whole(session, cast)

    assert counts(drawn(session, cast, cast.mo)) == (0, 0, 0, 0)
    assert counts(drawn(session, cast, cast.lena)) == (1, 1, 8, 0)


def test_strips_stand_newest_first_on_one_scale(session: Session, cast: Cast):
    made = seen.observation(session, cast, strip=[[3, 1], [0, 8]])
    seen.observation(session, cast, days=9)

    newest, oldest = drawn(session, cast, cast.lena).strips

    assert (newest.when.words, newest.beside, newest.link) == (
        "Today 09:00",
        "Lena Leader · 60 min",
        f"/observations/{made.public_id}",
    )
    assert (newest.asks, newest.tells, newest.has_strip) == (
        "M0 20h43v-3h-43z",
        "M0 20h43v1h-43zM50 20h43v8h-43z",
        True,
    )
    assert (newest.figure, oldest.has_strip) == ("26 asks, 4 tells", False)


def test_the_shares_stand_in_time_and_those_that_say_nothing_are_left_out(
    session: Session, cast: Cast
):
    seen.observation(session, cast, days=0, tally=Tally(open=17, closed=3, back=6, offer=4))
    seen.observation(session, cast, days=3, tally=Tally(open=3))
    seen.observation(session, cast, days=6, purpose=Purpose.TRAIN)
    seen.observation(session, cast, days=8, tally=Tally(open=6, direct=24))

    row = drawn(session, cast, cast.lena)

    assert [(one.at, one.share, one.day) for one in row.points] == [
        (0.0, 20.0, "22 Feb 2026"),
        (100.0, 86.0, "2 Mar 2026"),
    ]
    assert row.points_words == "More asking than 22 Feb 2026, and by more than chance would do."
    assert row.strips_words.startswith(
        "The last 3 sessions to coach together: 55\u00a0% asking, 63"
    )


def test_each_dimension_has_its_own_panel(session: Session, cast: Cast):
    seen.observation(session, cast, days=10, levels={**LEVELS, 2: 1})
    seen.observation(session, cast, days=5, levels={**LEVELS, 2: None})
    seen.observation(session, cast, levels={**LEVELS, 2: 2})

    panels = drawn(session, cast, cast.lena).panels

    assert (panels[1].points, panels[1].of_late, panels[1].newest, panels[1].heard) == (
        [LevelPoint(0.0, 1), LevelPoint(100.0, 2)],
        "Between Telling and Steering",
        "Steering",
        "1, 2",
    )
    assert panels[0].of_late == "Coaching, 3 of 3"


def test_levels_of_what_is_not_rated_after_all_are_not_drawn(session: Session, cast: Cast):
    for purpose in (Purpose.INSPECT, Purpose.CELEBRATE):
        made = seen.observation(session, cast, purpose=purpose, levels=LEVELS)
        seen.own_levels(session, made, LEVELS)
        seen.talk(session, made)

    row = drawn(session, cast, cast.lena)

    assert (row.panels, row.gaps) == ([], [])
    assert row.panels_words == "Nothing stands out yet among the dimensions."


def test_a_dimension_that_reads_otherwise_in_a_training_has_no_dot_of_it_beside_the_others(
    session: Session, cast: Cast
):
    for days in (1, 2, 3):
        made = seen.observation(
            session, cast, days=days, purpose=Purpose.TRAIN, levels={**LEVELS, 2: 4}
        )
        seen.own_levels(session, made, {**LEVELS, 2: 3})
        seen.talk(session, made)

    row = drawn(session, cast, cast.lena)

    assert (row.panels[1].points, row.panels[1].newest) == ([], "Not rated yet")
    assert [len(one.points) for one in row.panels] == [3, 0, 3, 3, 3, 3, 3, 3]
    assert row.panels_words == "Nothing stands out yet among the dimensions."
    # Both views of one session were read in the same way.
    assert (row.gaps[1].own, row.gaps[1].seen) == (3, 4)


def test_turns_coded_in_runs_say_less_together(session: Session, cast: Cast):
    for days in (1, 2, 3):
        seen.observation(
            session, cast, days=days, tally=Tally(open=12, direct=8), in_runs=days == 1
        )

    assert drawn(session, cast, cast.lena).strips_words == (
        "The last 3 sessions to coach together: 60\u00a0% asking, 60 taps: still too close to "
        "call. Likely 46 to 73\u00a0%, as sessions differ."
    )


def test_both_views_are_set_beside_each_other_with_how_the_gap_moved(session: Session, cast: Cast):
    for days, own in ((9, 1), (0, 2)):
        made = seen.observation(session, cast, days=days, levels=LEVELS)
        seen.own_levels(session, made, {**LEVELS, 1: own, 2: None})
        seen.talk(session, made)

    row = drawn(session, cast, cast.mo)

    assert (row.own_name, row.seen_name) == ("You", "Lena Leader")
    assert row.gaps_words == "In the newest talk 6 of 7 dimensions were seen alike."
    assert row.gaps[0] == GapRow(
        word="Focus and agreement",
        own=2,
        seen=3,
        gap="Own view 1 level lower, closer than before",
        sentence="Steering · Coaching · Own view 1 level lower, closer than before",
    )
    assert (row.gaps[1].own, row.gaps[1].gap) == (None, "Not compared")


def test_the_drawings_hold_the_newest_and_take_equal_statements(
    session: Session, cast: Cast, statements
):
    sent = []
    for number in (1, STRIPS + 6):
        for _each in range(number):
            seen.talk(session, whole(session, cast, days=len(sent) + _each / 100))
        session.expunge_all()
        actor = cast.actor(cast.lena)
        with statements() as taken:
            row = progress(session, actor, public_id=cast.mo.public_id, at=NOW)
        sent.append(len(taken))

    assert sent[0] == sent[1] == 6
    assert len(row.strips) == len(row.points) == len(row.panels[0].points) == STRIPS


def test_a_person_whom_nobody_watched_has_nothing_drawn(session: Session, cast: Cast):
    seen.observation(session, cast, of=cast.mia, days=timedelta(days=1).days)

    row = drawn(session, cast, cast.lena)

    assert counts(row) == (0, 0, 0, 0)
    assert (row.strips_words, row.points_words, row.newest_link) == ("", "", "")
