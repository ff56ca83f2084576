from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.selftally import actions, queries
from coach_the_coach.observations.selftally.rows import LastRow, TallyRow
from coach_the_coach.observations.selftally.words import actions as words
from coach_the_coach.observations.tally.rules import Buttons, Code
from tests.cast import NOW, Cast
from tests.observations.selftally.made import SECRET, counted, opened, worded

Statements = Callable[[], AbstractContextManager[list[str]]]


def test_a_result_says_the_share_with_its_interval_and_band(session: Session, cast: Cast):
    public_id = counted(session, cast.actor(cast.mo))

    seen = queries.tally_page(session, cast.actor(cast.mo), public_id=public_id, at=NOW)

    assert (seen.stage, seen.is_mine, seen.about, seen.lasted) == ("result", True, SECRET, "10:00")
    assert seen.share.sentence.startswith("75\u00a0% asking, 24 taps: too close to call")
    assert (seen.share.share, seen.share.low, seen.share.high) == (75, 55, 89)
    assert {one.word: one.count for one in seen.counts if one.count} == {"Ask": 18, "Tell": 6}
    assert sum(bar.asks for bar in seen.strip) == 18
    assert sum(bar.tells for bar in seen.strip) == 6
    assert len(seen.strip) == 10
    assert [(one.name, one.value) for one in seen.measures] == [
        ("Listened back", "0"),
        ("Tasks taken over", "0"),
    ]


def test_nine_buttons_tell_more(session: Session, cast: Cast):
    public_id = counted(
        session, cast.actor(cast.mo), buttons=Buttons.NINE, codes=[Code.OPEN] * 6 + [Code.DIRECT]
    )

    seen = queries.tally_page(session, cast.actor(cast.mo), public_id=public_id, at=NOW)
    assert next(one.value for one in seen.measures) == "100\u00a0%"
    assert len(seen.counts) == 9


@pytest.mark.parametrize(
    ("purpose", "sentence"),
    [
        (Purpose.TRAIN, "Not judged: this was a training session"),
        (Purpose.INSPECT, "Not judged: this was a session to look at the numbers"),
        (Purpose.CELEBRATE, "Not judged: this was a session to celebrate"),
    ],
)
def test_only_coaching_is_judged(session: Session, cast: Cast, purpose: Purpose, sentence: str):
    public_id = counted(session, cast.actor(cast.mo), purpose=purpose)

    seen = queries.tally_page(session, cast.actor(cast.mo), public_id=public_id, at=NOW)
    assert (seen.share.sentence, seen.share.is_judged) == (sentence, False)


def test_each_stage_is_where_it_was_left(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)

    def stage(public_id: str) -> str:
        return queries.tally_page(session, mo, public_id=public_id, at=NOW).stage

    assert stage(opened(session, mo)) == "ready"
    assert stage(opened(session, mo, source=Source.TRANSCRIPT)) == "upload"
    assert stage(worded(session, mo, chosen=False)) == "speaker"
    read = worded(session, mo)
    assert stage(read) == "code"
    words.finish_coding(session, mo, public_id=read, at=NOW)
    assert stage(read) == "result"


def test_the_reader_gets_what_came_out_and_no_word_of_the_talk(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    public_id = worded(session, mo)
    for index in (1, 3, 5):
        words.code_turn(session, mo, public_id=public_id, index=index, code="ask", at=NOW)
    words.finish_coding(session, mo, public_id=public_id, at=NOW)
    actions.share_tally(session, mo, public_id=public_id, leader=cast.lena.public_id, at=NOW)

    seen = queries.tally_page(session, cast.actor(cast.lena), public_id=public_id, at=NOW)

    assert (seen.is_mine, seen.can_go_on, seen.shared_with) == (False, False, "")
    assert [one.count for one in seen.counts][:1] == [3]
    assert seen.words_go.words == seen.words_gone.words == ""
    assert "Meridian?" not in repr(seen)
    assert "meridian.vtt" not in repr(seen)


def test_while_it_is_counted_again_the_reader_sees_nothing(session: Session, cast: Cast):
    mo, lena = cast.actor(cast.mo), cast.actor(cast.lena)
    public_id = worded(session, mo)
    words.finish_coding(session, mo, public_id=public_id, at=NOW)
    actions.share_tally(session, mo, public_id=public_id, leader=cast.lena.public_id, at=NOW)
    words.go_on_coding(session, mo, public_id=public_id)

    with pytest.raises(NotFound):
        queries.tally_page(session, lena, public_id=public_id, at=NOW)
    assert queries.shared_tallies(session, lena, number=1, at=NOW).lines == []


@pytest.mark.parametrize("key", ["lena", "cleo", "odd", "ada", "spec", "mia", "rae", "sol"])
def test_nobody_else_sees_that_it_is_there(session: Session, cast: Cast, key: str):
    public_id = counted(session, cast.actor(cast.mo))
    other = cast.actor(getattr(cast, key))

    for unseen in (public_id, "0" * 32):
        with pytest.raises(NotFound):
            queries.tally_page(session, other, public_id=unseen, at=NOW)
        for held in (True, False):
            with pytest.raises(NotFound):
                queries.own_tally(session, other, unseen, held=held)
    assert queries.own_tallies(session, other, number=1, at=NOW).lines == []
    assert queries.shared_tallies(session, other, number=1, at=NOW).lines == []
    assert queries.how_last(session, other).purpose == ""


@pytest.mark.parametrize("key", ["cleo", "odd", "ada", "spec", "mia", "rae"])
def test_what_is_shared_with_one_is_seen_by_no_second(session: Session, cast: Cast, key: str):
    mo, other = cast.actor(cast.mo), cast.actor(getattr(cast, key))
    public_id = counted(session, mo)
    actions.share_tally(session, mo, public_id=public_id, leader=cast.lena.public_id, at=NOW)

    with pytest.raises(NotFound):
        queries.tally_page(session, other, public_id=public_id, at=NOW)
    assert queries.shared_tallies(session, other, number=1, at=NOW).lines == []
    with pytest.raises(NotFound):
        queries.own_tally(session, cast.actor(cast.lena), public_id, held=False)


def test_the_lists_are_paged_newest_first(session: Session, cast: Cast):
    mo, lena = cast.actor(cast.mo), cast.actor(cast.lena)
    for day in range(27):
        public_id = counted(session, mo, about=f"Day {day}", at=NOW + timedelta(days=day))
        actions.share_tally(
            session,
            mo,
            public_id=public_id,
            leader=cast.lena.public_id,
            at=NOW + timedelta(days=day),
        )
    later = NOW + timedelta(days=30)
    for page in (
        lambda number: queries.own_tallies(session, mo, number=number, at=later),
        lambda number: queries.shared_tallies(session, lena, number=number, at=later),
    ):
        first, second, third = page(1), page(2), page(3)
        assert [one.about for one in first.lines] == [f"Day {day}" for day in range(26, 1, -1)]
        assert [one.about for one in second.lines] == ["Day 1", "Day 0"]
        assert (first.has_more, second.has_more, third.lines) == (True, False, [])
        assert page(-5).number == 1
        assert page(10**30).lines == []
    assert queries.own_tallies(session, mo, number=1, at=later).lines[0].person == "Lena Leader"
    assert queries.shared_tallies(session, lena, number=1, at=later).lines[0].person == "Mo Manager"


@pytest.mark.parametrize("number", [1, 30])
def test_a_list_takes_one_statement(
    session: Session, cast: Cast, statements: Statements, number: int
):
    mo = cast.actor(cast.mo)
    for _each in range(number):
        counted(session, mo, codes=[])
    session.expire_all()
    mo = cast.actor(cast.mo)
    with statements() as sent:
        queries.own_tallies(session, mo, number=1, at=NOW)
    assert len(sent) == 1
    with statements() as sent:
        queries.shared_tallies(session, mo, number=1, at=NOW)
    assert len(sent) == 1


def test_the_next_one_is_asked_as_the_last(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    assert queries.how_last(session, mo) == LastRow("", "four", "live")

    opened(session, mo, purpose=Purpose.TRAIN, buttons=Buttons.NINE, at=NOW)
    assert queries.how_last(session, mo) == LastRow("train", "nine", "live")


def test_those_who_lead_one_are_offered_the_direct_one_first(session: Session, cast: Cast):
    offered = queries.leaders_of_actor(session, cast.actor(cast.mo), at=NOW)

    assert [one.word for one in offered] == ["Lena Leader", "Cleo Chief"]
    assert queries.leaders_of_actor(session, cast.actor(cast.cleo), at=NOW) == []


def test_no_row_that_a_reader_gets_has_a_field_for_words():
    assert not {"text", "turns", "file_name", "speaker"} & set(TallyRow.__dataclass_fields__)


def test_a_day_after_stopping_one_counts_another_session(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    live, read = counted(session, mo), worded(session, mo)
    words.finish_coding(session, mo, public_id=read, at=NOW)

    def can_go_on(later: timedelta) -> list[bool]:
        rows = [
            queries.tally_page(session, mo, public_id=one, at=NOW + later) for one in (live, read)
        ]
        return [row.can_go_on for row in rows]

    assert can_go_on(timedelta(hours=1)) == [True, True]
    assert can_go_on(timedelta(days=2)) == [False, False]
