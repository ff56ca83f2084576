"""Nothing is done that nobody decided to write down, and what is written down says about whom."""

import ast
from collections import Counter
from collections.abc import Iterator

from tests.architecture import source
from tests.architecture.source import Function

CHOSEN = "chosen among the room's actions on the way; the door refuses one without a mark"

HANDED_ON: dict[str, str] = {
    "observations/booking/state.py: act": CHOSEN,
    "observations/selftally/one/state.py: work": CHOSEN,
    "observations/talk/state.py: work": CHOSEN,
    "observations/transcript/http.py: keep": CHOSEN,
    "observations/watching/state.py: step": CHOSEN,
}
"""What is handed to the door by a name that cannot be followed, each with its reason."""

OWN = "one's own account: whoever does it is whom it is about"

ABOUT_NOBODY: dict[str, str] = {
    "identity:link": OWN,
    "sign_in:confirm_provider": OWN,
    "significance:reset": "which calls are significant, for everybody",
    "significance:set": "which calls are significant, for everybody",
    "target:reset": "what the organisation wants",
    "target:set": "what the organisation wants",
}
"""Logged actions that say nobody and no thing, each with its reason."""


def declared(tree: ast.Module) -> dict[str, Function]:
    """Every function of a module, whatever it stands in."""
    return {one.name: one for one in ast.walk(tree) if isinstance(one, Function)}


def marks(function: Function) -> list[ast.Call]:
    """Its marks for the log."""
    return [
        one
        for one in function.decorator_list
        if isinstance(one, ast.Call)
        and source.dotted(one.func).rpartition(".")[2] in {"logged", "unlogged"}
    ]


def run_by_the_door(tree: ast.Module) -> Iterator[ast.expr]:
    """What a module hands to the door to be done, also by way of a function of its own."""
    handed_on = {}
    for function in declared(tree).values():
        own = [one.arg for one in source.parameters(function)]
        for call in source.calls(function):
            work = handed_over(call)
            if isinstance(work, ast.Name) and work.id in own:
                handed_on[function.name] = own.index(work.id) - own.count("self")
            elif work is not None:
                yield from branches(work)
    for call in source.calls(tree):
        place = handed_on.get(source.dotted(call.func).rpartition(".")[2])
        if place is not None and len(call.args) > place:
            yield from branches(call.args[place])


def handed_over(call: ast.Call) -> ast.expr | None:
    """What a call hands to the door; None for any other call."""
    place = {"_call": 0, "act_for": 1}.get(source.dotted(call.func).rpartition(".")[2])
    return None if place is None or len(call.args) <= place else call.args[place]


def branches(work: ast.expr) -> list[ast.expr]:
    """Each of two, where a condition chooses."""
    return [work.body, work.orelse] if isinstance(work, ast.IfExp) else [work]


def unmarked(trees: dict[str, ast.Module]) -> set[str]:
    """What is handed to the door and bears no mark, by module and name."""
    every: dict[str, list[Function]] = {}
    for tree in trees.values():
        for name, function in declared(tree).items():
            every.setdefault(name, []).append(function)
    found = set()
    for path, tree in trees.items():
        for work in run_by_the_door(tree):
            name = source.dotted(work).rpartition(".")[2]
            if not any(marks(one) for one in every.get(name, [])):
                found.add(f"{path}: {name}")
    return found


def names(tree: ast.Module) -> Iterator[str]:
    """The names that a module gives to what is written down."""
    for call in source.calls(tree):
        called = source.dotted(call.func).rpartition(".")[2]
        if called in {"logged", "known"} and call.args and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value)


def written(tree: ast.Module) -> Iterator[str]:
    """The names under which a module enters something by itself, where it writes them out."""
    for call in source.calls(tree):
        called = source.dotted(call.func)
        if called in {"audit.note", "audit.seen"} and isinstance(call.args[1], ast.Constant):
            yield str(call.args[1].value)


def about_nothing(trees: dict[str, ast.Module]) -> set[str]:
    """Logged actions on whose way nothing says whom or what they are about."""
    every = {name: one for tree in trees.values() for name, one in declared(tree).items()}
    found = set()
    for tree in trees.values():
        for function in declared(tree).values():
            for mark in marks(function):
                name = mark.args[0]
                is_logged = source.dotted(mark.func).endswith("logged") and not source.dotted(
                    mark.func
                ).endswith("unlogged")
                if is_logged and not says_about(function, {**every, **declared(tree)}):
                    found.add(str(getattr(name, "value", ast.unparse(name))))
    return found


def says_about(function: Function, every: dict[str, Function]) -> bool:
    """Whether a function, or one that it calls, says what its entry is about."""
    waiting, seen = [function], {function.name}
    while waiting:
        for call in source.calls(waiting.pop()):
            name = source.dotted(call.func).rpartition(".")[2]
            if name in {"about", "note"}:
                return True
            if name in every and name not in seen:
                seen.add(name)
                waiting.append(every[name])
    return False


def test_whatever_the_door_runs_says_whether_it_is_written_down():
    assert unmarked(source.modules()) == set(HANDED_ON)


def test_every_logged_action_says_whom_or_what_it_is_about():
    assert about_nothing(source.named("actions", "queries", "state", "http")) == set(ABOUT_NOBODY)


def test_a_name_of_the_log_is_given_in_one_place():
    given = Counter(name for tree in source.modules().values() for name in names(tree))
    assert {name for name, times in given.items() if times > 1} == set()


def test_what_is_entered_past_the_door_has_words():
    given = {name for tree in source.modules().values() for name in names(tree)}
    assert {name for tree in source.modules().values() for name in written(tree)} <= given


def test_the_rules_about_the_log_bite():
    tree = ast.parse("""
class State:
    async def press(self):
        await self._call(actions.silent)
        await self._call(told)
        await act_for(request, forgotten)
        await self._do(actions.by_the_way if self.is_first else told)
    async def _do(self, work):
        await self._call(work)
def by_the_way(session, actor): ...
def silent(session, actor): ...
def forgotten(session, actor): ...
@logged("a:b", _("did it"))
def told(session, actor):
    _deeper(session)
def _deeper(session):
    audit.about(session, thing="x")
@logged("c:d", _("did that"))
def about_whom(session, actor): ...
@unlogged("why not")
def quiet(session, actor): ...
def written_by_hand(session):
    audit.note(session, "e:f", actor_id=None)
""")
    assert unmarked({"m": tree}) == {"m: silent", "m: forgotten", "m: by_the_way"}
    assert about_nothing({"m": tree}) == {"c:d"}
    assert list(names(tree)) == ["a:b", "c:d"]
    assert list(written(tree)) == ["e:f"]
