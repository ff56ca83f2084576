"""A browser may call every public method of a state: each bears a mark, and none hides a fault."""

import ast
from collections.abc import Iterator

from tests.architecture import source
from tests.architecture.source import Function

MARKED = "identity/marks.py"
"""The one place that may use Reflex's own decorator."""

NOT_CALLABLE = {"rx.var", "property", "classmethod", "staticmethod", "cached_property"}
"""Decorators of what a browser cannot call."""


def decorators(function: Function) -> set[str]:
    """The names of a function's decorators, without their arguments."""
    lines = function.decorator_list
    return {source.dotted(one.func if isinstance(one, ast.Call) else one) for one in lines}


def open_handlers(tree: ast.Module) -> list[str]:
    """Public methods of a module's states that bear no `@handler`, or block the event loop."""
    return [
        f"{state.name}.{method.name}"
        for state in tree.body
        if isinstance(state, ast.ClassDef) and _is_state(state)
        for method in _public_methods(state)
        if not decorators(method) & NOT_CALLABLE
        if "handler" not in decorators(method) or not isinstance(method, ast.AsyncFunctionDef)
    ]


def _is_state(node: ast.ClassDef) -> bool:
    return any(source.dotted(base).endswith("State") for base in node.bases)


def _public_methods(state: ast.ClassDef) -> Iterator[Function]:
    return (
        node for node in state.body if isinstance(node, Function) and not node.name.startswith("_")
    )


def own_events(tree: ast.Module) -> list[str]:
    """Functions that use Reflex's decorator instead of ours."""
    every = (node for node in ast.walk(tree) if isinstance(node, Function))
    return [one.name for one in every if decorators(one) & {"rx.event", "event", "reflex.event"}]


def blind_excepts(tree: ast.Module) -> list[int]:
    """Lines that catch whatever comes."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or source.dotted(node.type) in ("Exception", "BaseException"))
    ]


def test_every_public_method_of_a_state_is_a_marked_coroutine():
    found = {path: open_handlers(tree) for path, tree in source.named("state", "page").items()}
    assert {path: names for path, names in found.items() if names} == {}


def test_only_the_marks_use_reflexs_own_decorator():
    found = {path: own_events(tree) for path, tree in source.modules().items() if path != MARKED}
    assert {path: names for path, names in found.items() if names} == {}


def test_no_handler_or_route_catches_whatever_comes():
    screens = source.named("state", "page", "parts", "http")
    found = {path: blind_excepts(tree) for path, tree in screens.items()}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_the_rules_about_handlers_bite():
    state = """
class ThingState(RoomState):
    def undecorated(self): ...
    async def forgotten(self): ...
    @handler(public=True)
    def blocking(self): ...
    @handler(Permission.X)
    async def right(self): ...
    @rx.var
    def shown(self) -> str: ...
    def _private(self): ...
"""
    assert open_handlers(ast.parse(state)) == [
        "ThingState.undecorated",
        "ThingState.forgotten",
        "ThingState.blocking",
    ]
    assert own_events(ast.parse("class A:\n @rx.event(background=True)\n async def b(self): ..."))
    assert blind_excepts(ast.parse("try: ...\nexcept Exception: ..."))
    assert blind_excepts(ast.parse("try: ...\nexcept: ..."))
    assert not blind_excepts(ast.parse("try: ...\nexcept Invalid: ..."))
