"""Every read of what belongs to somebody starts from what the actor may see."""

import ast

from tests.architecture import source
from tests.architecture.source import Function

AGAINST_ALL = "a file is checked against everybody, by whoever may import over everybody"

PLANNED_WITH = "who observes and has places free is known to whoever plans; its caller saw the rest"

NOBODY_SIGNED_IN = "for the command line and the jobs, where nobody is signed in"

FOR_CERTIFICATION = "for certification, which says whose it may know; no page asks it"
OF_A_PATH = "what a path asks is about nobody, and read by whoever may change it"

NO_SECRET = "public keys, and who signs, which say nothing of anybody"

SHARED = "by a link that the holder gave: nobody is signed in"

DECIDED = "as the program: its callers found the decision, or a part in it that is the actor's"

UNSCOPED: dict[str, str] = {
    "certification/editing/file/queries.py: file_of": OF_A_PATH,
    "certification/editing/file/queries.py: keys_there": OF_A_PATH,
    "certification/editing/path/queries.py: newest_path": OF_A_PATH,
    "certification/editing/path/queries.py: other_paths": OF_A_PATH,
    "certification/editing/path/queries.py: path_row": OF_A_PATH,
    "certification/editing/path/trying/queries.py: tried": "counts over enough people, of nobody",
    "certification/editing/queries.py: path_lines": OF_A_PATH,
    "certification/editing/queries.py: people_on": "counts by path, of nobody",
    "certification/mine/queries.py: held_up": "its callers asked who may know",
    "certification/mine/queries.py: stood_by_level": "its callers asked who may know",
    "certification/credential/keys/queries.py: jwks": NO_SECRET,
    "certification/credential/keys/queries.py: published": NO_SECRET,
    "certification/credential/keys/queries.py: signing": "the house's own keys, for its own acts",
    "certification/credential/queries.py: said_of": "its callers found the award",
    "certification/credential/status/queries.py: places_set": "bits, which name nobody",
    "certification/credential/verify/queries.py: shared": SHARED,
    "certification/credential/verify/queries.py: shared_file": SHARED,
    "account/trail/queries.py: entries_in": "its callers say whose entries they are",
    "certification/facts/seen/queries.py: observed_sessions": FOR_CERTIFICATION,
    "certification/learning/queries.py: learned": FOR_CERTIFICATION,
    "calibration/queries.py: able_to_score": "who may do a thing, of whom the log has no word here",
    "calibration/queries.py: scored_sessions": "the program asks, for requirements and no page",
    **dict.fromkeys(
        (
            "calibration/again/queries.py: able_again",
            "calibration/again/queries.py: has_words",
            "calibration/again/queries.py: is_scored_again_elsewhere",
            "calibration/again/queries.py: scoring_for",
            "calibration/again/queries.py: signed_again",
        ),
        "as the program, for an appeal: no page asks it",
    ),
    "calibration/pairing/queries.py: held_observations": "held, and not shown",
    "calibration/pairing/queries.py: is_talked_over": "whether another may still score it",
    "observations/blind/queries.py: given_in": "its callers found who may read it, or compute",
    "observations/blind/queries.py: open_scoring": "held, and not shown",
    "observations/blind/queries.py: scorings_in": "held, and not shown",
    "certification/progress/queries.py: stood": "as the program: its callers found whose it is",
    "certification/progress/queries.py: stood_on": "as the program: its callers found whose it is",
    "certification/queries.py: newest_version": "what is asked of everybody, and about nobody",
    "certification/queries.py: newest_versions": "what is asked of everybody, and about nobody",
    "certification/queries.py: open_enrolments": "as the program: its callers found whose they are",
    "certification/queries.py: paths_by_version": "what is asked of everybody, and about nobody",
    "observations/practice/queries.py: scored": "for certification, as the program: not how well",
    "certification/deciding/appeal/queries.py: appeal_against": DECIDED,
    "certification/deciding/appeal/queries.py: refusal_in": DECIDED,
    "certification/deciding/appeal/queries.py: sessions_to_name": DECIDED,
    "certification/deciding/appeal/queries.py: signers_of": DECIDED,
    "certification/deciding/appeal/queries.py: why_not_hear": DECIDED,
    "certification/deciding/appeal/queries.py: why_not_now": DECIDED,
    "certification/deciding/appeal/rescoring/queries.py: able_to_score_again": DECIDED,
    "certification/deciding/appeal/rescoring/queries.py: is_busy": DECIDED,
    "certification/deciding/appeal/rescoring/queries.py: is_scored_again": DECIDED,
    "certification/deciding/appeal/rescoring/queries.py: may_leave": DECIDED,
    "certification/deciding/appeal/rescoring/queries.py: signed_for": DECIDED,
    "certification/deciding/appeal/rescoring/queries.py: waits_for": DECIDED,
    "certification/deciding/asking/queries.py: why_not_now": DECIDED,
    "certification/deciding/attesting/queries.py: asked_for": DECIDED,
    "certification/deciding/queries.py: around_of": DECIDED,
    "certification/deciding/queries.py: certifiers": DECIDED,
    "certification/deciding/queries.py: certifies": DECIDED,
    "certification/deciding/queries.py: day_of": DECIDED,
    "certification/deciding/queries.py: direct_leaders": DECIDED,
    "certification/deciding/queries.py: last_refusal": DECIDED,
    "certification/deciding/queries.py: people_named": DECIDED,
    "certification/deciding/queries.py: review_named": DECIDED,
    "certification/deciding/queries.py: seated_in": DECIDED,
    "certification/deciding/queries.py: sitters": DECIDED,
    "certification/deciding/queries.py: weighed": DECIDED,
    "certification/deciding/seats/queries.py: holding": DECIDED,
    "certification/deciding/seats/queries.py: why_not_sit": DECIDED,
    "certification/deciding/suspension/queries.py: did": DECIDED,
    "certification/deciding/suspension/queries.py: under_way": DECIDED,
    "certification/deciding/suspension/queries.py: why_not_do": DECIDED,
    "certification/deciding/queries.py: is_small": "what holds for the house, and about nobody",
    "coaching/log/queries.py: who_coach": "whether people found already hold a role of their own",
    "certification/able/queries.py: can_finish": "its callers found the people",
    "certification/able/queries.py: house_of": "who may do what, and nothing they did",
    "certification/able/queries.py: is_small_house": "what holds for the house",
    "certification/able/queries.py: path_options": "paths, and about nobody",
    "certification/able/queries.py: small_row": "what holds for the house",
    "certification/assigning/versions/queries.py: on_older": "counts for who writes paths",
    "certification/assigning/versions/queries.py: version_change": "counts for who writes paths",
    "certification/register/queries.py: known_paths": "paths, and about nobody",
    "cadence/calendar/queries.py: feed_behind": "by a secret address: nobody is signed in",
    "cadence/figures/making/queries.py: facts_behind": "its callers found whose may be known",
    "cadence/figures/making/queries.py: made_months": "its callers found whose may be known",
    "coaching/plans/significant/queries.py: own_reasons": "which calls matter, and about nobody",
    "coaching/plans/significant/queries.py: reasons": "which calls matter, and about nobody",
    "coaching/plans/significant/queries.py: reasons_set": "which calls matter, and about nobody",
    "cadence/policy/queries.py: house": "what holds for the house, and about nobody",
    "cadence/policy/queries.py: house_rhythm": "what holds for the house, and about nobody",
    "coaching/targets/queries.py: aims": "what the organisation wants, and about nobody",
    "coaching/targets/queries.py: targets_of": "what the organisation wants, and about nobody",
    "identity/queries.py: actor_of": "says who the actor is: there is none before it",
    "identity/queries.py: actor_named": "says who the actor is: there is none before it",
    "identity/queries.py: names_of": "names for rows that the actor sees already",
    "imports/people/queries.py: import_plan": AGAINST_ALL,
    "imports/people/queries.py: organisation": AGAINST_ALL,
    "imports/queries.py: would_import": NOBODY_SIGNED_IN,
    "observations/focus/queries.py: followed_talk_id": "its caller is the observer",
    "observations/practice/queries.py: missing_before_certifying": "asks of the actor alone",
    "observations/queries.py: newest_rubric": "a rubric is a form and about nobody",
    "observations/readiness/queries.py: is_ready_to_certify": "that somebody has practised",
    "observations/readiness/queries.py: practices_left": "that somebody has practised, and no more",
    "observations/seal/queries.py: broken_seals": NOBODY_SIGNED_IN,
    "observations/talk/sealing/queries.py: all_broken_seals": NOBODY_SIGNED_IN,
    "observations/talk/sealing/queries.py: broken_talk_seals": NOBODY_SIGNED_IN,
    "observations/transcript/keeping/queries.py: must_wait": NOBODY_SIGNED_IN,
    "observations/transcript/queries.py: coded_turns": "its callers found the observation",
    "observations/transcript/queries.py: tally_of_transcript": "its callers found the observation",
    "observations/watching/needs/observers/queries.py: certifies": "a grant and no person",
    "observations/watching/needs/observers/queries.py: observers_for": PLANNED_WITH,
    "observations/watching/needs/queries.py: asked_for": "its callers found the people",
    "pulse/minimum/queries.py: minimum": "what the organisation asks for, and about nobody",
    "pulse/minimum/queries.py: minimum_row": "what the organisation asks for, and about nobody",
    "pulse/release/queries.py: answered": NOBODY_SIGNED_IN,
    "pulse/release/queries.py: months_out": NOBODY_SIGNED_IN,
    "pulse/release/queries.py: said": NOBODY_SIGNED_IN,
    "pulse/tickets/queries.py: asked_row": "its callers found the ticket",
    "records/erasure/queries.py: classes": NOBODY_SIGNED_IN,
    "records/erasure/queries.py: erasures": NOBODY_SIGNED_IN,
    "records/erasure/queries.py: known_among": NOBODY_SIGNED_IN,
    "records/erasure/queries.py: require_erasable": NOBODY_SIGNED_IN,
    "records/holds/queries.py: holds": NOBODY_SIGNED_IN,
    "records/queries.py: person_called": NOBODY_SIGNED_IN,
    "records/retention/queries.py: people_gone": NOBODY_SIGNED_IN,
    "records/retention/queries.py: resting_drafts": NOBODY_SIGNED_IN,
}
"""Queries that read for everybody, each with its reason. One that is gone must go from here too."""


def is_query(function: Function) -> bool:
    """Whether a public function reads the database, rather than asking queries with its actor."""
    names = {one.arg for one in source.parameters(function)}
    if "session" not in names or function.name.startswith("_"):
        return False
    return not all(_passed_on(use, function) for use in _uses_of_session(function))


def _uses_of_session(function: Function) -> list[ast.Name]:
    return [one for one in ast.walk(function) if isinstance(one, ast.Name) and one.id == "session"]


def _passed_on(use: ast.Name, function: Function) -> bool:
    """Whether the session is only handed to a public function, together with the actor."""
    return any(
        use in call.args
        and _given_actor(call)
        and not source.dotted(call.func).rpartition(".")[2].startswith("_")
        for call in source.calls(function)
    )


def scoped_names(trees: dict[str, ast.Module], filters: set[str]) -> set[str]:
    """Functions that hand their actor to a filter, or to another function that does."""
    every = [function for tree in trees.values() for function in source.functions(tree)]
    scoped = set(filters)
    while True:
        more = {one.name for one in every if _filters_by_actor(one, scoped)} - scoped
        if not more:
            return scoped
        scoped |= more


def _filters_by_actor(function: Function, scoped: set[str]) -> bool:
    """Whether a function compares with the actor's own id, or calls a filter with the actor.

    A statement that is made once has its comparison elsewhere, and is given the id by name.
    """
    if any(
        isinstance(node, ast.Compare | ast.Dict) and _own_id_in(node) for node in ast.walk(function)
    ):
        return True
    return any(
        source.dotted(call.func).rpartition(".")[2] in scoped and _given_actor(call)
        for call in source.calls(function)
    )


def _own_id_in(node: ast.AST) -> bool:
    return any(
        isinstance(inner, ast.Attribute) and source.dotted(inner) == "actor.person_id"
        for inner in ast.walk(node)
    )


def _given_actor(call: ast.Call) -> bool:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(isinstance(one, ast.Name) and one.id == "actor" for one in given)


def unscoped(trees: dict[str, ast.Module], filters: set[str]) -> set[str]:
    """The queries that start from everything there is."""
    scoped = scoped_names(trees, filters)
    return {
        f"{path}: {function.name}"
        for path, tree in trees.items()
        for function in source.functions(tree)
        if is_query(function) and function.name not in scoped
    }


def filters() -> set[str]:
    """The functions of the one filter, and of a room's own conditions, that take an actor."""
    return {
        function.name
        for tree in source.named("scope").values()
        for function in source.functions(tree)
        if any(one.arg == "actor" for one in source.parameters(function))
    }


def test_every_query_starts_from_what_the_actor_may_see():
    assert unscoped(source.named("queries"), filters()) == set(UNSCOPED)


def test_the_rule_about_queries_bites():
    tree = ast.parse("""
def all_of_them(session, actor):
    return session.exec(select(Observation)).all()
def asked_but_not_filtered(session, actor):
    actor.require(Permission.OBSERVATION_READ)
    return session.exec(select(Observation)).all()
def seen(session, actor):
    return session.exec(visible(Observation, actor)).all()
def newest_seen(session, actor):
    return seen(session, actor)[0]
def own(session, actor):
    return session.exec(select(Reply).where(Reply.person_id == actor.person_id)).all()
def made_once(session, actor):
    return session.exec(OWN, params={"person": actor.person_id}).all()
def given_another(session, actor, person):
    return session.exec(OWN, params={"person": person}).all()
def for_anybody(session):
    return session.exec(select(Rubric)).all()
def gathered(session, actor):
    return [line for room in ROOMS for line in room(session, actor)]
def hidden(session, actor):
    return _everything(session, actor)
def _everything(session, actor):
    return session.exec(select(Reply)).all()
""")
    assert unscoped({"q": tree}, {"visible"}) == {
        "q: given_another",
        "q: all_of_them",
        "q: asked_but_not_filtered",
        "q: for_anybody",
        "q: hidden",
    }
