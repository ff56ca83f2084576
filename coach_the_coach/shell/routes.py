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
TEAM_PRACTICE: Final = "/team-practice"
TEAM_PRACTICE_ONE: Final = "/team-practice/[practice_id]"
HOURS: Final = "/hours"
HOURS_ONE: Final = "/hours/[audit_id]"
TALK: Final = "/observations/[observation_id]/talk"
SELF_TALLIES: Final = "/tallies"
SELF_TALLY: Final = "/tallies/[tally_id]"
WATCHING: Final = "/watching"
WATCH: Final = "/watching/[watch_id]"
DOUBLE: Final = "/double"
DOUBLE_ONE: Final = "/double/[pair_id]"
WATCHERS: Final = "/watchers/[person_id]"
FIGURES: Final = "/figures"
MADE: Final = "/figures/made"
FIGURES_OF: Final = "/figures/[person_id]"
LOG: Final = "/coaching"
LOG_NEW: Final = "/coaching/new"
LOG_MOMENT: Final = "/coaching/moment"
PROOF: Final = "/coaching/proof"
LOG_ENTRY: Final = "/coaching/[entry_id]"
AGREED: Final = "/agreed"
CALLS: Final = "/calls"
CALL_NEW: Final = "/calls/new"
SIGNIFICANT: Final = "/calls/significant"
CALL: Final = "/calls/[call_id]"
WEEK: Final = "/week"
WEEK_BOOK: Final = "/week/book"
CALENDAR: Final = "/calendar"
SKILLS: Final = "/skills"
SKILL_NEW: Final = "/skills/new"
SKILL: Final = "/skills/[cycle_id]"
PLAN_NEW: Final = "/plans/new"
ACTION_PLAN: Final = "/plans/[plan_id]"
CADENCE: Final = "/cadence"
RHYTHM: Final = "/rhythm"
RHYTHM_OF: Final = "/rhythm/[person_id]"
INTERRUPTIONS: Final = "/interruptions"
INTERRUPTIONS_OF: Final = "/interruptions/[person_id]"
COVERAGE: Final = "/coverage"
COVERAGE_OF: Final = "/coverage/[person_id]"
PULSE: Final = "/pulse"
PULSE_SAY: Final = "/pulse/say/[coach_id]"
PULSE_LINK: Final = "/pulse/link"
PULSE_MINIMUM: Final = "/pulse/minimum"
CERTIFICATES: Final = "/certificates"
VERIFY: Final = "/verify"

CERTIFICATION: Final = "/certification"
CERTIFICATION_OF: Final = "/certification/[person_id]"
PATHS: Final = "/paths"
PATH: Final = "/paths/[path_key]"
PATH_STATES: Final = "/paths/states"
ASSIGN: Final = "/assign"
ASSIGN_OF: Final = "/assign/[person_id]"
FINISHING: Final = "/assign/able"
CERTIFIED: Final = "/certified"
REGISTER: Final = "/register"
REGISTER_FILE: Final = "/register/awards.csv"
DECISIONS: Final = "/decisions"
LEARN: Final = "/learn"
EXAM: Final = "/exam"
DECISION: Final = "/decisions/[review_id]"
APPEAL: Final = "/decisions/[review_id]/appeal"
SUSPENSION: Final = "/certificates/[award_id]/suspension"
ATTEST: Final = "/attest/[person_id]"

SELF_AUDIT: Final = "/self-audit"
SELF_AUDIT_OF: Final = "/self-audit/[person_id]"
LEARN_UNIT: Final = "/learn/[unit]"


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


def team_practice(public_id: str) -> str:
    """The page on which one practice with a team is led."""
    return TEAM_PRACTICE_ONE.replace("[practice_id]", public_id)


def hours(public_id: str) -> str:
    """The page on which a leader reads where somebody's two weeks went."""
    return HOURS_ONE.replace("[audit_id]", public_id)


def self_tally(public_id: str) -> str:
    """The page of one tally of one's own session."""
    return SELF_TALLY.replace("[tally_id]", public_id)


def watching(public_id: str) -> str:
    """The page of one plan that somebody is watched."""
    return WATCH.replace("[watch_id]", public_id)


def double(public_id: str) -> str:
    """The page of one session that two score blind."""
    return DOUBLE_ONE.replace("[pair_id]", public_id)


def watchers(public_id: str, *, by: str = "", certifying: bool = False) -> str:
    """The page on which one chooses who is to watch a person, and by when that would be good."""
    asked = "&".join([f"by={by}"] * bool(by) + ["certifying=on"] * certifying)
    return f"{WATCHERS.replace('[person_id]', public_id)}?{asked}".removesuffix("?")


def rhythm(public_id: str) -> str:
    """The page of the rhythm that a coach has with each of their own."""
    return RHYTHM_OF.replace("[person_id]", public_id)


def interruptions(public_id: str) -> str:
    """The page of a coach's rules of interruption, for their leader and their reps."""
    return INTERRUPTIONS_OF.replace("[person_id]", public_id)


def coverage(public_id: str) -> str:
    """The page on which is said who coaches one rep."""
    return COVERAGE_OF.replace("[person_id]", public_id)


def skill(public_id: str) -> str:
    """The page of one skill that two work on."""
    return SKILL.replace("[cycle_id]", public_id)


def action_plan(public_id: str) -> str:
    """The page of one action plan."""
    return ACTION_PLAN.replace("[plan_id]", public_id)


def customer_call(public_id: str) -> str:
    """The page of one customer call, with its plan and its debrief."""
    return CALL.replace("[call_id]", public_id)


def calls_of(public_id: str) -> str:
    """The customer calls of somebody else who coaches."""
    return f"{CALLS}?of={public_id}"


def new_call(public_id: str = "") -> str:
    """The page on which a customer call is entered, for this person where one is named."""
    return f"{CALL_NEW}?of={public_id}".removesuffix("?of=")


def log_of(person_id: str) -> str:
    """The sessions that the reader logged with one person."""
    return f"{LOG}?of={person_id}"


def log_new(person_id: str, *, form: str = "", on: str = "") -> str:
    """The form of a session with one person, of a form and on a day where they are given."""
    asked = "".join(f"&{name}={value}" for name, value in (("form", form), ("on", on)) if value)
    return f"{LOG_NEW}?of={person_id}{asked}"


def log_correct(public_id: str) -> str:
    """The form in which one session of the log is corrected."""
    return f"{LOG_NEW}?entry={public_id}"


def log_moment(person_id: str) -> str:
    """The few taps for what was said in the moment to one person."""
    return f"{LOG_MOMENT}?of={person_id}"


def log_entry(public_id: str) -> str:
    """The page of one session in the log."""
    return LOG_ENTRY.replace("[entry_id]", public_id)


def proof(person_id: str) -> str:
    """The past days of one coach, for who leads them."""
    return f"{PROOF}?of={person_id}"


def self_audit(person_id: str) -> str:
    """The page on which a leader answers the ten points about somebody."""
    return SELF_AUDIT_OF.replace("[person_id]", person_id)


def certification_of(public_id: str) -> str:
    """The page of how somebody stands on their paths, for those above."""
    return CERTIFICATION_OF.replace("[person_id]", public_id)


def path(key: str) -> str:
    """The page on which one path is read and changed."""
    return PATH.replace("[path_key]", key)


def path_file(key: str) -> str:
    """Where the newest version of a path is downloaded."""
    return f"{path(key)}/path.toml"


def decision(public_id: str) -> str:
    """The page of one decision about a certificate."""
    return DECISION.replace("[review_id]", public_id)


def appeal(review_id: str) -> str:
    """The page of an appeal against one decision."""
    return APPEAL.replace("[review_id]", review_id)


def suspension(award_id: str) -> str:
    """The page on which a certificate is let rest, and what comes after."""
    return SUSPENSION.replace("[award_id]", award_id)


def attest(person_id: str) -> str:
    """The page on which one signs for things that no room measures, for one person."""
    return ATTEST.replace("[person_id]", person_id)


def pulse_say(coach_id: str) -> str:
    """The page on which one says how the sessions with this coach were."""
    return PULSE_SAY.replace("[coach_id]", coach_id)


def figures_of(public_id: str) -> str:
    """The page of the figures of one coach."""
    return FIGURES_OF.replace("[person_id]", public_id)


def figures_file(public_id: str) -> str:
    """Where the file is of what the figures of one coach are made of."""
    return f"{figures_of(public_id)}/export.zip"


def learn_unit(unit: str) -> str:
    """The page of one learning unit."""
    return LEARN_UNIT.replace("[unit]", unit)


def assign_of(public_id: str) -> str:
    """The page of the paths that somebody was put on, for whoever assigns them."""
    return ASSIGN_OF.replace("[person_id]", public_id)


def assign(*, path: str = "", person: str = "") -> str:
    """The page on which people are put on a path, with a path and somebody chosen already."""
    asked = "&".join(f"{name}={one}" for name, one in (("path", path), ("person", person)) if one)
    return f"{ASSIGN}?{asked}".removesuffix("?")


def certified(path: str, which: str) -> str:
    """One list of those on a path, or not on it."""
    return f"{CERTIFIED}?path={path}&list={which}"


def verify(link_id: str, file: str = "") -> str:
    """The public page of a shared certificate, or a file of it: no page of the app, see `http`."""
    return f"{VERIFY}/{link_id}/{file}".rstrip("/")


def certificate(public_id: str, file: str) -> str:
    """A file of one's own certificate: `certificate.pdf`, `credential.json`, `credential.jwt`."""
    return f"{CERTIFICATES}/{public_id}/{file}"
