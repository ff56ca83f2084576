"""What an observer made of what there was to see: codes, levels, words, and what was agreed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from coach_the_coach.coaching.rules import Kind
from coach_the_coach.demo import wording
from coach_the_coach.demo.cast import Eye, Habit
from coach_the_coach.demo.chance import chance
from coach_the_coach.demo.conversations import Conversation, conversation
from coach_the_coach.demo.plan import Stage, Watch, key_of
from coach_the_coach.demo.sights import Sight, in_four, level_seen, seen_again, sight, takes_over
from coach_the_coach.identity.access import Role
from coach_the_coach.observations.formats.rules import Turn
from coach_the_coach.observations.rating.rules import (
    EVIDENCE_LEVELS,
    RatingDraft,
    WholeDraft,
    standouts,
)
from coach_the_coach.observations.rubric.rules import LEVELS, is_scored
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tally.rules import Buttons, Code, ask_share, tally_of
from coach_the_coach.observations.ticks.rules import Tick

AGAIN_DAYS: Final = (14, 24)
"""Days from a session until it was agreed to watch again."""

SOMETIMES: Final = 0.1
"""How often a leader and their own manager agree on no day to watch again."""

RARELY: Final = 0.75
"""The same for the specialist and the CRO, who come round less often."""

PRACTICE: Final = 7
"""The dimension in which the corrected observation was wrong."""

HALF: Final = 4
"""Dimensions rated in a draft left half done."""


@dataclass(frozen=True)
class View:
    """One observation, ready to be written."""

    watch: Watch
    seconds: int
    moments: tuple[tuple[int, Code], ...]
    kinds: tuple[Kind, ...]
    draft: WholeDraft
    notes: tuple[tuple[int, str], ...] = ()
    turns: tuple[Turn, ...] = ()
    codes: Mapping[int, Code] = field(default_factory=dict)
    """Codes by turn, where the source is a transcript."""

    @property
    def started_at(self) -> datetime:
        """When the clock of a live observation was started."""
        return self.watch.meeting.held_at + timedelta(minutes=len(self.moments) % 4)


def view_of(watch: Watch, seed: int) -> View:
    """What the observer made of the session. A corrected version saw what the first one saw."""
    luck = chance(seed, "view", watch.amends or watch.public_id)
    if watch.talk is not None:
        return _of_talk(watch, conversation(watch.talk), luck)
    # Two observers of one session see the same; only their eyes differ.
    habit = watch.meeting.coach.habit or Habit(0.6, 0.6)
    seen = sight(habit, watch.progress, chance(seed, "sight", watch.meeting.public_id))
    moments = seen.moments
    if watch.aim is Aim.CERTIFICATION:
        moments = seen_again(moments, luck)
    if watch.buttons is Buttons.FOUR:
        moments = in_four(moments)
    levels = _levels(watch, seen, luck)
    view = View(
        watch=watch,
        seconds=seen.seconds,
        moments=moments,
        kinds=seen.kinds if watch.source is Source.LIVE else (),
        draft=_draft(watch, levels, seen.seconds, luck),
        notes=_notes(watch, seen.seconds, luck) if watch.source is Source.LIVE else (),
        codes=_codes_by_turn(moments) if watch.source is Source.TRANSCRIPT else {},
    )
    if takes_over(moments):
        view = replace(view, draft=replace(view.draft, stop_signs=("took-over",)))
    if watch.mistaken or watch.amends:
        view = _with_practice(view, rep_tried=watch.mistaken)
    if not is_scored(watch.meeting.purpose):
        view = replace(view, draft=replace(view.draft, ratings=()))
    return _half(view) if watch.stage is Stage.DRAFT else view


def ticks_of(view: View) -> dict[str, bool]:
    """Which of the six plain habits were seen; none for a draft."""
    if view.watch.stage is Stage.DRAFT:
        return {}
    luck = chance(0, "ticks", key_of(view.watch))
    codes = [code for _second, code in view.moments]
    share = float(ask_share(tally_of(codes)) or 0.5)
    return {
        str(Tick.UPDATES): luck.random() > share + 0.2,
        str(Tick.NUMBERS): luck.random() > share + 0.35,
        str(Tick.SAVED): takes_over(view.moments),
        str(Tick.GAP): luck.random() < share,
        str(Tick.DECIDED): luck.random() < 0.6,
        str(Tick.DIFFERENTLY): luck.random() < share - 0.1,
    }


def _of_talk(watch: Watch, talk: Conversation, luck: Random) -> View:
    """An observation made from one of the written conversations."""
    rep = watch.meeting.coached
    turns = talk.spoken(luck, coach=watch.meeting.coach.name, coached=(rep.name, rep.given))
    codes = talk.codes()
    return View(
        watch=watch,
        seconds=int(turns[-1].end or 0),
        moments=tuple((int(turns[at - 1].start or at), code) for at, code in codes.items()),
        kinds=(),
        draft=WholeDraft(
            ratings=talk.ratings(turns),
            stop_signs=(talk.stop_sign,) if talk.stop_sign else (),
            strengths=talk.strengths.replace("{rep}", rep.given),
            one_thing=talk.one_thing.replace("{rep}", rep.given),
            agreed=talk.agreed.replace("{rep}", rep.given),
            watch_again_on=_again_on(watch, luck),
        ),
        turns=tuple(turns),
        codes=codes,
    )


def _levels(watch: Watch, seen: Sight, luck: Random) -> dict[int, int | None]:
    if watch.levels:
        return dict(enumerate(watch.levels, 1))
    eye = watch.observer.eye or Eye()
    return {
        number: level_seen(depth, eye, watch.progress, luck) for number, depth in seen.depth.items()
    }


def _draft(
    watch: Watch, levels: Mapping[int, int | None], seconds: int, luck: Random
) -> WholeDraft:
    """Levels with the words beside them, and the words about the whole."""
    rep = watch.meeting.coached.given
    stand = standouts(levels)
    strong = stand.strongest[0] if stand.strongest else 6
    weak = stand.lowest or 7
    return WholeDraft(
        ratings=tuple(_rating(watch, one, levels[one], seconds, luck) for one in sorted(levels)),
        strengths=wording.one_of(luck, wording.STRENGTHS[strong], rep),
        one_thing=wording.one_of(luck, wording.ONE_THING[weak], rep),
        agreed=wording.one_of(luck, wording.AGREED[weak], rep),
        watch_again_on=_again_on(watch, luck),
    )


def _rating(
    watch: Watch, number: int, level: int | None, seconds: int, luck: Random
) -> RatingDraft:
    """One dimension; a one and a four bear a quote, and with it the moment of a live session."""
    moment = luck.randrange(60, seconds - 30) if watch.source is Source.LIVE else None
    if level not in EVIDENCE_LEVELS:
        kept = level is not None and luck.random() < 0.15
        return RatingDraft(number, level, moment_seconds=moment if kept else None)
    quotes = wording.QUOTES_HIGH if level == LEVELS else wording.QUOTES_LOW
    quote = wording.one_of(luck, quotes[number], watch.meeting.coached.given)
    return RatingDraft(number, level, quote, moment)


def _notes(watch: Watch, seconds: int, luck: Random) -> tuple[tuple[int, str], ...]:
    """Two to five notes, each with its second; what belongs to the end comes at the end."""
    count = len(wording.NOTES)
    places = sorted(luck.sample(range(count), luck.randint(2, 5)))
    rep = watch.meeting.coached.given
    return tuple(
        (
            int(seconds * (place + luck.uniform(0.2, 0.8)) / count),
            wording.NOTES[place].replace("{rep}", rep),
        )
        for place in places
    )


def _codes_by_turn(moments: tuple[tuple[int, Code], ...]) -> dict[int, Code]:
    """The codes as those of every second turn, as the two speak by turns; a pause is no turn."""
    spoken = [code for _second, code in moments if code is not Code.PAUSE]
    return {2 * at + 1: code for at, code in enumerate(spoken)}


def _again_on(watch: Watch, luck: Random) -> date | None:
    """The day on which to watch again; for some none was agreed."""
    rarely = watch.observer.role is Role.SPECIALIST or watch.meeting.coach.role is Role.LEADER
    if watch.case is None and luck.random() < (RARELY if rarely else SOMETIMES):
        return None
    return watch.meeting.held_at.date() + timedelta(days=luck.randint(*AGAIN_DAYS))


def _half(view: View) -> View:
    """A draft whose observer was called away."""
    draft = replace(
        view.draft,
        ratings=view.draft.ratings[:HALF],
        one_thing="",
        agreed="",
        watch_again_on=None,
    )
    return replace(view, draft=draft)


def _with_practice(view: View, *, rep_tried: bool) -> View:
    """The corrected dimension: first with a four and a quote of another session, then without."""
    quote = wording.QUOTES_HIGH[PRACTICE][1].replace("{rep}", view.watch.meeting.coached.given)
    right = RatingDraft(PRACTICE, 2, moment_seconds=view.seconds // 2)
    wrong = replace(right, level=LEVELS, quote=quote)
    ratings = [one for one in view.draft.ratings if one.dimension != PRACTICE]
    ratings.append(wrong if rep_tried else right)
    ratings.sort(key=lambda one: one.dimension)
    return replace(view, draft=replace(view.draft, ratings=tuple(ratings)))
