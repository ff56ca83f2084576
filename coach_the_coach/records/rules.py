"""The map of records: for every table that names a person, how it is given, erased and kept. Pure.

A table that names a person and is not in here fails a test: whoever adds one decides about it.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Record(NamedTuple):
    """What becomes of the rows of a table that are somebody's."""

    given: str
    """Where in the person's own file they stand; empty for nowhere, which `note` then explains."""
    erased: str
    """What an erasure does with them."""
    kept: str
    """How long they are kept."""
    note: str = ""
    """Why nothing of it is given."""


GOOD: Final = "for good"
OWNER: Final = "as long as what they hang on"
HIDDEN: Final = "a secret or its digest says nothing about the person and would let others in"
ACCOUNT: Final = "account"
OF_YOU: Final = "observations_of_you"
WORDS: Final = "words about the person are emptied, numbers stay under the pseudonym"
DELETED: Final = "deleted"
STAYS: Final = "stays under the pseudonym"

RECORDS: Final[Mapping[str, Record]] = {
    "person": Record("person", "names, address and labels are replaced", "until erased, or `left`"),
    "reporting_line": Record("person", "ended, and stays under the pseudonym", GOOD),
    "reach": Record(
        "", "made anew from the lines", "made anew with the lines", "it is computed from the lines"
    ),
    "grant": Record("person", "ended, its reason emptied", GOOD),
    "account": Record(ACCOUNT, DELETED, "until erased"),
    "invitation": Record(ACCOUNT, DELETED, "`invitations` after its end"),
    "sign_in": Record(ACCOUNT, DELETED, "`sign_ins` after its end"),
    "sign_in_tab": Record("", DELETED, "until its sign-in ends", HIDDEN),
    "external_identity": Record(ACCOUNT, DELETED, "until erased"),
    "second_factor": Record(ACCOUNT, DELETED, "until erased"),
    "recovery_code": Record("", DELETED, "until erased", HIDDEN),
    "house_rule": Record("", STAYS, GOOD, "it is the organisation's, and says who set it"),
    "kind_aim": Record("", STAYS, GOOD, "it is the organisation's, and says who set it"),
    "notice": Record("notices", "deleted; in others' the name is replaced", "`notices` once read"),
    "mail_choice": Record(ACCOUNT, DELETED, "until erased"),
    "coaching_session": Record("sessions", STAYS, GOOD),
    "evidence": Record("evidence", STAYS, GOOD),
    "stale": Record("", "made anew from the rest", "seconds", "it only says what is to be made"),
    "behind": Record("", "made anew from the rest", "seconds", "it only says what is to be made"),
    "path_version": Record("", STAYS, GOOD, "it is the organisation's, and says who set it"),
    "small_house": Record("", STAYS, GOOD, "it is the organisation's, and says who set it"),
    "enrolment": Record("certification", "reasons are emptied", GOOD),
    "progress": Record("certification", STAYS, "made anew from the evidence"),
    "enrolment_step": Record("certification", STAYS, GOOD),
    "review": Record("certification", STAYS, GOOD),
    "reminder": Record("", STAYS, GOOD, "it only says of which day a letter went"),
    "attestation": Record("certification", WORDS, GOOD),
    "review_seat": Record("certification", STAYS, GOOD),
    "co_signature": Record("certification", STAYS, GOOD),
    "co_signature_body": Record("certification", WORDS, OWNER),
    "appeal": Record("certification", STAYS, GOOD),
    "appeal_body": Record("certification", WORDS, OWNER),
    "suspension": Record("certification", STAYS, GOOD),
    "suspension_body": Record("certification", WORDS, OWNER),
    "suspension_act": Record("certification", STAYS, OWNER),
    "cycle": Record("coaching", STAYS, GOOD),
    "cycle_body": Record("coaching", WORDS, OWNER),
    "log_entry": Record("coaching", STAYS, GOOD),
    "log_body": Record("coaching", WORDS, OWNER),
    "commitment": Record("coaching", WORDS, GOOD),
    "log_answer": Record("coaching", STAYS, OWNER),
    "significance": Record("", STAYS, GOOD, "it is the organisation's, and says who set it"),
    "customer_call": Record("calls", STAYS, GOOD),
    "call_body": Record("calls", WORDS, OWNER),
    "rep_tier": Record("coaching", DELETED, "until set anew"),
    "pilot": Record("calls", STAYS, GOOD),
    "action_plan": Record("coaching", STAYS, GOOD),
    "action_plan_body": Record("coaching", WORDS, OWNER),
    "action_step": Record("coaching", WORDS, OWNER),
    "plan_review": Record("coaching", "notes are emptied", OWNER),
    "team_practice": Record("team_practice", STAYS, GOOD),
    "practice_turn": Record("team_practice", WORDS, OWNER),
    "cadence_override": Record("cadence", "reasons are emptied", GOOD),
    "series": Record("cadence", STAYS, GOOD),
    "appointment": Record("cadence", STAYS, GOOD),
    "appointment_step": Record("cadence", "reasons are emptied", OWNER),
    "coach_month": Record("cadence", STAYS, GOOD),
    "quarter_hour": Record("cadence", STAYS, GOOD),
    "coach_of_record": Record("cadence", "ended, and stays under the pseudonym", GOOD),
    "interruption_contract": Record("cadence", WORDS, GOOD),
    "calendar_feed": Record("", DELETED, "until erased", HIDDEN),
    "time_audit": Record("hours", WORDS, GOOD),
    "time_slot": Record("hours", STAYS, OWNER),
    "pulse_ticket": Record(
        "", DELETED, "until its quarter is released", "that one may say something, not what"
    ),
    "pulse_said": Record(
        "", STAYS, GOOD, "nobody, not even the program, knows whose it is; it names its coach alone"
    ),
    "pulse_figure": Record("", STAYS, GOOD, "a figure over several people, on the page of pulse"),
    "self_audit": Record("self_audits", STAYS, GOOD),
    "self_audit_point": Record("self_audits", WORDS, OWNER),
    "knowledge_try": Record("learning", STAYS, GOOD),
    "unit_use": Record("learning", WORDS, GOOD),
    "award": Record("certificates", STAYS, GOOD),
    "credential": Record("certificates", DELETED, "until erased"),
    "credential_share": Record("certificates", "shows nothing any more", GOOD),
    "observation": Record(OF_YOU, "reasons are emptied; drafts go", "drafts `drafts`"),
    "blind_scoring": Record("double", "its reason is emptied", GOOD),
    "observation_body": Record(OF_YOU, WORDS, OWNER),
    "rating": Record(OF_YOU, WORDS, OWNER),
    "tap": Record(OF_YOU, STAYS, OWNER),
    "kind_answer": Record(OF_YOU, STAYS, OWNER),
    "note": Record(OF_YOU, DELETED, OWNER),
    "transcript": Record(OF_YOU, "names in it are emptied", OWNER),
    "transcript_turn": Record(
        "",
        DELETED,
        "COACH_TRANSCRIPT_DAYS, for certification until decided",
        "its words are for whoever codes it; chosen quotes are given with the ratings",
    ),
    "turn_code": Record(OF_YOU, STAYS, OWNER),
    "outcome": Record(OF_YOU, STAYS, OWNER),
    "pending_decision": Record("", STAYS, OWNER, "it only keeps a transcript longer"),
    "self_rating": Record(OF_YOU, DELETED, OWNER),
    "reply": Record(OF_YOU, WORDS, OWNER),
    "talk": Record("talks", STAYS, GOOD),
    "talk_body": Record("talks", WORDS, OWNER),
    "asked_first": Record("talks", "deleted where it is about the person", OWNER),
    "look": Record("looks", "drafts go", GOOD),
    "look_body": Record("looks", WORDS, OWNER),
    "look_level": Record("looks", STAYS, OWNER),
    "self_tally": Record("self_tallies", DELETED, "until deleted by its maker"),
    "self_tap": Record("self_tallies", DELETED, OWNER),
    "self_turn": Record("self_tallies", DELETED, "COACH_TRANSCRIPT_DAYS"),
    "self_code": Record("self_tallies", DELETED, OWNER),
    "practice_round": Record("practice", DELETED, "until erased"),
    "practice_offer": Record("practice", DELETED, "until erased"),
    "observer_places": Record("watching", DELETED, "until erased"),
    "watching": Record("watching", "an open one is called off", GOOD),
    "watching_step": Record("watching", "reasons are emptied", OWNER),
    "import": Record("imports", "in its report the name is replaced", "a day, once in for good"),
    "audit_entry": Record("log", STAYS, GOOD),
    "audit_detail": Record(
        "", DELETED, "`audit_details`", "it can name others; an administrator says what it holds"
    ),
    "audit_waiting": Record("", STAYS, "seconds", "it only says that an entry is not sealed yet"),
    "audit_link": Record("", STAYS, GOOD, "it is a hash over an entry"),
    "erasure": Record("", STAYS, GOOD, "whoever was erased has nothing left to be given"),
    "erasing": Record("", "is the way itself", "one transaction", "there only while erasing"),
    "legal_hold": Record(
        "", STAYS, GOOD, "that somebody must keep evidence can be nothing to tell them"
    ),
}

ELSEWHERE: Final[Mapping[str, str]] = {
    "job": "names people only in letters that have not gone; those are withdrawn when erased",
    "tries": "digests of addresses, let go of after 30 days",
    "passing": "values of minutes, let go of at their end",
    "rubric": "a form, about nobody",
    "issuer_key": "the house's keys, about nobody",
}
"""Tables that name no person by a key, each with what becomes of what it holds."""
