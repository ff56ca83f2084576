"""One conversation as somebody codes and rates it, and their last round beside the reference."""

from datetime import datetime
from functools import cache
from importlib import resources
from typing import Final

from sqlmodel import Session

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations import rubric
from coach_the_coach.observations.practice.queries import (
    conversation_named,
    finished_round,
    open_round,
)
from coach_the_coach.observations.practice.rows import (
    ComparedLevel,
    ComparedTurn,
    MarkedSign,
    PracticeTurn,
    RatedDimension,
    ResultRow,
    RoundRow,
)
from coach_the_coach.observations.practice.rules import (
    Conversation,
    Reference,
    Speaker,
    agreement,
    apart_mark,
    apart_words,
    to_look_at,
    turns_words,
)
from coach_the_coach.observations.practice.tables import PracticeRound
from coach_the_coach.observations.rating.rules import NOT_OBSERVED
from coach_the_coach.observations.rows import ChoiceRow
from coach_the_coach.observations.rubric.rules import Dimension, Rubric, read_rubric, worded
from coach_the_coach.observations.tally.rules import Code, code_word, side_of

FORM: Final = "rubric-1.1.toml"
"""The form that the references were written with, whatever a house rates with by now."""


@cache
def practice_form() -> Rubric:
    """The form that practice is rated with, in the words of a manager and a rep."""
    text = resources.files(rubric).joinpath(FORM).read_text("utf-8")
    return worded(read_rubric(text), coach=_("manager"), coached=_("rep"))


def round_of(session: Session, actor: Actor, *, conversation: str) -> RoundRow:
    """A conversation with the actor's answers so far. Raises NotFound where there is none."""
    found = conversation_named(conversation)
    begun = open_round(session, actor, conversation=conversation)
    done = begun is None and finished_round(session, actor, conversation=conversation) is not None
    return RoundRow(
        key=found.key,
        title=found.title,
        about=found.about,
        manager=found.manager,
        turns=_turns(found),
        codes=dict(begun.codes) if begun else {},
        dimensions=[_dimension(one) for one in practice_form().dimensions],
        levels={number: _answer(level) for number, level in begun.levels.items()} if begun else {},
        is_done=done,
    )


def result_of(session: Session, actor: Actor, *, conversation: str, at: datetime) -> ResultRow:
    """The actor's last finished round beside the reference. Raises NotFound where there is none.

    Of a round of codes only it holds nothing of how the reference rates: that is to be done first.
    """
    found = conversation_named(conversation)
    done = finished_round(session, actor, conversation=conversation)
    if done is None:
        raise NotFound
    given = [Code(done.codes[turn.key]) for turn in _turns(found)]
    both = agreement(found.reference, given)
    compared = [
        _compared(turn, own, reference, why, differs=turn.number in both.differing)
        for turn, own, (reference, why) in zip(_turns(found), given, _reasons(found), strict=True)
    ]
    own_levels = _own_levels(done)
    return ResultRow(
        key=found.key,
        title=found.title,
        manager=found.manager,
        turns=both.turns,
        agreed=both.agreed,
        alike=both.alike,
        finished=moment(done.finished_at, actor.time_zone, at),
        differing=[one for one in compared if one.differs],
        same=[one for one in compared if not one.differs],
        look_first=_look_first(found, own_levels) if own_levels else "",
        levels=[_level(one, own_levels[one.dimension]) for one in found.ratings if own_levels],
        stop_signs=_signs(found) if own_levels else [],
    )


def _own_levels(done: PracticeRound) -> dict[int, int | None]:
    """Level by dimension of a finished round; empty for one of codes only."""
    if done.rated_at is None:
        return {}
    return {int(number): level for number, level in done.levels.items()}


def _look_first(one: Conversation, own: dict[int, int | None]) -> str:
    """Where to begin to read: at what lies furthest apart."""
    furthest = to_look_at(own, {rated.dimension: rated.level for rated in one.ratings})
    if furthest is None:
        return _("You give every dimension the reference's level. See whether for its reasons.")
    name = practice_form().dimensions[furthest - 1].name
    words = apart_words(own[furthest], one.ratings[furthest - 1].level)
    return _("Look first at “{name}”. {apart}.").format(name=name, apart=words)


def _level(reference: Reference, own: int | None) -> ComparedLevel:
    """One dimension, both levels, and the reference's reason."""
    form = practice_form()
    return ComparedLevel(
        number=reference.dimension,
        name=form.dimensions[reference.dimension - 1].name,
        own=_level_words(form, own),
        reference=_level_words(form, reference.level),
        apart=apart_words(own, reference.level),
        mark=apart_mark(own, reference.level),
        turns=turns_words(reference.turns),
        why=reference.why,
    )


def _signs(found: Conversation) -> list[MarkedSign]:
    """The stop signs that the reference marks."""
    texts = {sign.key: sign.text for sign in practice_form().stop_signs}
    return [MarkedSign(texts[one.key], turns_words(one.turns), one.why) for one in found.stop_signs]


def _dimension(dimension: Dimension) -> RatedDimension:
    """One dimension with its four levels, and that it was not observed."""
    form = practice_form()
    levels = [
        ChoiceRow(str(level), _level_words(form, level), anchor)
        for level, anchor in enumerate(dimension.anchors, 1)
    ]
    return RatedDimension(
        number=dimension.number,
        name=dimension.name,
        hint=dimension.hint,
        choices=[*levels, ChoiceRow(NOT_OBSERVED, form.level_word(None))],
    )


def _level_words(form: Rubric, level: int | None) -> str:
    """A level with its word, as in the rating of an observation."""
    word = form.level_word(level)
    return word if level is None else f"{level} · {word}"


def _answer(level: int | None) -> str:
    """An answer as the form sends it."""
    return NOT_OBSERVED if level is None else str(level)


def _turns(one: Conversation) -> list[PracticeTurn]:
    """The manager's turns in order, each with what was said before it."""
    names = {Speaker.MANAGER: one.manager, Speaker.REP: one.rep}
    found: list[PracticeTurn] = []
    for before, turn in zip((None, *one.turns), one.turns, strict=False):
        if turn.speaker is Speaker.MANAGER:
            number = len(found) + 1
            found.append(
                PracticeTurn(
                    number=number,
                    key=str(number),
                    before_speaker=names[before.speaker] if before else "",
                    before=before.text if before else "",
                    text=turn.text,
                )
            )
    return found


def _reasons(one: Conversation) -> list[tuple[Code, str]]:
    """The reference's code and reason for each of the manager's turns."""
    return [(turn.code, turn.why) for turn in one.turns if turn.code is not None]


def _compared(
    turn: PracticeTurn, own: Code, reference: Code, why: str, *, differs: bool
) -> ComparedTurn:
    return ComparedTurn(
        number=turn.number,
        before_speaker=turn.before_speaker,
        before=turn.before,
        text=turn.text,
        own=code_word(own),
        own_side=str(side_of(own)),
        reference=code_word(reference),
        reference_side=str(side_of(reference)),
        why=why,
        differs=differs,
    )
