"""The address of every page, said once."""

from typing import Final

from coach_the_coach.identity import sign_in

HOME: Final = "/"
SIGN_IN: Final = sign_in.SIGN_IN
NUMBER: Final = "/signin/number"
WELCOME: Final = "/welcome"
CONFIRM: Final = sign_in.CONFIRM
ACCOUNT: Final = "/account"
SECOND: Final = "/account/second"
OWN_PASSWORD: Final = "/account/password"  # noqa: S105 - an address, which holds none
WAYS: Final = "/ways"
INVITATIONS: Final = "/invitations"
GRANTS: Final = "/grants"
IMPORTS: Final = "/imports"
TRAIL: Final = "/account/trail"
AUDIT: Final = "/audit"
TARGETS: Final = "/targets"
PEOPLE: Final = "/people"
PERSON: Final = "/people/[person_id]"
KINDS: Final = "/kinds"
NOTICES: Final = "/notices"
NEW_OBSERVATION: Final = "/observations/new"
LIVE: Final = "/observations/[observation_id]/live"
TRANSCRIPT: Final = "/observations/[observation_id]/transcript"
RATE: Final = "/observations/[observation_id]/rate"
TIMELINE: Final = "/observations/[observation_id]/timeline"
OBSERVATION: Final = "/observations/[observation_id]"
REFLECT: Final = "/observations/[observation_id]/reflect"
NEW_LOOK: Final = "/looks/new"
LOOK: Final = "/looks/[look_id]"
PRACTICE: Final = "/practice"
PRACTICE_ROUND: Final = "/practice/[conversation]"
QUESTIONS: Final = "/questions"
TALK: Final = "/observations/[observation_id]/talk"
SELF_TALLIES: Final = "/tallies"
SELF_TALLY: Final = "/tallies/[tally_id]"
WATCHING: Final = "/watching"
WATCH: Final = "/watching/[watch_id]"
WATCHERS: Final = "/watchers/[person_id]"


def person(public_id: str) -> str:
    """The page of one person."""
    return PERSON.replace("[person_id]", public_id)


def observation(public_id: str, page: str = OBSERVATION) -> str:
    """A page of one observation, by default what it came to."""
    return page.replace("[observation_id]", public_id)


def look(public_id: str) -> str:
    """The page of one short look."""
    return LOOK.replace("[look_id]", public_id)


def practice(conversation: str) -> str:
    """The page on which one invented conversation is coded."""
    return PRACTICE_ROUND.replace("[conversation]", conversation)


def self_tally(public_id: str) -> str:
    """The page of one tally of one's own session."""
    return SELF_TALLY.replace("[tally_id]", public_id)


def watching(public_id: str) -> str:
    """The page of one plan that somebody is watched."""
    return WATCH.replace("[watch_id]", public_id)


def watchers(public_id: str, *, by: str = "", certifying: bool = False) -> str:
    """The page on which one chooses who is to watch a person, and by when that would be good."""
    asked = "&".join([f"by={by}"] * bool(by) + ["certifying=on"] * certifying)
    return f"{WATCHERS.replace('[person_id]', public_id)}?{asked}".removesuffix("?")
