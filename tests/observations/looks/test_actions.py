"""A look is written by whoever may observe, given once, and then stays as it is."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.looks import actions
from coach_the_coach.observations.looks.queries import given_look, look_form
from coach_the_coach.observations.looks.tables import Look, LookBody, LookLevel
from coach_the_coach.observations.tables import Observation, Rating
from coach_the_coach.shell import routes
from tests import build
from tests.cast import NOW, Cast
from tests.observations.looks import written

LATER = NOW + timedelta(minutes=5)


def test_who_may_observe_somebody_takes_a_look_and_finds_it_again(session: Session, cast: Cast):
    first = written.begun(session, cast)
    assert written.begun(session, cast, at=LATER) == first
    assert written.begun(session, cast, by="spec") != first
    written.given(session, cast)
    assert written.begun(session, cast, at=LATER) != first


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("mo", NotPermitted),
        ("mia", NotPermitted),
        ("sol", NotPermitted),
        ("odd", NotFound),
        ("rae", NotPermitted),
        ("ada", NotPermitted),
    ],
)
def test_who_may_not_observe_somebody_takes_no_look(
    session: Session, cast: Cast, who: str, refusal: type[Exception]
):
    with pytest.raises(refusal):
        written.begun(session, cast, by=who)
    assert session.exec(select(Look)).all() == []


def test_one_looks_at_those_who_coach(session: Session, cast: Cast):
    build.rubric(session)
    with pytest.raises(Invalid, match="does not coach anybody"):
        actions.open_look(session, cast.actor(cast.lena), person=cast.rae.public_id, at=NOW)


def test_it_keeps_one_or_two_dimensions_and_no_third(session: Session, cast: Cast):
    look, lena = written.written(session, cast), cast.actor(cast.lena)
    with pytest.raises(Invalid) as refusal:
        actions.choose_dimension(session, lena, public_id=look, dimension=4, wanted=True)
    assert list(refusal.value.problems) == ["dimensions"]
    # Chosen again it changes nothing; taken off it makes room.
    chosen = [
        actions.choose_dimension(session, lena, public_id=look, dimension=number, wanted=wanted)
        for number, wanted in ((2, True), (7, False), (7, False), (4, True))
    ]
    assert chosen == [[2, 7], [2], [2], [2, 4]]
    form = look_form(session, lena, public_id=look, at=LATER)
    assert (form.chosen, form.dimensions[1].level, form.dimensions[3].level) == (
        ["2", "4"],
        "3",
        "",
    )


def test_what_does_not_fit_is_not_kept(session: Session, cast: Cast):
    look, lena = written.written(session, cast), cast.actor(cast.lena)
    before = look_form(session, lena, public_id=look, at=NOW)
    for keep, field in (
        (
            lambda: actions.keep_level(session, lena, public_id=look, dimension=2, level=5),
            "level_2",
        ),
        (
            lambda: actions.keep_level(session, lena, public_id=look, dimension=5, level=2),
            "dimensions",
        ),
        (
            lambda: actions.keep_words(
                session, lena, public_id=look, name="to_try", text="x" * 301
            ),
            "to_try",
        ),
        (lambda: actions.keep_words(session, lena, public_id=look, name="salt", text=""), "salt"),
        (
            lambda: actions.keep_coached(
                session, lena, public_id=look, coached=cast.sid.public_id, at=NOW
            ),
            "coached",
        ),
    ):
        with pytest.raises(Invalid) as refusal:
            keep()
        assert list(refusal.value.problems) == [field]
    assert look_form(session, lena, public_id=look, at=NOW) == before


def test_it_is_given_once_the_observed_is_told_and_it_stays(session: Session, cast: Cast):
    look, lena = written.written(session, cast), cast.actor(cast.lena)
    actions.give_look(session, lena, public_id=look, at=LATER)

    told = session.exec(select(Notice).order_by(col(Notice.id))).all()
    assert [(one.person_id, one.text, one.link) for one in told] == [
        (
            cast.mo.id,
            "Lena Leader took a short look and left you one thing to try.",
            routes.look(look),
        )
    ]
    for change in (
        lambda: actions.give_look(session, lena, public_id=look, at=LATER),
        lambda: actions.keep_words(session, lena, public_id=look, name="moment", text=""),
        lambda: actions.keep_level(session, lena, public_id=look, dimension=2, level=1),
        lambda: actions.choose_dimension(session, lena, public_id=look, dimension=2, wanted=False),
        lambda: actions.keep_coached(session, lena, public_id=look, coached="", at=LATER),
        lambda: actions.discard_look(session, lena, public_id=look),
    ):
        with pytest.raises(Conflict, match="stays as it is"):
            change()
    assert session.exec(select(Look)).one().given_at == LATER


def test_it_is_not_given_while_something_is_missing(session: Session, cast: Cast):
    look = written.begun(session, cast)
    with pytest.raises(Invalid) as refusal:
        actions.give_look(session, cast.actor(cast.lena), public_id=look, at=LATER)
    assert list(refusal.value.problems) == ["dimensions", "moment", "to_try"]
    assert session.exec(select(Notice)).all() == []


@pytest.mark.parametrize("who", ["spec", "cleo", "odd"])
def test_nobody_else_writes_gives_or_discards_it(session: Session, cast: Cast, who: str):
    look, other = written.written(session, cast), cast.actor(getattr(cast, who))
    for act in (
        lambda: actions.give_look(session, other, public_id=look, at=LATER),
        lambda: actions.keep_words(session, other, public_id=look, name="moment", text=""),
        lambda: actions.keep_level(session, other, public_id=look, dimension=2, level=1),
        lambda: actions.choose_dimension(session, other, public_id=look, dimension=2, wanted=False),
        lambda: actions.keep_coached(session, other, public_id=look, coached="", at=LATER),
        lambda: actions.discard_look(session, other, public_id=look),
    ):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize("who", ["mo", "sol", "ada", "rae"])
def test_who_does_not_observe_cannot_even_try(session: Session, cast: Cast, who: str):
    look, other = written.written(session, cast), cast.actor(getattr(cast, who))
    for act in (
        lambda: actions.give_look(session, other, public_id=look, at=LATER),
        lambda: actions.keep_words(session, other, public_id=look, name="moment", text=""),
        lambda: actions.keep_level(session, other, public_id=look, dimension=2, level=1),
        lambda: actions.choose_dimension(session, other, public_id=look, dimension=2, wanted=False),
        lambda: actions.keep_coached(session, other, public_id=look, coached="", at=LATER),
        lambda: actions.discard_look(session, other, public_id=look),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_a_discarded_look_leaves_nothing(session: Session, cast: Cast):
    look = written.written(session, cast)
    actions.discard_look(session, cast.actor(cast.lena), public_id=look)
    assert [session.exec(select(one)).all() for one in (Look, LookBody, LookLevel)] == [[], [], []]


def test_only_the_observed_opening_it_makes_it_read_and_the_first_time_counts(
    session: Session, cast: Cast
):
    draft = written.written(session, cast)
    actions.read_look(session, cast.actor(cast.mo), public_id=draft, at=NOW)
    actions.give_look(session, cast.actor(cast.lena), public_id=draft, at=NOW)
    for who in ("lena", "cleo", "sol", "ada"):
        actions.read_look(session, cast.actor(getattr(cast, who)), public_id=draft, at=NOW)
    assert session.exec(select(Look)).one().read_at is None
    for at in (LATER, LATER + timedelta(hours=1)):
        actions.read_look(session, cast.actor(cast.mo), public_id=draft, at=at)
    assert session.exec(select(Look)).one().read_at == LATER
    lena = given_look(session, cast.actor(cast.lena), public_id=draft, at=LATER)
    assert lena.read.words == "Today 10:05"


def test_a_look_is_no_observation(session: Session, cast: Cast):
    written.given(session, cast)
    assert session.exec(select(Observation)).all() == []
    assert session.exec(select(Rating)).all() == []
