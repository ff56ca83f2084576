"""What of the demo company needs no database: the file of people, the talks, a larger one."""

import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from coach_the_coach import demo
from coach_the_coach.demo.cast import Case
from coach_the_coach.demo.chance import chance
from coach_the_coach.demo.conversations import Talk, conversation
from coach_the_coach.demo.handing import handings, talked_at
from coach_the_coach.demo.people import roster
from coach_the_coach.demo.plan import Stage, plan
from coach_the_coach.demo.records import signed_at
from coach_the_coach.demo.views import view_of
from coach_the_coach.demo.wording import words_in
from coach_the_coach.identity.access import Role
from coach_the_coach.observations.rating.rules import EVIDENCE_LEVELS, problems_before_signing
from coach_the_coach.observations.rubric.rules import for_purpose, read_rubric
from coach_the_coach.observations.tally.rules import Side, side_of

COMPANY = demo.DemoCompany(
    name=demo.COMPANY_NAME,
    loaded_at=datetime(2026, 5, 13, 9, 30, tzinfo=UTC),
    people=(
        demo.DemoPerson("Lena Leader", "VP", "lena@x.example", "one-two-three-four-10", "A draft"),
        demo.DemoPerson("Mo Manager", "Manager", "mo@x.example", "five-six-seven-11", "A task"),
    ),
    cases={},
)


def test_who_can_sign_in_is_kept_for_the_owner_alone(tmp_path: Path):
    path = tmp_path / "data" / "demo-people.json"
    path.parent.mkdir()
    path.write_text("from another time")
    path.chmod(0o644)

    demo.keep_people(COMPANY, path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["demo-people.json"]


def test_the_people_are_shown_as_a_table_with_what_each_will_find(tmp_path: Path):
    path = tmp_path / "demo-people.json"
    demo.keep_people(COMPANY, path)

    assert demo.lines(path) == [
        "Name         Role     E-mail          Password",
        "Lena Leader  VP       lena@x.example  one-two-three-four-10",
        "    A draft.",
        "Mo Manager   Manager  mo@x.example    five-six-seven-11",
        "    A task.",
    ]


def test_without_a_file_there_is_nothing_to_show(tmp_path: Path):
    assert demo.lines(tmp_path / "demo-people.json") == []


@pytest.mark.parametrize("managers", [13, 100, 500])
def test_a_larger_company_has_everybody_once(managers: int):
    size = demo.Size(managers=managers)

    everybody = roster(size, 7, date(2026, 5, 13))

    assert len(everybody.having(Role.MANAGER)) == managers
    assert len(everybody.having(Role.LEADER)) == size.leaders + 1
    assert len(everybody.having(Role.REP)) == size.reps
    for attribute in ("public_id", "email"):
        values = [getattr(member, attribute) for member in everybody.members]
        assert len(set(values)) == len(values)


def test_a_smaller_company_has_no_room_for_the_cases():
    with pytest.raises(ValueError, match="at least 12 managers"):
        demo.Size(managers=5)


@pytest.mark.parametrize("seed", [7, 8])
@pytest.mark.parametrize("days", range(0, 70, 10))
def test_on_any_weekday_all_lies_in_the_past_and_may_be_signed(days: int, seed: int):
    at = datetime(2026, 1, 5, 0, 10, tzinfo=UTC) + timedelta(days=days)
    everybody = roster(demo.Size(), seed, at.date())

    views = [view_of(one, seed) for one in plan(everybody, demo.Size(), seed, at).watches]

    rubric = read_rubric(demo.RUBRIC.read_text("utf-8"))
    for view in views:
        if view.watch.stage is Stage.DRAFT:
            assert signed_at(view) < at
            continue
        purpose = view.watch.meeting.purpose
        form = for_purpose(rubric, purpose)
        assert problems_before_signing(view.draft, form, purpose=purpose) == {}
        assert signed_at(view) < at
    talks = handings(views, seed, at).values()
    assert all(talked_at(one) < at for one in talks if one.is_held)
    assert {one.view.watch.stage for one in talks if not one.is_held} == {
        Stage.DRAFT,
        Stage.BLIND,
        Stage.SIGNED,
        Stage.SELF_RATED,
    }
    assert {view.watch.case for view in views} >= set(Case) - set(demo.CASES_OF_PEOPLE) - {
        Case.MOVED
    }


@pytest.mark.parametrize("talk", Talk)
def test_a_conversation_is_of_a_length_people_read_and_says_what_it_rates(talk: Talk):
    written = conversation(talk)
    turns = written.spoken(chance(7), coach="Mo Manager", coached=("Rae Rep", "Rae"))
    ratings = written.ratings(turns)

    assert 25 <= len(turns) <= 60
    assert [rating.dimension for rating in ratings] == list(range(1, 9))
    assert all(rating.quote for rating in ratings if rating.level in EVIDENCE_LEVELS)
    assert not any("{" in turn.text for turn in turns)
    assert {turn.speaker for turn in turns} == {"Mo Manager", "Rae Rep"}
    assert all(turns[at - 1].speaker == "Mo Manager" for at in written.codes())
    if written.timed:
        times = [time for turn in turns for time in (turn.start or 0, turn.end or 0)]
        assert times == sorted(times)


def test_the_conversations_range_from_telling_to_asking():
    shares = []
    for talk in Talk:
        sides = [side_of(code) for code in conversation(talk).codes().values()]
        shares.append(sides.count(Side.ASK) / (len(sides) - sides.count(Side.NEITHER)))

    assert min(shares) < 0.35
    assert max(shares) > 0.8


@pytest.mark.parametrize("name", ["given-names.txt", "family-names.txt", "passphrases.txt"])
def test_no_word_stands_twice_in_a_list(name: str):
    words = words_in(name)

    assert len(set(words)) == len(words) > 90


def test_four_words_and_a_number_are_always_long_enough():
    assert 4 * min(len(word) for word in words_in("passphrases.txt")) + 6 >= 15
