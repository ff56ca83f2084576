"""What stands beside the observations of one group: looks, own tallies, practice and notices."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Final

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.demo.asides import round_values
from coach_the_coach.demo.cast import Habit
from coach_the_coach.demo.chance import chance, device_id, public_id
from coach_the_coach.demo.large.bulk import Bulk
from coach_the_coach.demo.large.company import Group, Stay
from coach_the_coach.demo.large.history import TAPPED, History, Setting
from coach_the_coach.demo.open_matters import put_notices
from coach_the_coach.demo.people import Member
from coach_the_coach.demo.plan import Stage
from coach_the_coach.demo.records import signed_at
from coach_the_coach.demo.shelf import Shelf
from coach_the_coach.demo.sights import in_four, sight
from coach_the_coach.demo.wording import LOOKS
from coach_the_coach.foundation.words import _
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.looks.tables import Look, LookBody, LookLevel
from coach_the_coach.observations.practice.tables import PracticeRound
from coach_the_coach.observations.rating.outcome.rules import strip_of
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.selftally.tables import SelfTally, SelfTap
from coach_the_coach.observations.tally.rules import Buttons, tally_of
from coach_the_coach.shell import routes

LOOK_EVERY: Final = 80
"""Days between two short looks of a director at the same manager, on average."""

TALLIES: Final = 0.3
"""The share of managers who count their own sessions."""

TALLY_EVERY: Final = 35
"""Days between two tallies of such a manager, on average."""

PRACTISES: Final = 0.6
"""The share of managers who have done the first practice."""

TABLES: Final = (
    Look,
    # A look that is given takes no level once its words are there.
    LookLevel,
    LookBody,
    SelfTally,
    SelfTap,
    PracticeRound,
    Notice,
)
"""What is written here."""


class Asides:
    """What one group has beside its observations."""

    def __init__(self, bulk: Bulk, setting: Setting, group: Group, begins: datetime) -> None:
        self.bulk, self.setting, self.group, self.begins = bulk, setting, group, begins
        self.luck = chance(setting.seed, "large asides", group.director.public_id)

    def put(self, history: History) -> None:
        """Put everything aside."""
        self._put_round(self.group.director)
        for stay in (one for team in self.group.teams for one in team.managers):
            self._put_looks(stay)
            if self.luck.random() < TALLIES:
                self._put_tallies(stay)
            if self.luck.random() < PRACTISES:
                self._put_round(stay.member)
        self._put_notices(history)

    def write(self) -> None:
        """Write it."""
        self.bulk.write(self.bulk.session, *TABLES)

    def _put_looks(self, stay: Stay) -> None:
        people = self.setting.people
        for given in self._times(stay, LOOK_EVERY):
            words = self.luck.choice(LOOKS)
            key = self.bulk.put(
                Look,
                public_id=public_id(self.luck),
                observer_id=people[self.group.director.public_id],
                observed_id=people[stay.member.public_id],
                rubric_id=self.setting.rubric_id,
                opened_at=given - timedelta(minutes=3),
                given_at=given,
                read_at=self._later(given, days=2),
            )
            self.bulk.add(LookBody, look_id=key, moment=words["moment"], to_try=words["to_try"])
            for dimension in self.luck.sample(range(1, 9), self.luck.randint(1, 2)):
                level = self.luck.randint(1, 4)
                self.bulk.add(LookLevel, look_id=key, dimension=dimension, level=level)

    def _put_tallies(self, stay: Stay) -> None:
        for started in self._times(stay, TALLY_EVERY):
            seen = sight(stay.member.habit or Habit(0.6, 0.6), 0.7, self.luck)
            moments = in_four(seen.moments)
            shared = self.luck.random() < 0.3
            stopped = started + timedelta(seconds=seen.seconds)
            director = self.setting.people[self.group.director.public_id]
            key = self.bulk.put(
                SelfTally,
                public_id=public_id(self.luck),
                coach_id=self.setting.people[stay.member.public_id],
                source=Source.LIVE,
                buttons=Buttons.FOUR,
                purpose=Purpose.COACH,
                opened_at=started - timedelta(minutes=1),
                started_at=started,
                stopped_at=stopped,
                tally=asdict(tally_of(code for _second, code in moments)),
                strip=strip_of(moments, seconds=seen.seconds),
                shared_with_id=director if shared else None,
                shared_at=stopped + timedelta(hours=1) if shared else None,
            )
            if self.setting.at - started < TAPPED:
                device = device_id(self.luck)
                for seq, (second, code) in enumerate(moments, 1):
                    self.bulk.add(
                        SelfTap,
                        id=device_id(self.luck),
                        self_tally_id=key,
                        device_id=device,
                        seq=seq,
                        at=started + timedelta(seconds=second),
                        code=code,
                    )

    def _put_round(self, member: Member) -> None:
        """The first practice, some days after their first day."""
        first = datetime.combine(member.starts_on, time(8), self.setting.at.tzinfo)
        started = max(first, self.begins) + timedelta(days=self.luck.randint(1, 60), hours=6)
        if started < self.setting.at - timedelta(days=1):
            values = round_values(self.luck, self.luck.randint(0, 9), started)
            self.bulk.put(PracticeRound, person_id=self.setting.people[member.public_id], **values)

    def _put_notices(self, history: History) -> None:
        """What is new, and what of the last months was read long ago."""
        views, people, at = history.views, self.setting.people, self.setting.at
        new = Shelf()
        put_notices(new, views, history.found, people, luck=self.luck, at=at)
        for row in new.rows(Notice):
            self.bulk.put(Notice, read_at=None, **row)
        text = _("{name} has observed you. Rate yourself, then talk it over.")
        for view in views:
            told = signed_at(view)
            if view.watch.stage is Stage.TALKED and at - told < TAPPED:
                self.bulk.put(
                    Notice,
                    public_id=public_id(self.luck),
                    person_id=people[view.watch.meeting.coach.public_id],
                    text=text.format(name=view.watch.observer.name),
                    link=routes.observation(view.watch.public_id, routes.REFLECT),
                    at=told,
                    read_at=told + timedelta(hours=self.luck.randint(1, 30)),
                )

    def _times(self, stay: Stay, every: int) -> Iterator[datetime]:
        """Moments of somebody's time there within the history, about so many days apart."""
        at = self.setting.at
        first = datetime.combine(stay.member.starts_on, time(8), at.tzinfo)
        last = datetime.combine(stay.last_day, time(8), at.tzinfo) if stay.last_day else at
        moment = max(first, self.begins) + self._step(every)
        while moment < last - timedelta(days=1):
            yield moment
            moment += self._step(every)

    def _step(self, every: int) -> timedelta:
        days = self.luck.randint(every // 2, every * 3 // 2)
        return timedelta(days=days, minutes=self.luck.randrange(0, 480, 5))

    def _later(self, moment: datetime, days: int) -> datetime | None:
        """When it was read, if that has come."""
        read = moment + timedelta(hours=self.luck.randint(1, 24 * days))
        return read if read < self.setting.at else None
