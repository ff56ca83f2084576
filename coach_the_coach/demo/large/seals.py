"""The seals of many, by the rooms' own rules, from rows that are not in the database yet."""

from typing import Any

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.demo.large.bulk import alike
from coach_the_coach.demo.plan import Watch
from coach_the_coach.demo.shelf import Shelf
from coach_the_coach.observations.seal.queries import Signed
from coach_the_coach.observations.seal.queries import covered as signed_content
from coach_the_coach.observations.seal.rules import seal_of
from coach_the_coach.observations.tables import (
    Note,
    Observation,
    ObservationBody,
    Outcome,
    Rating,
    Talk,
    TalkBody,
)
from coach_the_coach.observations.talk.sealing.queries import covered as agreed_content

Names = dict[str, Any]
"""What a seal names by ids that mean the same elsewhere."""


def observation_seal(
    observation: dict[str, Any], held: dict[str, Any], parts: Shelf, names: Names
) -> str:
    """The seal of an observation as it will be read: ratings by dimension, notes by time."""
    body, outcome = parts.rows(ObservationBody)[0], parts.rows(Outcome)[0]
    notes = sorted(parts.rows(Note), key=lambda row: (row["at"], row["id"]))
    ratings = sorted(parts.rows(Rating), key=lambda row: row["dimension"])
    rows = Signed(
        alike(Observation, observation),
        alike(CoachingSession, held),
        alike(ObservationBody, body),
        alike(Outcome, outcome),
        [alike(Rating, row) for row in ratings],
        [alike(Note, row) for row in notes],
    )
    return seal_of(signed_content(rows, observation["signed_at"]) | names, body["salt"])


def talk_seal(
    talk: dict[str, Any], words: dict[str, Any], watch: Watch, follows: str | None
) -> str:
    """The seal of a talk over what was watched; `follows` names the session of its ONE thing."""
    draft = alike(TalkBody, words)
    draft.watch_again_on = talk["watch_again_on"]
    names = {
        "coaching_session": watch.meeting.public_id,
        "observer": watch.observer.public_id,
        "observed": watch.meeting.coach.public_id,
        "follows": follows,
    }
    return seal_of(agreed_content(alike(Talk, talk), draft) | names, words["salt"])
