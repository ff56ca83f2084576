"""The calendar of the demo company: what was booked, and each thing done to it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from coach_the_coach.cadence.rules import Booked, Move, Status
from coach_the_coach.cadence.tables import Appointment, AppointmentStep
from coach_the_coach.cadence.week.rules import our_name
from coach_the_coach.demo.rhythm import MINUTES, Time, Went
from coach_the_coach.demo.shelf import Shelf

STATUS: Final = {
    Went.AHEAD: Status.BOOKED,
    Went.HELD: Status.HELD,
    Went.SHORTENED: Status.HELD,
    Went.MOVED: Status.HELD,
    Went.UNLOGGED: Status.HELD,
    Went.CANCELLED: Status.CANCELLED,
    Went.MISSED: Status.CANCELLED,
}
"""How an appointment stands, by what became of it."""

MOVES: Final = {
    Went.AHEAD: (),
    Went.HELD: (Move.HELD,),
    Went.UNLOGGED: (Move.HELD,),
    Went.SHORTENED: (Move.SHORTENED, Move.HELD),
    Went.MOVED: (Move.MOVED, Move.HELD),
    Went.CANCELLED: (Move.CANCELLED,),
    Went.MISSED: (Move.MISSED,),
}
"""What was done to it, in this order."""

BOOKED_BEFORE: Final = timedelta(days=21)
"""How long before its first time each was booked."""


DAY: Final = timedelta(days=1)


def put_appointments(
    shelf: Shelf, times: Iterable[Time], logged: Mapping[str, int], people: Mapping[str, int]
) -> None:
    """Put the appointments aside, each with its entry in the log.

    None was booked before the company began with it, the day before the first.
    """
    every = list(times)
    first = min((one.first_at for one in every), default=None)
    for one in every:
        ended = one.begins_at + timedelta(minutes=one.minutes + 5)
        shelf.add(
            Appointment,
            public_id=one.public_id,
            coach_id=people[one.coach.public_id],
            coached_id=people[one.rep.public_id],
            series_id=None,
            booked=Booked.ONE_TO_ONE,
            status=STATUS[one.went],
            due_week=one.due_week,
            starts_at=one.begins_at,
            minutes=one.minutes,
            booked_minutes=MINUTES,
            first_at=one.first_at,
            log_entry_id=logged.get(one.public_id),
            uid=our_name(one.public_id),
            recurrence="",
            sequence=len(MOVES[one.went]),
            seen_cancelled=False,
            imported=False,
            made_at=max(one.first_at - BOOKED_BEFORE, (first or one.first_at) - DAY),
            settled_at=None if one.went is Went.AHEAD else ended,
        )


def put_steps(
    shelf: Shelf, times: Iterable[Time], people: Mapping[str, int], ids: Mapping[str, int]
) -> None:
    """Put what was done to them aside."""
    for one in times:
        for place, move in enumerate(MOVES[one.went], start=1):
            before = move in (Move.MOVED, Move.SHORTENED, Move.CANCELLED)
            shelf.add(
                AppointmentStep,
                appointment_id=ids[one.public_id],
                place=place,
                by_id=people[one.coach.public_id],
                move=move,
                at=one.first_at - timedelta(hours=3)
                if before
                else one.begins_at + timedelta(minutes=one.minutes + 5),
                reason=one.reason if before else "",
                allowed=one.allowed,
                blocker=one.blocker if move is Move.MISSED else None,
                starts_at=one.begins_at if move is Move.MOVED else None,
                minutes=one.minutes if move is Move.SHORTENED else None,
            )
