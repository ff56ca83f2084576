"""A page about one thing shows nothing of another, not even for a moment."""

import ast
from pathlib import PurePosixPath

from coach_the_coach.shell import routes
from tests.architecture import source

ABOUT_ONE = {f"routes.{name}" for name, route in vars(routes).items() if "[" in str(route)}
"""Routes whose address names a thing."""


def is_about_one(tree: ast.Module) -> bool:
    """Whether a module declares a page whose address names a thing."""
    return any(
        word.arg == "route" and source.dotted(word.value) in ABOUT_ONE
        for call in source.calls(tree)
        if source.dotted(call.func) == "rx.page"
        for word in call.keywords
    )


def calls_in(tree: ast.AST) -> set[str]:
    """The names of everything called."""
    return {source.dotted(call.func) for call in source.calls(tree)}


def load_in(tree: ast.Module) -> ast.AST:
    """The handler that runs when the page opens."""
    return next(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncFunctionDef) and node.name == "load"
    )


def careless(path: str, tree: ast.Module) -> str:
    """What the page at this path leaves out, in words; empty where nothing."""
    if "here" not in calls_in(tree):
        return f"{path}: does not wait with `here` for what its address names"
    state = PurePosixPath(path).with_name("state.py").as_posix()
    if "self._turn_to" not in calls_in(load_in(source.modules()[state])):
        return f"{state}: `load` does not say with `_turn_to` what it shows"
    return ""


def test_a_page_about_one_thing_waits_for_it():
    pages = {path: tree for path, tree in source.named("page").items() if is_about_one(tree)}

    assert len(pages) == len(ABOUT_ONE)
    assert [said for path, tree in pages.items() if (said := careless(path, tree))] == []


def waits_for_nobody(tree: ast.Module) -> list[str]:
    """What a page draws as soon as its state was loaded once, be it on an earlier visit."""
    return [
        source.dotted(call.args[0])
        for call in source.calls(tree)
        if source.dotted(call.func) == "rx.cond" and source.dotted(call.args[0]).endswith(".loaded")
    ]


def test_a_page_that_is_opened_again_waits_for_its_own_reading():
    pages = source.named("page").items()

    assert {path: said for path, tree in pages if (said := waits_for_nobody(tree))} == {}
    assert any("ready" in calls_in(tree) for _path, tree in pages)
    bad = ast.parse("rx.cond(OneState.loaded, whole(), waiting)")
    assert waits_for_nobody(bad) == ["OneState.loaded"]


def test_the_rule_bites():
    page = ast.parse("@rx.page(route=routes.PERSON)\ndef one():\n    return frame(all_of_it())\n")

    assert is_about_one(page)
    assert careless("people/person/page.py", page).startswith("people/person/page.py: does not")
    assert not is_about_one(ast.parse("@rx.page(route=routes.PEOPLE)\ndef all(): ...\n"))
