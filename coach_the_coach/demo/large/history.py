"""Writing what was observed in one group: sessions, observations with their parts, and talks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.demo.chance import chance
from coach_the_coach.demo.handing import Handing, asked_of, handings, talked_at
from coach_the_coach.demo.large.bulk import Bulk
from coach_the_coach.demo.large.company import Group
from coach_the_coach.demo.large.seals import Names, observation_seal, talk_seal
from coach_the_coach.demo.parts import put_asides, put_body, put_outcome, put_taps
from coach_the_coach.demo.people import Member
from coach_the_coach.demo.plan import Stage, Watch
from coach_the_coach.demo.records import (
    observation_values,
    salt_of,
    session_values,
    signed_at,
)
from coach_the_coach.demo.replies import put_own_levels, put_reply
from coach_the_coach.demo.shelf import Shelf
from coach_the_coach.demo.talks import body_values, talk_values
from coach_the_coach.demo.views import View, view_of
from coach_the_coach.observations.rubric.rules import is_scored
from coach_the_coach.observations.tables import (
    AskedFirst,
    KindAnswer,
    Note,
    Observation,
    ObservationBody,
    Outcome,
    Rating,
    Reply,
    SelfRating,
    Status,
    Talk,
    TalkBody,
    Tap,
)

TAPPED: Final = timedelta(days=90)
"""How far back every tap, note and answer is there; of what is older, what came of them."""

PARTS: Final = (ObservationBody, Rating, Tap, KindAnswer, Note, Outcome)
"""What hangs on an observation and is frozen with it."""

REPLIES: Final = (SelfRating, Reply)
"""What the ones observed made of it."""


@dataclass(frozen=True)
class Setting:
    """What all groups share: ids of people by public id, and the form observed by."""

    people: Mapping[str, int]
    rubric_id: int
    rubric_sha256: str
    seed: int
    at: datetime


class History:
    """The history of one group, put aside."""

    def __init__(self, bulk: Bulk, setting: Setting, group: Group, watches: list[Watch]) -> None:
        self.bulk, self.setting, self.group = bulk, setting, group
        self.views = [view_of(watch, setting.seed) for watch in watches]
        self.found = handings(self.views, setting.seed, setting.at)
        self.by_key = {view.watch.public_id: view for view in self.views}
        self.talks: dict[str, int] = {}
        self.signing: list[dict[str, Any]] = []
        self.sealing: list[dict[str, Any]] = []

    def put(self) -> None:
        """Put everything aside; what comes first is numbered first."""
        for key, one in self.found.items():
            self._put_one(key, one)
        for key, answer in asked_of(self.found).items():
            self.bulk.add(
                AskedFirst,
                talk_id=self.talks[key],
                answer=answer,
                answered_at=talked_at(self.found[key]),
            )

    def write(self) -> None:
        """Write it, drafts first; then sign it: from there on the database refuses every change."""
        bulk = self.bulk
        bulk.write(bulk.session, CoachingSession, Talk, TalkBody, AskedFirst)
        bulk.write(bulk.session, Observation, *PARTS, *REPLIES)
        bulk.set(Observation, self.signing)
        bulk.set(Talk, self.sealing)

    def _put_one(self, key: str, one: Handing) -> None:
        """One session with its observation and the talk over it."""
        view, people = one.view, self.setting.people
        held = session_values(view.watch.meeting, people)
        held_id = self.bulk.put(CoachingSession, **held)
        values = observation_values(view, people) | {
            "coaching_session_id": held_id,
            "followed_id": self.talks[one.follows] if one.follows else None,
            "rubric_id": self.setting.rubric_id,
            "line_of_day": self._line_of(view.watch.meeting.coach),
        }
        number = self.bulk.put(Observation, **values)
        parts = self._parts(number, view, one)
        if view.watch.stage is not Stage.DRAFT:
            names = self._names(view.watch, one.follows)
            signed = signed_at(view)
            seal = observation_seal(values | {"signed_at": signed}, held, parts, names)
            self.signing.append(
                {
                    "key": number,
                    "status": Status.SIGNED,
                    "signed_at": signed,
                    "body_sha256": seal,
                }
            )
            self._put_talk(key, one, held_id)
        self.bulk.take(parts, *PARTS, *REPLIES)

    def _parts(self, number: int, view: View, one: Handing) -> Shelf:
        """All that hangs on an observation."""
        parts, watch, seed = Shelf(), view.watch, self.setting.seed
        luck = chance(seed, "parts", watch.public_id)
        put_body(parts, number, view, one.seen, salt_of(watch, seed))
        if self.setting.at - watch.meeting.held_at < TAPPED:
            put_taps(parts, number, view, luck)
            put_asides(parts, number, view, luck)
        if watch.stage is not Stage.DRAFT:
            put_outcome(parts, number, view)
        rated = watch.stage in (Stage.SELF_RATED, Stage.TALKED)
        if rated and is_scored(watch.meeting.purpose):
            put_own_levels(parts, number, view, seed, luck)
            put_reply(parts, number, view, one, luck)
        return parts

    def _put_talk(self, key: str, one: Handing, held_id: int) -> None:
        """The talk as it stands: waiting, or signed by both."""
        values = talk_values(one, self.setting.people) | {
            "coaching_session_id": held_id,
            "follows_id": self.talks[one.carries] if one.carries else None,
        }
        if one.is_held:
            values["observer_signed_at"] = talked_at(one) - timedelta(minutes=1)
            values["observed_signed_at"] = talked_at(one)
        self.talks[key] = number = self.bulk.put(Talk, **values)
        words = body_values(one, self.setting.seed)
        self.bulk.add(TalkBody, talk_id=number, **words)
        if one.is_held:
            root = self.by_key[one.carries].watch.meeting.public_id if one.carries else None
            seal = talk_seal(values, words, one.view.watch, root)
            self.sealing.append({"key": number, "sha256": seal})

    def _names(self, watch: Watch, follows: str | None) -> Names:
        """Whom and what the seal of an observation names."""
        names = {
            "coach": watch.meeting.coach.public_id,
            "coached": watch.meeting.coached.public_id,
            "observer": watch.observer.public_id,
            "rubric": self.setting.rubric_sha256,
            "corrects": None,
        }
        return names | ({"follows": follows} if follows else {})

    def _line_of(self, coach: Member) -> list[str]:
        """The names above the one observed."""
        director = () if coach is self.group.director else (self.group.director,)
        return [one.name for one in (*director, *self.group.above)]
