"""How far a session has come that two score again for an appeal, and both scorings of it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.calibration.again.rows import AgainLine, AgainRow
from coach_the_coach.calibration.pairing.queries import words_of
from coach_the_coach.calibration.queries import Counting, able_to_score, counting_in
from coach_the_coach.calibration.rules import mean, number_words, pair_score
from coach_the_coach.coaching.rules import pair_words
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import names_of
from coach_the_coach.observations.blind.queries import Given, given_in
from coach_the_coach.observations.queries import note_reading
from coach_the_coach.observations.rubric.rules import Rubric as Form
from coach_the_coach.observations.rubric.rules import stored_rubric, worded
from coach_the_coach.observations.tables import BlindScoring, Rubric


def scoring_for(session: Session, appeal: str, *, held: bool = False) -> BlindScoring | None:
    """The scoring for an appeal, by its public id; None before two are named. As the program.

    `held` until the transaction ends.
    """
    asked = select(BlindScoring).where(BlindScoring.again_for == appeal)
    if held:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    with as_program(session):
        return session.exec(asked).first() if appeal else None


def able_again(session: Session, held_id: str, *, but: Collection[int], at: datetime) -> set[int]:
    """Who may score a session again: who may certify, leads them nowhere, and read none of it."""
    with as_program(session):
        held = _held(session, held_id)
    able = able_to_score(session, held, but=but, at=at, third=True)
    return {one.person.id or 0 for one in able}


def is_scored_again_elsewhere(session: Session, held_id: str, appeal: str) -> bool:
    """Whether the session is being scored again for another appeal just now."""
    with as_program(session):
        found = session.exec(
            select(BlindScoring.id)
            .join(CoachingSession, col(CoachingSession.id) == col(BlindScoring.coaching_session_id))
            .where(
                CoachingSession.public_id == held_id,
                col(BlindScoring.again_for).not_in(["", appeal]),
                col(BlindScoring.settled_at).is_(None),
                col(BlindScoring.called_off_at).is_(None),
            )
        ).first()
    return found is not None


def has_words(session: Session, held_id: str) -> bool:
    """Whether the words of a transcript of the session are there, to be scored again from."""
    with as_program(session):
        return words_of(session, _held(session, held_id).id or 0) is not None


def signed_again(session: Session, scoring: BlindScoring) -> set[int]:
    """Who of the two has signed."""
    with as_program(session):
        given = given_in(session, [scoring.coaching_session_id])[scoring.coaching_session_id]
    two = {scoring.first_observer_id, scoring.second_observer_id}
    return {one.observation.observer_id for one in given} & two


def both_scorings(session: Session, actor: Actor, scoring: BlindScoring) -> AgainRow | None:
    """What counted before beside what the two gave; None before both have signed.

    The caller has made sure that the actor may read both; the log keeps that they did.
    """
    with as_program(session):
        number = scoring.coaching_session_id
        given = given_in(session, [number])[number]
        by = {one.observation.observer_id: one for one in given}
        two = [by.get(scoring.first_observer_id), by.get(scoring.second_observer_id)]
        again = [one for one in two if one is not None]
        if len(again) < len(two):
            return None
        before = _before(session, scoring, given)
        form = _form(session, again[0])
        ids = [one.observation.observer_id for one in (*before.given, *again)]
        names = names_of(session, ids)
    for one in (*before.given, *again):
        note_reading(session, actor, one.observation)
    whole = pair_score(again[0].scored, again[1].scored)
    numbers = {*before.levels, *whole.levels}
    return AgainRow(
        before_by=_names(before.given, names),
        again_by=_names(again, names),
        levels=[
            AgainLine(
                name=dimension.name,
                before=number_words(before.levels.get(dimension.number)) or _("Not observed"),
                before_each=_each(before.given, dimension.number),
                again=number_words(whole.levels.get(dimension.number)) or _("Not observed"),
                again_each=_each(again, dimension.number),
            )
            for dimension in form.dimensions
            if dimension.number in numbers
        ],
        before_total=number_words(mean(before.levels.values())),
        again_total=number_words(whole.total),
        before_signs=_signs(form, before.stop_signs),
        again_signs=_signs(form, whole.stop_signs),
    )


def _before(session: Session, scoring: BlindScoring, given: Sequence[Given]) -> Counting:
    """What counted when it was asked for: nothing that was scored again since is in it."""
    found = session.exec(
        select(BlindScoring)
        .where(
            BlindScoring.coaching_session_id == scoring.coaching_session_id,
            col(BlindScoring.called_off_at).is_(None),
        )
        .order_by(col(BlindScoring.settled_at), col(BlindScoring.id))
    ).all()
    earlier = [one for one in found if not one.again_for or one.asked_at < scoring.asked_at]
    since = {
        who
        for one in found
        if one not in earlier
        for who in (one.first_observer_id, one.second_observer_id)
    }
    return counting_in([one for one in given if one.observation.observer_id not in since], earlier)


def _held(session: Session, held_id: str) -> CoachingSession:
    return session.exec(select(CoachingSession).where(CoachingSession.public_id == held_id)).one()


def _form(session: Session, one: Given) -> Form:
    content = session.get_one(Rubric, one.observation.rubric_id).content
    coach, coached = pair_words(coached_coaches=False)
    return worded(stored_rubric(content), coach=coach, coached=coached)


def _names(given: Sequence[Given], names: dict[int, str]) -> str:
    return " · ".join(names.get(one.observation.observer_id, "") for one in given)


def _each(given: Sequence[Given], number: int) -> str:
    """The level that each gave, in the order of their names."""
    levels = (one.scored.levels.get(number) for one in given)
    return " · ".join("–" if level is None else str(level) for level in levels)


def _signs(form: Form, keys: Collection[str]) -> list[str]:
    return [one.text for one in form.stop_signs if one.key in keys]
