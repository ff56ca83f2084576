"""Faults put into the program to see whether the company of `company.py` notices them."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

from coach_the_coach.identity import queries

SCOPE, NAMED = "coach_the_coach.identity.scope", "coach_the_coach.identity.queries"
READ, RESULTS = "coach_the_coach.observations.scope", "coach_the_coach.observations.results.queries"


@dataclass(frozen=True)
class Mutant:
    """A text replaced in one function; without a function, in what the module makes of itself."""

    name: str
    module: str
    function: str
    old: str
    new: str


MUTANTS: Final = (
    Mutant(
        "reaches from the parent of the root",
        SCOPE,
        "_covered",
        "col(Reach.ancestor_id).in_(roots)",
        "col(Reach.ancestor_id).in_(select(Reach.ancestor_id).where("
        "col(Reach.descendant_id).in_(roots), Reach.depth <= 1))",
    ),
    Mutant(
        "reaches a sibling's subtree",
        SCOPE,
        "_covered",
        "col(Reach.ancestor_id).in_(roots)",
        "col(Reach.ancestor_id).in_(select(Reach.descendant_id).where(Reach.depth == 1, "
        "col(Reach.ancestor_id).in_(select(Reach.ancestor_id).where("
        "col(Reach.descendant_id).in_(roots), Reach.depth == 1))))",
    ),
    Mutant(
        "counts the root among its people",
        SCOPE,
        "_covered",
        "Reach.descendant_id != Reach.ancestor_id,",
        "",
    ),
    Mutant(
        "lets a stand-in reach the one whose place they take",
        SCOPE,
        "_covered",
        "and_(about != actor.person_id, about != absent)",
        "about != actor.person_id",
    ),
    Mutant(
        "lets ended roles count",
        SCOPE,
        "_lasts",
        "and_(col(grant.starts_at) <= at, not_over)",
        "col(grant.starts_at) <= at",
    ),
    Mutant(
        "never ends a stand-in",
        SCOPE,
        "is_held",
        "and_(_lasts(Grant, at), or_(",
        "or_(col(Grant.stands_in_for_id).is_not(None), and_(_lasts(Grant, at)), and_(false(), ",
    ),
    Mutant(
        "lets a stand-in outlive the role it stands on",
        SCOPE,
        "is_held",
        "or_(col(Grant.stands_in_for_id).is_(None), stood_on)",
        "or_(col(Grant.stands_in_for_id).is_(None), ~stood_on, stood_on)",
    ),
    Mutant(
        "lets those who left keep their reach",
        NAMED,
        "",
        'or_(col(Person.ends_on).is_(None), col(Person.ends_on) >= bindparam("day")),',
        "",
    ),
    Mutant(
        "shows a certification whole to leaders above",
        SCOPE,
        "leads_directly",
        "Reach.depth == 1",
        "Reach.depth >= 1",
    ),
    Mutant(
        "lets a specialist read ratings",
        RESULTS,
        "counts_alone",
        "Permission.OBSERVATION_DECIDE",
        "Permission.OBSERVATION_WRITE",
    ),
    Mutant(
        "opens development to the leader as well",
        READ,
        "readable",
        "and_(col(Observation.aim) == Aim.CERTIFICATION, signed, decides, ~scores_blind(actor))",
        "and_(signed, decides, ~scores_blind(actor))",
    ),
)
"""Each of them shows somebody what is not theirs to see."""


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """The program with the fault in it, everywhere, until the block ends."""
    module = import_module(mutant.module)
    made_once: Any = queries
    named = made_once.ANYBODY
    changed = _function(module, mutant.function) if mutant.function else None
    before = changed.__code__ if changed else None
    if changed is not None:
        changed.__code__ = _mutated(module, mutant)
    # What is made once is made anew, with the fault in it.
    source = inspect.getsource(queries)
    made_once.ANYBODY = _remade(source if mutant.function else _replaced(source, mutant))
    try:
        yield
    finally:
        made_once.ANYBODY = named
        if changed is not None and before is not None:
            changed.__code__ = before


def finds_its_place(mutant: Mutant) -> bool:
    """Whether the text to be replaced is there exactly once."""
    module = import_module(mutant.module)
    whole = _function(module, mutant.function) if mutant.function else module
    return inspect.getsource(whole).count(mutant.old) == 1


def _function(module: ModuleType, name: str) -> FunctionType:
    return inspect.unwrap(getattr(module, name))


def _replaced(source: str, mutant: Mutant) -> str:
    return source.replace(mutant.old, mutant.new)


def _mutated(module: ModuleType, mutant: Mutant) -> CodeType:
    """The code of the function with the fault in it."""
    scope: dict[str, Any] = dict(vars(module))
    source = _replaced(inspect.getsource(_function(module, mutant.function)), mutant)
    exec(compile(source, mutant.name, "exec"), scope)
    return scope[mutant.function].__code__


def _remade(source: str) -> Any:
    """The statement for somebody with their roles, made from that source."""
    scope: dict[str, Any] = {"__name__": "remade"}
    exec(compile(source, "remade", "exec"), scope)
    return scope["ANYBODY"]
