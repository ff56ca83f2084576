"""Reading as somebody, through every public query of every room."""

import inspect
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from itertools import product
from typing import Any, Final, get_type_hints

from sqlalchemy import ClauseElement
from sqlmodel import Session

from coach_the_coach.certification.assigning.rules import Group, Kind, Whom
from coach_the_coach.certification.coverage.rules import Which
from coach_the_coach.certification.credential.rules import Format, Shown
from coach_the_coach.foundation.errors import Refusal
from coach_the_coach.identity.access import Actor
from tests.architecture import source

GIVEN: Final[dict[str, Any]] = {
    "asked": [],
    "path_key": "foundations",
    "whom": Whom(Kind.ROLE),
    "chosen": [],
    "due_on": None,
    "group": Group.WILL,
    "which": Which.NOT_ON,
    "search": "",
    "page": 0,
    "back": 0,
    "number": 1,
    "limit": 5,
    "certifying": False,
    "without": False,
    "conversation": "stalled-deal",
    "unit": "asking",
    "bank": "asking",
    "index": 0,
    "step": 1,
    "name": "",
    "look": None,
    "objective": "",
    "quarter": date(2026, 1, 1),
    "zone": "UTC",
    "since": date(2025, 1, 1),
    "until": date(2027, 1, 1),
    "audits": [1, 2, 3],
    "days": [],
    "on": date(2026, 3, 2),
    "minutes": 30,
    "mondays": [date(2026, 3, 2)],
    "uids": ["series"],
    "first": datetime(2026, 1, 1, tzinfo=UTC),
    "last": datetime(2027, 1, 1, tzinfo=UTC),
    "with_names": True,
    "key": "foundations",
    "form": Format.JWT,
    "shown": frozenset(Shown),
    "held_id": "",
    "observed_id": 1,
}
"""What a query is given, by the name of its parameter; ids and instants beside it."""

PEOPLE: Final = {"coach", "person", "observed"}
"""Parameters that name a person by public id."""

PEOPLE_ROOMS: Final = ("coach_the_coach.people.", "coach_the_coach.cadence.figures.")
"""Rooms whose `public_id` is a person's."""

HANDED: Final = {
    "about",
    *("scope", "head", "one", "observation", "watching", "talks", "held_at", "signed_at"),
    "zones",
    "stands",
    "plan",
    "review",
    "person_id",
    "appointments",
    "brought",
    "rhythms",
    "use",
    "awards",
    *("scoring", "held", "appeal"),
}
"""Parameters that another query has found already: what they hold was let through there."""

NOT_READ: Final = {
    "coach_the_coach.certification.assigning.whom.queries.named": "it is a condition for others",
    "coach_the_coach.cadence.calendar.bringing.queries.brought_by": "it takes a file",
    "coach_the_coach.imports.queries.judged": "it takes a file",
    "coach_the_coach.certification.editing.path.trying.queries.tried": "it counts and names nobody",
    "coach_the_coach.people.person.progress.queries.note_drawn": "it notes who reads",
    "coach_the_coach.observations.talk.queries.between": "it hands a talk to its own queries",
    "coach_the_coach.observations.seal.queries.sealed": "it is hashed, and none of it is shown",
}
"""Queries that read nothing of anybody by themselves, each with its reason."""

Query = Callable[..., Any]


def all_queries() -> dict[str, Query]:
    """Every public query that is asked by an actor, by its whole name."""
    found: dict[str, Query] = {}
    for path in source.named("queries"):
        module = import_module("coach_the_coach." + path.removesuffix(".py").replace("/", "."))
        for name, one in inspect.getmembers(module, inspect.isfunction):
            if one.__module__ == module.__name__ and not name.startswith("_"):
                asked = [*inspect.signature(one).parameters]
                if asked[:2] in (["session", "actor"], ["_session", "actor"]):
                    found[f"{module.__name__}.{name}"] = one
    return found


def asked(name: str, query: Query) -> list[str]:
    """What a query has to be given beside its session and its actor."""
    parameters = [*inspect.signature(query).parameters.values()][2:]
    return [one.name for one in parameters if one.default is inspect.Parameter.empty]


def unread() -> set[str]:
    """Queries that `everything` does not know how to ask."""
    known = {*GIVEN, *PEOPLE, "at", "public_id", "people", "coach_id"}
    return {
        name
        for name, query in all_queries().items()
        if name not in NOT_READ
        and not HANDED & {*asked(name, query)}
        and not {*asked(name, query)} <= known
    }


def everything(
    session: Session,
    actor: Actor,
    *,
    people: dict[str, int],
    observations: list[str],
    at: datetime,
) -> Iterator[tuple[str, str]]:
    """What every query answers to the actor, as text, about each person and each observation."""
    for name, query in all_queries().items():
        needs = asked(name, query)
        if name in NOT_READ or HANDED & {*needs}:
            continue
        is_person = name.startswith(PEOPLE_ROOMS)
        listed = {"at": [at], "people": [list(people.values())]}
        listed |= {"coach_id": list(people.values())}
        listed |= {need: list(people) for need in PEOPLE}
        listed["public_id"] = list(people) if is_person else observations
        ways = [listed[need] if need in listed else [_given(query, need)] for need in needs]
        for given in product(*ways):
            try:
                answer = _ask(query, session, actor, dict(zip(needs, given, strict=True)))
            except Refusal:
                continue
            assert not isinstance(answer, ClauseElement), f"{name} reads nothing: name it NOT_READ"
            yield name, repr(answer)


def _given(query: Query, need: str) -> Any:
    """What it is given under this name; an empty draft where it takes one."""
    kind = get_type_hints(inspect.unwrap(query)).get(need)
    value = GIVEN[need]
    return kind() if isinstance(kind, type) and not isinstance(value, kind) else value


def _ask(query: Query, session: Session, actor: Actor, given: dict[str, Any]) -> Any:
    """The query's answer; by name where it takes names only."""
    parameters = inspect.signature(query).parameters
    by_place = [
        given.pop(name)
        for name in list(given)
        if parameters[name].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]
    return query(session, actor, *by_place, **given)
