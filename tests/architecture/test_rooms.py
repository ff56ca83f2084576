"""What may stand in a room, and how long it may be."""

import ast
from pathlib import PurePosixPath

from tests.architecture import source

ROOM_FILES = {
    "__init__",
    "http",
    "page",
    "parts",
    "state",
    "actions",
    "queries",
    "tables",
    "rows",
    "rules",
}

OWN_FILES = {
    "identity": {
        "access",
        "door",
        "guard",
        "invitations",
        "log",
        "marks",
        "oidc",
        "passwords",
        "pushes",
        "scope",
        "second_factor",
        "sign_in",
        "throttle",
        "turns",
        "updates",
    },
    "observations": {"scope"},
    "shell": {"failing", "frame", "opening", "refusals", "routes"},
}
"""Rooms with a trade of their own have a few files more."""

NO_ROOMS = {"cli", "demo", "foundation", "ui"}
"""Folders of parts, each file named for what it gives."""

PURE_FOLDERS = {"formats", "requirements"}
"""Sub-rooms that are pure, one file for each kind: of files they read, of what a path asks."""

LONGEST = 400
"""Lines at which a file is split by a noun."""


def out_of_place(path: str) -> bool:
    """Whether a file, by its path below the package, has a name that no room may hold."""
    *folders, name = PurePosixPath(path).with_suffix("").parts
    if not folders or folders[0] in NO_ROOMS or PURE_FOLDERS & set(folders):
        return False
    return name not in ROOM_FILES | OWN_FILES.get(folders[0], set())


def pages_in(tree: ast.Module) -> int:
    """How many pages a module declares."""
    decorators = [line for function in source.functions(tree) for line in function.decorator_list]
    named = (one.func if isinstance(one, ast.Call) else one for one in decorators)
    return sum(source.dotted(one) == "rx.page" for one in named)


def test_a_room_holds_only_the_files_that_rooms_have():
    assert [path for path in source.modules() if out_of_place(path)] == []


def test_no_file_is_longer_than_can_be_read_at_once():
    lengths = {path: len(path.read_text().splitlines()) for path in source.PACKAGE.rglob("*.py")}
    assert {path.name: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_a_module_declares_one_page_at_most_because_the_frontend_is_split_by_module():
    assert {path for path, tree in source.modules().items() if pages_in(tree) > 1} == set()


def test_the_rules_about_rooms_bite():
    assert out_of_place("people/service.py")
    assert out_of_place("observations/live/helpers.py")
    assert out_of_place("people/door.py")
    assert not out_of_place("identity/door.py")
    assert not out_of_place("observations/formats/cues.py")
    two = "@rx.page(route='/a')\ndef a(): ...\n@rx.page\ndef b(): ..."
    assert pages_in(ast.parse(two)) == 2
