"""What is private is counted nowhere: its tables are read by their own rooms and by nobody else."""

import ast

from tests.architecture import source

PRIVATE = {
    "coach_the_coach.observations.looks": {"observations/waiting/", "people/"},
    # The case exam shows the talks that come with the program, and nobody's rounds; certification
    # counts that a conversation was scored, and nothing of how.
    "coach_the_coach.observations.practice": {
        "home/",
        "certification/learning/content/",
        "certification/facts/",
    },
    "coach_the_coach.observations.selftally": set(),
}
"""Rooms whose tables nobody counts, each with those who may ask its queries and show its parts."""

EVERYWHERE = {"schema.py", "coach_the_coach.py", "demo/", "records/"}
"""Those who make the tables, name the pages, fill the demo, and give or erase what is one's own."""


def imported(tree: ast.Module) -> set[str]:
    """The modules a module imports, and the names it takes out of them, dotted."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{one.name}" for one in node.names}
    return found


def readers(trees: dict[str, ast.Module], module: str) -> set[str]:
    """The modules that import this one, or something within it."""
    return {
        path
        for path, tree in trees.items()
        if any(name == module or name.startswith(f"{module}.") for name in imported(tree))
    }


def strangers(trees: dict[str, ast.Module], room: str, allowed: set[str]) -> set[str]:
    """Who reads a private room's tables, or anything of it, without being named for it."""
    own = f"{room.removeprefix('coach_the_coach.').replace('.', '/')}/"
    near = {own, *EVERYWHERE}
    tables = readers(trees, f"{room}.tables")
    return {path for path in tables if not path.startswith(tuple(near))} | {
        path for path in readers(trees, room) if not path.startswith(tuple(near | allowed))
    }


def test_nothing_that_counts_reads_a_look_a_practice_or_a_self_tally():
    trees = source.modules()
    found = {room: strangers(trees, room, allowed) for room, allowed in PRIVATE.items()}
    assert found == {room: set() for room in PRIVATE}
    for room in PRIVATE:
        assert len(readers(trees, f"{room}.tables")) >= 3


def test_the_rule_about_what_is_private_bites():
    looks = "coach_the_coach.observations.looks"
    for bad in (
        "from coach_the_coach.observations.looks.tables import Look",
        "import coach_the_coach.observations.looks.tables as looks",
        "from coach_the_coach.observations.looks import tables",
        "def late():\n    from coach_the_coach.observations.looks.queries import looks_between",
    ):
        trees = {"insights/queries.py": ast.parse(bad)}
        assert strangers(trees, looks, {"people/"}) == {"insights/queries.py"}, bad
    asks = ast.parse("from coach_the_coach.observations.looks.queries import looks_between")
    reads = ast.parse("from coach_the_coach.observations.looks.tables import Look")
    assert strangers({"people/queries.py": asks}, looks, {"people/"}) == set()
    assert strangers({"people/queries.py": reads}, looks, {"people/"}) == {"people/queries.py"}
