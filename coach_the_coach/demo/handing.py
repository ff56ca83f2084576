"""How each observation was handed over, and which ONE thing went from one session to the next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from coach_the_coach.demo import wording
from coach_the_coach.demo.chance import chance
from coach_the_coach.demo.plan import FRIDAY, Stage, key_of
from coach_the_coach.demo.records import opened_at, signed_at
from coach_the_coach.demo.views import View
from coach_the_coach.observations.focus.rules import LEARNED_AFTER
from coach_the_coach.observations.rules import AskedFirst, Seen

SEEN: Final = {Seen.SEEN: 5, Seen.PARTLY: 3, Seen.NO_CHANCE: 2}
"""How often a ONE thing was seen, as weights."""

ASKED: Final = {AskedFirst.YES: 6, AskedFirst.PARTLY: 3, AskedFirst.NO: 1, None: 2}
"""What the ones observed say of their observers, as weights; None says nothing."""


@dataclass(frozen=True)
class Handing:
    """One talk: when it was booked and held, and what was said; `key` names its first version."""

    key: str
    view: View
    follows: str | None
    """The talk in which the ONE thing looked out for was set; None for none."""

    seen: Seen | None
    carries: str | None = None
    """The talk whose ONE thing stays; None where a new one is set, or there was no talk yet."""

    booked_for: datetime | None = None
    is_held: bool = False
    one_thing: str = ""
    asked_first: AskedFirst | None = None

    @property
    def held_at(self) -> datetime:
        """When it was opened, shown and signed begins here."""
        return self.booked_for or signed_at(self.view)


@dataclass
class _Thread:
    """The ONE thing between two people as it stands."""

    root: str | None = None
    one_thing: str = ""
    since: datetime | None = None
    seen: int = 0


def handings(views: Iterable[View], seed: int, at: datetime) -> dict[str, Handing]:
    """The talk over every observation, by the public id of its first version, by time."""
    newest: dict[str, View] = {}
    for view in views:
        newest[key_of(view.watch)] = view
    threads: dict[tuple[str, str], _Thread] = {}
    found = {}
    for key, view in newest.items():
        two = (view.watch.observer.public_id, view.watch.meeting.coach.public_id)
        thread = threads.setdefault(two, _Thread())
        found[key] = _handing(key, view, thread, chance(seed, "handing", key), at)
    return found


def talked_at(handing: Handing) -> datetime:
    """When both had signed."""
    return handing.held_at + timedelta(minutes=15)


def asked_of(found: Mapping[str, Handing]) -> dict[str, AskedFirst]:
    """What was said of the observers, by talk."""
    return {key: one.asked_first for key, one in found.items() if one.asked_first}


def _handing(key: str, view: View, thread: _Thread, luck: Random, at: datetime) -> Handing:
    is_open = thread.since is not None and thread.since < opened_at(view)
    follows = thread.root if is_open else None
    stage = view.watch.stage
    seen = None
    if follows and stage is not Stage.DRAFT:
        seen = luck.choices(list(SEEN), list(SEEN.values()))[0]
        thread.seen += seen is Seen.SEEN
    booked = _booked_for(view, luck, at)
    if stage is not Stage.TALKED:
        return Handing(key, view, follows, seen, booked_for=booked)
    stays = follows is not None and thread.seen < LEARNED_AFTER
    carries = thread.root if stays else None
    if not stays:
        thread.root, thread.one_thing, thread.seen = key, view.draft.one_thing, 0
    made = Handing(
        key,
        view,
        follows,
        seen,
        carries=carries,
        booked_for=booked,
        is_held=True,
        one_thing=thread.one_thing,
        asked_first=luck.choices(list(ASKED), list(ASKED.values()))[0],
    )
    thread.since = talked_at(made)
    return made


def _booked_for(view: View, luck: Random, at: datetime) -> datetime | None:
    """A quarter of an hour on a working day after the signature; none for what was left lying."""
    stage, zone = view.watch.stage, ZoneInfo(view.watch.meeting.coach.zone)
    old = at - signed_at(view) > timedelta(days=14)
    if stage in (Stage.DRAFT, Stage.BLIND) or (stage is not Stage.TALKED and old):
        return None
    after = signed_at(view) if stage is Stage.TALKED else at
    day = after.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() > FRIDAY:
        day += timedelta(days=1)
    local = datetime.combine(day, time(luck.randint(9, 16), luck.choice((0, 15, 30, 45))), zone)
    return local.astimezone(UTC)


def words_of(handing: Handing, seed: int) -> dict[str, str]:
    """What was said in a talk that was held; nothing before."""
    view = handing.view
    rep = view.watch.meeting.coached.given
    if not handing.is_held:
        return dict.fromkeys(("intended", "noticed", "moment", "would_try", "promised"), "")
    luck = chance(seed, "talk words", handing.key)
    quotes = [one.quote for one in view.draft.ratings if one.quote]
    return {
        "intended": wording.one_of(luck, wording.INTENDED, rep),
        "noticed": wording.one_of(luck, wording.NOTICED, rep),
        "moment": quotes[0] if quotes else view.draft.strengths,
        "would_try": wording.one_of(luck, wording.WOULD_TRY, rep),
        "promised": view.draft.agreed,
    }
