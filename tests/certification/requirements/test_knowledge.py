"""What is known: checks that were passed, and units that were passed and used."""

from dataclasses import replace

from coach_the_coach.certification.requirements.base import Next
from coach_the_coach.certification.requirements.facts import Facts, Tried, Used
from coach_the_coach.certification.requirements.knowledge import KnowledgeCheck, LearningUnits
from tests.certification.requirements.made import EVER, YEAR, ago, aside, counted

EXAM = KnowledgeCheck(key="exam", percent=80)
UNITS = LearningUnits(key="units", count=2)


def tried(*of: tuple[int, int, int], bank: str = "case-exam") -> tuple[Tried, ...]:
    """Tries so many days ago: right answers of those asked."""
    return tuple(
        Tried(f"{bank}-{days}", ago(days), bank=bank, right=right, asked=asked)
        for days, right, asked in of
    )


def test_the_best_try_counts_and_of_several_as_good_the_newest():
    measured = EXAM.measure(
        Facts(tried=tried((90, 8, 10), (60, 9, 10), (30, 18, 20), (9, 2, 10))), YEAR
    )

    assert measured.is_met
    assert measured.have == "18 of 20 right"
    assert counted(measured) == ["case-exam-30"]


def test_eighty_per_cent_are_exact():
    assert EXAM.measure(Facts(tried=tried((9, 4, 5))), YEAR).is_met
    assert not EXAM.measure(Facts(tried=tried((9, 799, 1000))), YEAR).is_met
    assert not EXAM.measure(Facts(tried=tried((9, 0, 0))), YEAR).is_met


def test_a_better_share_is_better_than_more_right_answers():
    measured = EXAM.measure(Facts(tried=tried((9, 3, 4), (8, 5, 10))), YEAR)

    assert measured.have == "3 of 4 right"
    assert measured.missing == ("Pass the exam with 80 %.",)
    assert measured.next is Next.EXAM


def test_an_exam_that_was_not_tried_and_another_bank_say_so():
    for facts in (Facts(), Facts(tried=tried((9, 10, 10), bank="asking"))):
        assert EXAM.measure(facts, YEAR).have == "Not tried yet"


def test_an_exam_that_has_aged_was_passed_before():
    old = Facts(tried=tried((400, 10, 10)))
    measured = EXAM.measure(old, YEAR)

    assert aside(measured) == {"case-exam-400": "Too long ago to count."}
    assert (measured.is_met, EXAM.measure(old, EVER).is_met) == (False, True)


def used(*of: tuple[str, int]) -> tuple[Used, ...]:
    """Units that were used so many days ago."""
    return tuple(Used(f"{unit}-used-{days}", ago(days), unit=unit) for unit, days in of)


def test_a_unit_counts_that_was_passed_and_used_in_whatever_order():
    facts = Facts(
        tried=tried((9, 8, 10), bank="asking") + tried((30, 8, 10), bank="listening"),
        used=used(("asking", 20), ("listening", 20), ("listening", 5), ("silence", 4)),
    )
    measured = UNITS.measure(facts, YEAR)

    assert measured.is_met
    assert measured.have == "2 of 2 passed and used"
    assert counted(measured) == ["asking-used-20", "listening-used-5"]


def test_what_is_passed_and_not_used_yet_is_said():
    facts = Facts(
        tried=tried((9, 8, 10), bank="asking")
        + tried((9, 10, 10))
        + tried((9, 7, 10), bank="listening"),
        used=used(("listening", 5)),
    )
    measured = UNITS.measure(facts, YEAR)

    assert measured.missing == (
        "2 units are still to come.",
        "1 is passed and not used yet: say in which session you tried it.",
    )
    assert (measured.have, measured.next) == ("0 of 2 passed and used", Next.LEARN)


def test_what_is_asked_is_said():
    assert EXAM.sentence() == "The case exam, 80 % right"
    assert UNITS.sentence() == "2 learning units passed with 80 %, and used at work"
    assert replace(EXAM, percent=101).problems()
    assert replace(EXAM, bank="").problems()
    assert replace(UNITS, count=21).problems()
