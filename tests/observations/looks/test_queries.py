"""A look is read by its observer, by the observed once it is given, and by nobody else."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.foundation.when import moment
from coach_the_coach.observations.looks import actions
from coach_the_coach.observations.looks.queries import (
    PER_PAGE,
    given_look,
    is_given,
    look_form,
    looks_between,
    next_lines,
)
from coach_the_coach.observations.looks.rows import LookLine, LookRow, SeenLevel
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine
from tests.cast import NOW, Cast
from tests.observations.looks import written

STRANGERS = ["cleo", "odd", "sol", "mia", "rae", "spec", "ada"]


def test_both_read_the_same_once_it_is_given(session: Session, cast: Cast):
    look = written.given(session, cast)
    for who, mine in (("lena", True), ("mo", False)):
        actor = cast.actor(getattr(cast, who))
        assert given_look(session, actor, public_id=look, at=NOW) == LookRow(
            public_id=look,
            observer="Lena Leader",
            observed="Mo Manager",
            coached="Rae Rep",
            is_mine=mine,
            given=moment(NOW, "Europe/Paris", NOW),
            levels=[
                SeenLevel(
                    "Ask-tell balance",
                    "Coaching",
                    "Mostly open, single questions; the own idea comes after the rep's, "
                    "and by invitation.",
                ),
                SeenLevel("Practice", "Telling", "None."),
            ],
            moment=written.MOMENT,
            to_try=written.TO_TRY,
        )


def test_a_draft_is_there_for_its_observer_alone(session: Session, cast: Cast):
    look, mo = written.written(session, cast), cast.actor(cast.mo)
    lena = cast.actor(cast.lena)
    form = look_form(session, lena, public_id=look, at=NOW)
    assert (form.observed, form.first_name, form.coached_word) == ("Mo Manager", "Mo", "rep")
    assert [one.word for one in form.coached] == ["Rae Rep", "Ren Rep"]
    assert (form.with_whom, form.chosen) == (cast.rae.public_id, ["2", "7"])
    assert (form.moment, form.to_try) == (written.MOMENT, written.TO_TRY)
    assert not is_given(session, lena, public_id=look)
    with pytest.raises(NotFound):
        given_look(session, lena, public_id=look, at=NOW)
    with pytest.raises(NotFound):
        is_given(session, mo, public_id=look)
    with pytest.raises(NotFound):
        given_look(session, mo, public_id=look, at=NOW)
    with pytest.raises(NotPermitted):
        look_form(session, mo, public_id=look, at=NOW)
    assert looks_between(session, mo, person=cast.mo.public_id, at=NOW) == []
    assert next_lines(session, mo, at=NOW) == []


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_reads_it_or_hears_of_it(session: Session, cast: Cast, who: str):
    look, other = written.given(session, cast), cast.actor(getattr(cast, who))
    for read in (
        lambda: given_look(session, other, public_id=look, at=NOW),
        lambda: is_given(session, other, public_id=look),
    ):
        with pytest.raises(NotFound):
            read()
    with pytest.raises((NotFound, NotPermitted)):
        look_form(session, other, public_id=look, at=NOW)
    for person in (cast.mo, cast.lena, getattr(cast, who)):
        assert looks_between(session, other, person=person.public_id, at=NOW) == []
    assert next_lines(session, other, at=NOW) == []


def test_the_two_find_it_on_each_others_page(session: Session, cast: Cast):
    look = written.given(session, cast)
    of_spec = written.given(session, cast, by="spec", at=NOW + timedelta(hours=1))
    line = LookLine(
        public_id=look,
        link=routes.look(look),
        observer="Lena Leader",
        observed="Mo Manager",
        is_mine=True,
        given=moment(NOW, "Europe/Paris", NOW),
        dimensions="Ask-tell balance, Practice",
        to_try=written.TO_TRY,
    )
    lena, mo = cast.actor(cast.lena), cast.actor(cast.mo)
    assert looks_between(session, lena, person=cast.mo.public_id, at=NOW) == [line]
    assert looks_between(session, lena, person=cast.lena.public_id, at=NOW) == []
    assert looks_between(session, lena, person=cast.mia.public_id, at=NOW) == []
    own = looks_between(session, mo, person=cast.mo.public_id, at=NOW)
    assert [one.public_id for one in own] == [of_spec, look]
    theirs = looks_between(session, mo, person=cast.lena.public_id, at=NOW)
    assert [one.public_id for one in theirs] == [look]


def test_a_list_of_looks_takes_the_same_statements_and_comes_in_pages(
    session: Session, cast: Cast, statements
):
    lena, sent = cast.actor(cast.lena), []
    for more in (1, 29):
        for number in range(more):
            written.given(session, cast, at=NOW + timedelta(minutes=number))
        session.flush()
        session.expunge_all()
        with statements() as seen:
            found = looks_between(session, lena, person=cast.mo.public_id, at=NOW)
        sent.append((len(seen), len(found)))
    assert sent == [(sent[0][0], 1), (sent[0][0], PER_PAGE)]
    last = looks_between(session, lena, person=cast.mo.public_id, at=NOW, page=2)
    assert (sent[0][0] <= 3, len(last)) == (True, 10)
    assert looks_between(session, lena, person=cast.mo.public_id, at=NOW, page=3) == []


def test_what_waits_is_what_was_begun_and_what_was_not_read(session: Session, cast: Cast):
    lena, mo = cast.actor(cast.lena), cast.actor(cast.mo)
    look = written.begun(session, cast)
    assert next_lines(session, lena, at=NOW) == []
    actions.keep_words(session, lena, public_id=look, name="moment", text="He waited.")
    assert next_lines(session, lena, at=NOW) == [
        NextLine(
            "Your short look at Mo Manager is not given yet. Begun: Today 10:00.",
            "Go on",
            routes.look(look),
            1,
            NOW.isoformat(),
        )
    ]
    written.given(session, cast)
    assert next_lines(session, lena, at=NOW) == []
    assert next_lines(session, mo, at=NOW) == [
        NextLine(
            "Lena Leader took a short look and left you one thing to try.",
            "Read",
            routes.look(look),
            0,
            NOW.isoformat(),
        )
    ]
    actions.read_look(session, mo, public_id=look, at=NOW)
    assert next_lines(session, mo, at=NOW) == []


def test_a_leader_looked_at_reads_the_form_in_their_words(session: Session, cast: Cast):
    written.begun(session, cast)
    cleo = cast.actor(cast.cleo)
    look = actions.open_look(session, cleo, person=cast.lena.public_id, at=NOW)
    form = look_form(session, cleo, public_id=look, at=NOW)
    assert form.coached_word == "manager"
    assert form.dimensions[0].choices[1].meaning == (
        "Leader announces the topic; the outcome stays vague."
    )
