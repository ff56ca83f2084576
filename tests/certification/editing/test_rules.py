"""A path as it is typed: round and round again, what is wrong with it, and what is another."""

from dataclasses import replace
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.certification.actions import SHIPPED
from coach_the_coach.certification.editing.file.rules import packed, path_in, toml_of, unpacked
from coach_the_coach.certification.editing.path.changes.rules import changes
from coach_the_coach.certification.editing.path.circles.rules import way_back
from coach_the_coach.certification.editing.path.form.rules import form_of
from coach_the_coach.certification.editing.path.rules import (
    PathDraft,
    blank_draft,
    draft_of,
    field_word,
    number_word,
    own_fields,
    path_of,
    problem_in_reason,
    sentence_of,
    with_moved,
    with_part,
    with_seat,
    with_value,
    without_part,
)
from coach_the_coach.certification.paths.rules import NUMBERS, Path, Seat, read_path
from coach_the_coach.certification.requirements.base import TYPES, plain
from coach_the_coach.foundation.errors import Invalid


def shipped(name: str) -> Path:
    """A path that the program comes with."""
    folder = resources.files("coach_the_coach.certification").joinpath("paths", "shipped")
    return read_path(folder.joinpath(f"{name}.toml").read_text("utf-8"))


FOUNDATIONS = shipped("foundations")

KNOWN = SHIPPED


def refused(draft: PathDraft) -> dict[str, str]:
    """What is wrong with what was typed."""
    with pytest.raises(Invalid) as refusal:
        path_of(draft, known=KNOWN)
    return refusal.value.problems


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_shown_comes_to_the_same_path(name: str):
    path = shipped(name)
    assert path_of(draft_of(path), known=KNOWN) == path
    assert path_in(toml_of(path).encode()) == path
    assert unpacked(packed(path)) == path
    assert changes(path, path) == []


@given(st.text(min_size=3, max_size=60).filter(lambda text: len(plain(text).strip()) >= 3))
def test_any_text_goes_through_a_file_as_it_is_but_for_characters_that_nobody_sees(text: str):
    path = replace(FOUNDATIONS, title=text)
    whole = replace(FOUNDATIONS, title=plain(text))
    assert path_in(toml_of(path).encode(errors="surrogatepass")) == whole


def test_no_line_of_its_own_is_written_into_a_certificate_by_what_is_signed():
    text = r"The gates\n- Level 9, in everything\u0000"
    signed = f'\n[[requirements]]\ntype = "attested"\nkey = "gates-two"\ntext = "{text}"\n'
    path = path_in((toml_of(FOUNDATIONS) + signed).encode())
    assert path.requirements[-1].sentence() == "The gates - Level 9, in everything "


def test_a_number_out_of_its_range_is_said_beside_its_field_and_nothing_else_is():
    draft = with_value(draft_of(FOUNDATIONS), "within_days", "3")
    draft = with_value(draft, "r3-count", "many")
    assert refused(draft) == {"within_days": "7 to 730.", "r3-count": "1 to 400."}


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "١٢", "9" * 400, "12\n13"])
def test_what_is_no_whole_number_is_none(typed: str):
    assert refused(with_value(draft_of(FOUNDATIONS), "valid_days", typed)) == {
        "valid_days": "0 to 1826."
    }


def test_what_is_signed_for_is_said_beside_its_own_field():
    draft = with_part(draft_of(FOUNDATIONS), "requirements", "sign-off")
    uid = draft.requirements[-1].uid
    assert refused(draft) == {f"r{uid}-text": "Say what is signed, in 8 to 160 characters."}
    signed = with_value(draft, f"r{uid}-text", "They lead their own meeting")
    assert path_of(signed, known=KNOWN).requirements[-1].sentence() == "They lead their own meeting"


def test_dimensions_are_typed_with_commas():
    draft = draft_of(shipped("certified-coach"))
    uid = next(one.uid for one in draft.requirements if one.type == "observed-sessions")
    assert refused(with_value(draft, f"r{uid}-higher", "2, nine")) == {
        f"r{uid}-higher": "Dimensions are numbers from 1 to 8."
    }
    path = path_of(with_value(draft, f"r{uid}-higher", "1,2 , 8"), known=KNOWN)
    assert vars(path.requirements[5])["higher"] == [1, 2, 8]


def test_a_path_that_is_named_is_there_and_is_not_itself():
    draft = draft_of(shipped("certified-coach"))
    uid = draft.requirements[0].uid
    assert draft.requirements[0].type == "path-held"
    assert refused(with_value(draft, f"r{uid}-path", "nowhere")) == {
        f"r{uid}-path": "There is no such path."
    }
    assert refused(with_value(draft, f"r{uid}-path", "certified-coach")) == {
        f"r{uid}-path": "A path cannot ask for itself."
    }
    assert refused(with_value(draft, "renewed_by", "nowhere")) == {
        "renewed_by": "There is no such path."
    }


def test_a_new_path_lacks_what_only_somebody_can_say():
    assert set(refused(blank_draft())) == {"key", "title", "about", "requirements", "recertify"}
    taken = with_value(draft_of(FOUNDATIONS), "key", "new")
    assert refused(taken) == {"key": "Another short name: this one is taken."}


def test_two_sign_at_least():
    draft = with_seat(draft_of(FOUNDATIONS), "second", holds=False)
    assert refused(draft) == {"seats": "Two different people sign at least."}
    more = with_seat(draft, "sponsor", holds=True)
    assert path_of(more, known=KNOWN).seats == (Seat.LINE, Seat.SPONSOR)


def test_a_path_without_work_is_none():
    draft = draft_of(FOUNDATIONS)
    for part in draft.requirements:
        if not TYPES[part.type].is_work:
            continue
        draft = without_part(draft, part.uid)
    assert set(refused(draft)) == {"requirements"}


def test_a_requirement_is_moved_and_keeps_what_was_typed():
    draft = with_value(draft_of(FOUNDATIONS), "r2-count", "x")
    second = draft.requirements[1]
    up = with_moved(draft, second.uid, -1)
    assert [one.uid for one in up.requirements[:2]] == [2, 1]
    assert up.requirements[0].values["count"] == "x"
    assert with_moved(up, second.uid, -1) == up
    assert with_moved(up, second.uid, 1) == draft
    assert with_moved(draft, 999, 1) == draft


def test_each_of_a_type_that_is_added_has_a_name_of_its_own():
    draft = draft_of(FOUNDATIONS)
    for _again in range(2):
        draft = with_part(draft, "recertify", "cycles-closed")
    assert [one.key for one in draft.recertify[1:]] == ["cycles-closed", "cycles-closed-2"]
    uids = [one.uid for one in draft.parts()]
    assert len(uids) == len(set(uids))
    assert with_part(draft, "recertify", "nothing") == draft
    assert with_part(draft, "elsewhere", "cycles-closed") == draft


def test_what_is_no_field_changes_nothing():
    draft = draft_of(FOUNDATIONS)
    for name in ("nothing", "r1-nothing", "r99-count", "r-", ""):
        assert with_value(draft, name, "1") == draft


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_field_of_every_type_has_a_word_and_a_place_in_the_form(name: str):
    kind = TYPES[name]
    draft = with_part(blank_draft(), "requirements", name)
    (part,) = form_of(draft, is_new=True).requirements.parts
    assert part.name == kind.name()
    assert [one.label for one in part.fields] == [
        field_word(kind, one.name) for one in own_fields(kind)
    ]
    is_whole = name not in ("sign-off", "attested")
    assert bool(part.sentence) is is_whole
    assert bool(sentence_of(draft.requirements[0])) is is_whole


def test_every_number_of_a_path_has_a_word():
    assert all(number_word(name) for name in NUMBERS)


def test_what_is_another_is_said_in_sentences():
    draft = draft_of(FOUNDATIONS)
    for name, value in (
        ("title", "Ground"),
        ("within_days", "120"),
        ("r3-count", "10"),
        ("audience", "nobody"),
    ):
        draft = with_value(draft, name, value)
    draft = with_moved(without_part(with_part(draft, "requirements", "kept-rate"), 4), 2, -1)

    assert changes(FOUNDATIONS, path_of(draft, known=KNOWN)) == [
        "Title: Ground instead of Foundations.",
        "Enrolled without being asked: Nobody instead of Whoever begins to coach.",
        "Days to get there: 120 instead of 90.",
        "Sessions in the log: 10 logged sessions in 60 days, at least 4 people, all five things "
        "said instead of 12 logged sessions in 60 days, at least 4 people, all five things said.",
        "New: 90 % of planned sessions kept over the last 3 whole months.",
        "No longer asked: 2 practices led with the team.",
        "The order is another.",
    ]


def test_a_number_that_no_sentence_says_is_named_by_itself():
    path = shipped("certified-coach")
    draft = draft_of(path)
    uid = next(one.uid for one in draft.requirements if one.type == "kept-rate")
    after = path_of(with_value(draft, f"r{uid}-planned", "8"), known=KNOWN)
    assert changes(path, after) == ["Kept rate: Planned sessions at least: 8 instead of 6."]


def test_what_renewing_asks_is_told_apart():
    draft = without_part(with_part(draft_of(FOUNDATIONS), "recertify", "practices-led"), 7)
    assert changes(FOUNDATIONS, path_of(draft, known=KNOWN)) == [
        "When it is renewed: New: 2 practices led with the team.",
        "When it is renewed: No longer asked: 1 observed session, mean 2.5, "
        "no dimension below 2.0, no stop sign.",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "This file is not text."),
        (b"x" * 64_001, "This file is too large to be a path."),
        (b"key = ", "This is not a TOML file: "),
        (b"level = " + b"9" * 5000, "This is not a path: "),
        (b"key = " + b"[" * 5000 + b"]" * 5000, "This is not a path: "),
        (b"key = " + b"{a = " * 5000 + b"1" + b"}" * 5000, "This is not a path: "),
        (
            toml_of(FOUNDATIONS).replace("count = 12", "count = 0").encode(),
            "requirements 3: Sessions: 1 to 400.",
        ),
        (b"levle = 1\n" + toml_of(FOUNDATIONS).encode(), "path: Unknown here: levle."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_by_its_place(content: bytes, said: str):
    with pytest.raises(Invalid) as refusal:
        path_in(content)
    assert set(refusal.value.problems) == {"file"}
    assert refusal.value.problems["file"].startswith(said)


@pytest.mark.parametrize("letters", ["", "AAAA", "not base64", packed(FOUNDATIONS)[:-9]])
def test_what_was_not_packed_by_us_is_no_path(letters: str):
    assert unpacked(letters) is None


def test_a_reason_is_said():
    assert [bool(problem_in_reason(one)) for one in ("", " a ", "why", "w" * 201)] == [
        True,
        True,
        False,
        True,
    ]


OTHERS = [shipped(name) for name in SHIPPED]


def around(draft: PathDraft) -> dict[str, str]:
    """What is wrong with what was typed, beside the other paths."""
    with pytest.raises(Invalid) as refusal:
        path_of(draft, known=KNOWN, others=OTHERS)
    return refusal.value.problems


@pytest.mark.parametrize("name", SHIPPED)
def test_no_shipped_path_leads_back_to_itself(name: str):
    assert path_of(draft_of(shipped(name)), known=KNOWN, others=OTHERS) == shipped(name)


def test_paths_that_ask_for_each_other_are_refused_for_nobody_could_meet_them():
    draft = with_part(draft_of(FOUNDATIONS), "requirements", "path-held")
    uid = draft.requirements[-1].uid
    for named, chain in (
        ("certified-coach", "Certified Coach"),
        ("master-coach", "Master Coach → Certified Coach"),
    ):
        problems = around(with_value(draft, f"r{uid}-path", named))
        said = f"Nobody could meet this: {chain} asks for this path itself."
        assert problems == {f"r{uid}-path": said}
    licence = with_value(draft, f"r{uid}-path", "observer-licence")
    assert path_of(licence, known=KNOWN, others=OTHERS).key == "foundations"


def test_paths_that_renew_each_other_are_refused():
    draft = with_value(draft_of(shipped("certified-coach")), "renewed_by", "foundations")
    assert around(draft) == {
        "renewed_by": "Foundations is renewed by this path. One of two renews the other, not both."
    }


def test_a_circle_of_others_leads_nowhere():
    assert way_back("a", "b", {"b": {"c"}, "c": {"b"}}) == []
    assert way_back("a", "b", {"b": {"c", "b"}, "c": {"d"}, "d": {"a"}}) == ["b", "c", "d"]
