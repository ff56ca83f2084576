"""A talk: the observed speaks first, then both views open, both sign, and it is fixed."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, select, update

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.rules import Aim, Seen
from coach_the_coach.observations.tables import (
    AskedFirst,
    Observation,
    ObservationBody,
    Reply,
    Status,
    Talk,
    TalkBody,
)
from coach_the_coach.observations.talk.actions import (
    answer_asked_first,
    choose_another,
    go_on_without,
    keep_day,
    keep_words,
    read_alone,
    show_both,
    sign_talk,
    take_back_signature,
)
from coach_the_coach.observations.talk.queries import talk_of
from coach_the_coach.observations.talk.sealing.queries import is_talk_intact
from coach_the_coach.shell import routes
from tests.cast import NOW, Cast
from tests.observations.results import signed
from tests.observations.talk import held
from tests.observations.talk.held import SPOKEN, TALKED_AT, talk_about, words_of
from tests.restricted import as_owner

Step = Callable[..., Any]

STEPS: dict[str, tuple[Step, dict[str, Any]]] = {
    "words": (keep_words, {"name": "intended", "text": "To listen.", "at": TALKED_AT}),
    "day": (keep_day, {"on": held.AGAIN, "at": TALKED_AT}),
    "without": (go_on_without, {"at": TALKED_AT}),
    "show": (show_both, {"at": TALKED_AT}),
    "alone": (read_alone, {"at": TALKED_AT}),
    "another": (choose_another, {"another": True, "at": TALKED_AT}),
    "sign": (sign_talk, {"at": TALKED_AT}),
    "take back": (take_back_signature, {"at": TALKED_AT}),
    "asked": (answer_asked_first, {"answer": "yes", "at": TALKED_AT}),
}


@pytest.fixture
def made(session: Session, cast: Cast) -> Observation:
    """Lena's signed observation of Mo, who has rated himself."""
    made = signed.observation(session, cast)
    signed.rate_oneself(session, made)
    return made


def told(session: Session) -> list[tuple[int, str]]:
    """Everything anybody was told."""
    found = session.exec(select(Notice).order_by(col(Notice.id))).all()
    return [(one.person_id, one.text) for one in found]


def corrected(session: Session, made: Observation, seen: Seen) -> Observation:
    """A draft that corrects whether the ONE thing was seen."""
    cast = signed.cast_in(session)
    draft = signed.observation(session, cast, draft=True)
    draft.coaching_session_id, draft.followed_id = made.coaching_session_id, made.followed_id
    draft.supersedes_id, draft.amend_reason = made.id, "It was otherwise."
    draft.opened_at = TALKED_AT + timedelta(days=2)
    body = session.get_one(ObservationBody, draft.id)
    body.seen = seen
    reply = Reply(observation_id=draft.id or 0, self_rated_at=TALKED_AT)
    session.add_all([draft, body, reply])
    session.flush()
    return draft


def do(session: Session, cast: Cast, who: str, made: Observation, step: str, **other: Any) -> None:
    """Somebody does one step."""
    work, given = STEPS[step]
    actor = cast.actor(getattr(cast, who))
    work(session, actor, public_id=made.public_id, **(given | other))


def test_whoever_has_the_screen_writes_and_the_last_word_counts(
    session: Session, cast: Cast, made: Observation
):
    for who, text in (("mo", "To list"), ("mo", "To listen\0."), ("lena", "To listen first.")):
        do(session, cast, who, made, "words", text=text)

    words = words_of(session, made)
    assert (words.intended, words.revision) == ("To listen first.", 3)
    assert talk_about(session, made).opened_at == TALKED_AT
    assert told(session) == []


def test_the_moment_comes_after_the_observed_has_spoken_and_what_is_agreed_after_both_views(
    session: Session, cast: Cast, made: Observation
):
    with pytest.raises(Conflict, match="speaks first"):
        do(session, cast, "lena", made, "words", name="moment")
    for name in ("one_thing", "promised", "next_reason"):
        with pytest.raises(Conflict, match="once both views are open"):
            do(session, cast, "lena", made, "words", name=name)
    with pytest.raises(Conflict, match="once both views are open"):
        do(session, cast, "lena", made, "day")
    with pytest.raises(Conflict, match="Open both views first"):
        do(session, cast, "mo", made, "sign")
    held.talk(session, cast, made)
    held.agree(session, cast, made)
    words = words_of(session, made)
    assert {name: getattr(words, name) for name in SPOKEN} == SPOKEN
    assert (words.one_thing, words.promised) == (held.ONE_THING, held.PROMISED)
    assert talk_about(session, made).watch_again_on == held.AGAIN


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "intended", "text": "x" * 4001}, "intended"),
        ({"name": "level", "text": "4"}, "level"),
    ],
)
def test_a_text_that_does_not_fit_is_refused(
    session: Session, cast: Cast, made: Observation, given: dict[str, str], field: str
):
    with pytest.raises(Invalid) as refusal:
        do(session, cast, "mo", made, "words", **given)
    assert list(refusal.value.problems) == [field]


def test_both_views_open_only_after_the_observed_has_said_what_to_try_next(
    session: Session, cast: Cast, made: Observation
):
    with pytest.raises(Invalid) as refusal:
        do(session, cast, "lena", made, "show")
    assert list(refusal.value.problems) == ["intended", "noticed", "would_try"]
    assert talk_about(session, made).shown_at is None

    held.speak(session, cast, made)
    do(session, cast, "lena", made, "show")
    do(session, cast, "lena", made, "show", at=TALKED_AT + timedelta(hours=1))
    assert talk_about(session, made).shown_at == TALKED_AT


def test_the_observer_opens_both_views(session: Session, cast: Cast, made: Observation):
    held.speak(session, cast, made)
    with pytest.raises(Conflict, match="Whoever observed opens both views"):
        do(session, cast, "mo", made, "show")
    assert talk_about(session, made).shown_at is None


def test_the_own_view_comes_first(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    for step in ("words", "show"):
        with pytest.raises(Conflict, match="own view comes first"):
            do(session, cast, "lena", made, step)


@pytest.mark.parametrize("purpose", [Purpose.INSPECT, Purpose.CELEBRATE])
def test_where_nothing_is_rated_nothing_is_waited_for(
    session: Session, cast: Cast, purpose: Purpose
):
    made = signed.observation(session, cast, purpose=purpose)
    held.talk(session, cast, made)
    held.sign(session, cast, made)
    assert talk_about(session, made).sha256
    with pytest.raises(Conflict, match="Nothing is waited for"):
        do(session, cast, "lena", made, "without", at=NOW + timedelta(days=9))


def test_the_observer_may_go_on_after_three_working_days_and_it_is_marked(
    session: Session, cast: Cast
):
    made = signed.observation(session, cast)
    with pytest.raises(Conflict, match="three working days"):
        do(session, cast, "lena", made, "without", at=NOW + timedelta(days=2))
    with pytest.raises(NotFound):
        do(session, cast, "mo", made, "without", at=NOW + timedelta(days=3))
    for _each in range(2):
        do(session, cast, "lena", made, "without", at=NOW + timedelta(days=3))

    assert talk_about(session, made).without_own_view
    assert told(session) == [
        (
            cast.mo.id,
            "Lena Leader goes on to your talk without your own view. Until then you can give it.",
        )
    ]
    held.talk(session, cast, made)
    assert talk_about(session, made).shown_at == TALKED_AT


def test_the_observed_may_read_alone_after_five_working_days_without_a_talk(
    session: Session, cast: Cast, made: Observation
):
    with pytest.raises(Conflict, match="five working days"):
        do(session, cast, "mo", made, "alone", at=NOW + timedelta(days=6))
    later = NOW + timedelta(days=7)
    with pytest.raises(NotFound):
        do(session, cast, "lena", made, "alone", at=later)
    for _each in range(2):
        do(session, cast, "mo", made, "alone", at=later)

    talk = talk_about(session, made)
    assert (talk.read_alone, talk.shown_at, talk.opened_at) == (True, later, None)
    assert told(session) == [
        (
            cast.lena.id,
            "Mo Manager has read both views alone, for the talk had not come. "
            "You can still hold it.",
        )
    ]
    # The talk can still be held, and begins then.
    held.speak(session, cast, made, later)
    assert talk_about(session, made).opened_at == later
    held.agree(session, cast, made)
    held.sign(session, cast, made)
    assert is_talk_intact(session, cast.actor(cast.mo), public_id=made.public_id)


def test_a_talk_that_is_not_finished_is_not_said_to_have_never_come(
    session: Session, cast: Cast, made: Observation
):
    do(session, cast, "mo", made, "words")
    do(session, cast, "mo", made, "alone", at=NOW + timedelta(days=7))
    talk = talk_about(session, made)
    assert (talk.read_alone, talk.opened_at) == (True, TALKED_AT)
    assert told(session) == [
        (
            cast.lena.id,
            "Mo Manager has read both views alone. Your talk is not finished; you can go on.",
        )
    ]


@pytest.mark.parametrize("step", ["day", "another"])
def test_a_talk_that_was_read_alone_begins_with_whatever_is_agreed_first(
    session: Session, cast: Cast, step: str
):
    made = held.following(session, cast, held.held(session, cast), Seen.PARTLY)
    later = NOW + timedelta(days=7)
    do(session, cast, "mo", made, "alone", at=later)
    assert talk_about(session, made).opened_at is None
    do(session, cast, "mo", made, step)
    assert talk_about(session, made).opened_at == TALKED_AT


def test_who_has_not_rated_themself_does_not_read_alone(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    with pytest.raises(Conflict, match="own view comes first"):
        do(session, cast, "mo", made, "alone", at=NOW + timedelta(days=9))


def test_a_correction_starts_no_clock_anew_and_shares_the_talk(session: Session, cast: Cast):
    first = signed.observation(session, cast)
    second = signed.observation(session, cast, draft=True)
    second.coaching_session_id = first.coaching_session_id
    second.supersedes_id, second.amend_reason = first.id, "The wrong level."
    session.add(Reply(observation_id=second.id or 0))
    signed.sign(session, second, at=NOW + timedelta(days=6))
    signed.rate_oneself(session, second)
    # Whichever of the two versions is named, it is one talk.
    do(session, cast, "mo", first, "alone", at=NOW + timedelta(days=7))
    do(session, cast, "mo", second, "alone", at=NOW + timedelta(days=8))
    assert talk_about(session, first).shown_at == NOW + timedelta(days=7)


def test_each_signs_for_themself_and_the_second_signature_seals(
    session: Session, cast: Cast, made: Observation
):
    held.talk(session, cast, made)
    with pytest.raises(Invalid) as refusal:
        do(session, cast, "mo", made, "sign")
    assert list(refusal.value.problems) == ["one_thing", "watch_again_on"]
    held.agree(session, cast, made)

    do(session, cast, "mo", made, "sign")
    do(session, cast, "mo", made, "sign", at=TALKED_AT + timedelta(hours=1))
    talk = talk_about(session, made)
    assert (talk.observed_signed_at, talk.observer_signed_at, talk.sha256) == (
        TALKED_AT,
        None,
        None,
    )
    do(session, cast, "lena", made, "sign", at=TALKED_AT + timedelta(minutes=1))
    talk = talk_about(session, made)
    assert talk.observer_signed_at == TALKED_AT + timedelta(minutes=1)
    assert len(talk.sha256 or "") == 64
    for who in (cast.lena, cast.mo):
        assert is_talk_intact(session, cast.actor(who), public_id=made.public_id)
    assert told(session) == [
        (
            cast.lena.id,
            "Mo Manager has signed what the two of you agreed. Your signature completes it.",
        ),
        (
            cast.mo.id,
            "Lena Leader has signed too. What the two of you agreed stays as it is.",
        ),
    ]


@pytest.mark.parametrize("who", ["lena", "mo"])
def test_after_a_first_signature_the_words_stay_until_it_is_taken_back(
    session: Session, cast: Cast, made: Observation, who: str
):
    held.talk(session, cast, made)
    held.agree(session, cast, made)
    do(session, cast, who, made, "sign")
    other = {"lena": "mo", "mo": "lena"}[who]
    for writer in (who, other):
        for step in ("words", "day", "another"):
            with pytest.raises(Conflict, match="One of you has signed"):
                do(session, cast, writer, made, step)
    # Nobody takes back what is not theirs.
    do(session, cast, other, made, "take back")
    assert words_of(session, made).intended == SPOKEN["intended"]

    do(session, cast, who, made, "take back")
    do(session, cast, other, made, "words")
    assert words_of(session, made).intended == "To listen."


def test_what_both_have_signed_can_be_changed_by_nobody_and_not_in_the_database(
    session: Session, cast: Cast
):
    made = held.held(session, cast)
    for who in ("lena", "mo"):
        for step in ("words", "day", "another", "take back"):
            with pytest.raises(Conflict, match="stays as it is"):
                do(session, cast, who, made, step)
    for table, column, value in (
        (TalkBody, "one_thing", "Another."),
        (Talk, "watch_again_on", NOW.date()),
        (Talk, "sha256", None),
    ):
        with pytest.raises(DatabaseError, match="both have signed"), session.begin_nested():
            session.exec(update(table).values({column: value}))
    assert is_talk_intact(session, cast.actor(cast.mo), public_id=made.public_id)


@pytest.mark.parametrize(
    ("before", "now", "chain"),
    [
        (None, Seen.NO_CHANCE, "stays"),
        (None, Seen.PARTLY, "stays"),
        (None, Seen.SEEN, "stays"),
        (Seen.PARTLY, Seen.SEEN, "stays"),
        (Seen.SEEN, Seen.PARTLY, "stays"),
        (Seen.SEEN, Seen.SEEN, "next"),
    ],
)
def test_the_one_thing_stays_until_it_was_seen_twice_and_then_the_next_is_chosen(
    session: Session, cast: Cast, before: Seen | None, now: Seen, chain: str
):
    root = held.held(session, cast)
    if before is not None:
        held.following(session, cast, root, before)
    made = held.following(session, cast, root, now)
    held.talk(session, cast, made)

    talk, words = talk_about(session, made), words_of(session, made)
    if chain == "stays":
        assert (words.one_thing, talk.follows_id) == (held.ONE_THING, made.followed_id)
        with pytest.raises(Conflict, match="This one stays"):
            held.agree(session, cast, made, one_thing="Another.")
        held.agree(session, cast, made, one_thing="")
    else:
        assert (words.one_thing, talk.follows_id) == ("", None)
        with pytest.raises(Conflict, match="nothing here that stays"):
            do(session, cast, "lena", made, "another")
        held.agree(session, cast, made, one_thing="Another.")
    held.sign(session, cast, made)
    assert is_talk_intact(session, cast.actor(cast.mo), public_id=made.public_id)


def test_another_is_chosen_before_that_only_with_a_reason(session: Session, cast: Cast):
    root = held.held(session, cast)
    made = held.following(session, cast, root, Seen.PARTLY)
    held.talk(session, cast, made)
    do(session, cast, "mo", made, "another")
    talk, words = talk_about(session, made), words_of(session, made)
    assert (words.one_thing, talk.follows_id) == ("", None)

    held.agree(session, cast, made, one_thing="Listen back.")
    with pytest.raises(Invalid) as refusal:
        do(session, cast, "mo", made, "sign")
    assert list(refusal.value.problems) == ["next_reason"]
    do(session, cast, "mo", made, "words", name="next_reason", text="This matters more now.")
    do(session, cast, "mo", made, "sign")
    assert talk_about(session, made).observed_signed_at == TALKED_AT

    do(session, cast, "mo", made, "take back")
    do(session, cast, "mo", made, "another", another=False)
    words = words_of(session, made)
    assert (words.one_thing, words.next_reason) == (held.ONE_THING, "")
    assert talk_about(session, made).follows_id == made.followed_id


def test_what_a_correction_shows_to_be_learned_gives_way_to_the_next(session: Session, cast: Cast):
    root = held.held(session, cast)
    held.following(session, cast, root, Seen.SEEN)
    made = held.following(session, cast, root, Seen.PARTLY)
    held.talk(session, cast, made)
    assert words_of(session, made).one_thing == held.ONE_THING
    correction = corrected(session, made, Seen.SEEN)
    signed.sign(session, correction, at=TALKED_AT)

    row = talk_of(session, cast.actor(cast.lena), public_id=made.public_id, at=TALKED_AT)
    assert (row.chain, row.may_carry, row.is_carried) == (
        "Seen twice. Choose the next one together.",
        True,
        True,
    )
    do(session, cast, "lena", made, "another")
    words = words_of(session, made)
    assert (words.one_thing, talk_about(session, made).follows_id) == ("", None)
    # No reason is asked for, and there is no way back to what is learned.
    with pytest.raises(Conflict, match="nothing here that stays"):
        do(session, cast, "lena", made, "another", another=False)
    held.agree(session, cast, made, one_thing="Let them close.")
    held.sign(session, cast, made)
    assert is_talk_intact(session, cast.actor(cast.mo), public_id=made.public_id)


def test_a_correction_signed_in_the_moment_of_signing_counts(session: Session, cast: Cast):
    root = held.held(session, cast)
    held.following(session, cast, root, Seen.SEEN)
    made = held.following(session, cast, root, Seen.SEEN)
    held.talk(session, cast, made)
    held.agree(session, cast, made, one_thing="Let them close.")
    correction = corrected(session, made, Seen.PARTLY)
    session.flush()
    session.expire_all()
    connection = session.connection()
    number, waits = correction.id, [True]

    def signs(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        # What the talk is about has been read, and the talk is not held yet.
        if "FROM reply" in statement and waits:
            waits.clear()
            now = {"status": Status.SIGNED, "signed_at": TALKED_AT}
            signing = update(Observation).where(col(Observation.id) == number).values(now)
            with as_owner(session):
                connection.execute(signing)

    event.listen(connection, "after_cursor_execute", signs)
    with pytest.raises(Invalid) as refusal:
        do(session, cast, "mo", made, "sign")
    event.remove(connection, "after_cursor_execute", signs)

    assert not waits
    assert list(refusal.value.problems) == ["next_reason"]


def test_the_observed_says_once_whether_they_were_asked_first(
    session: Session, cast: Cast, made: Observation
):
    with pytest.raises(Conflict, match="once you have talked"):
        do(session, cast, "mo", made, "asked")
    held.talk(session, cast, made)
    held.agree(session, cast, made)
    do(session, cast, "lena", made, "sign")
    with pytest.raises(Conflict, match="talked and signed"):
        do(session, cast, "mo", made, "asked")
    do(session, cast, "mo", made, "sign")
    with pytest.raises(Invalid):
        do(session, cast, "mo", made, "asked", answer="maybe")
    with pytest.raises(NotFound):
        do(session, cast, "lena", made, "asked")
    for _each in range(2):
        do(session, cast, "mo", made, "asked", answer="partly")
    with pytest.raises(Conflict, match="stays as it is"):
        do(session, cast, "mo", made, "asked", answer="yes")
    assert [one.answer for one in session.exec(select(AskedFirst))] == ["partly"]
    assert [text for _who, text in told(session) if "one question" in text] == [
        "Mo Manager has answered one question about your talk. Only the two of you see it."
    ]


@pytest.mark.parametrize("step", list(STEPS))
@pytest.mark.parametrize("who", ["cleo", "odd", "sol", "mia", "rae", "spec", "ada"])
def test_a_talk_is_there_for_nobody_but_the_two(
    session: Session, cast: Cast, made: Observation, who: str, step: str
):
    held.talk(session, cast, made)
    with pytest.raises(NotFound):
        do(session, cast, who, made, step, at=NOW + timedelta(days=9))


def test_a_talk_is_not_there_for_the_leader_who_decides_on_a_certification(
    session: Session, cast: Cast
):
    made = signed.observation(session, cast, by=cast.spec, aim=Aim.CERTIFICATION)
    for step in STEPS:
        with pytest.raises(NotFound):
            do(session, cast, "lena", made, step)


@pytest.mark.parametrize("step", list(STEPS))
def test_before_the_observation_is_signed_there_is_no_talk(session: Session, cast: Cast, step: str):
    draft = signed.observation(session, cast, draft=True)
    for who in ("lena", "mo"):
        with pytest.raises(NotFound):
            do(session, cast, who, draft, step)


def test_whoever_is_told_is_led_to_the_talk(session: Session, cast: Cast):
    made = held.held(session, cast)
    links = {one.link for one in session.exec(select(Notice))}
    assert links == {routes.observation(made.public_id, routes.TALK)}


def test_nobody_signs_what_was_changed_after_they_read_it(
    session: Session, cast: Cast, made: Observation
):
    held.talk(session, cast, made)
    held.agree(session, cast, made)
    mo = cast.actor(cast.mo)
    row = talk_of(session, mo, public_id=made.public_id, at=TALKED_AT)
    read = asdict(row.words)
    keep_words(
        session,
        cast.actor(cast.lena),
        public_id=made.public_id,
        name="promised",
        text="Something else.",
        at=TALKED_AT,
    )

    with pytest.raises(Conflict):
        sign_talk(session, mo, public_id=made.public_id, at=TALKED_AT, read=read)

    read["promised"] = "Something else."
    sign_talk(session, mo, public_id=made.public_id, at=TALKED_AT, read=read)
    assert talk_of(session, mo, public_id=made.public_id, at=TALKED_AT).is_frozen
