"""What must not be in the repository, and what must be said where it is."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture import source

# Each is put together here, or this file would be the first to break the rule.
HOSTS = ("pypi" + ".org", "python" + "hosted", "npm" + "js.", "deb." + "debian")
PLACES = ("/" + "work/", "/" + "root/", "/" + "home/", "/" + "Users/")
FORBIDDEN = re.compile("|".join(re.escape(word) for word in HOSTS + PLACES))
"""Hosts of package registries, and folders of somebody's machine."""

EXCUSE = re.compile(r"#\s*(noqa|pyright: ignore|type: ignore)(?P<rest>.*)")


def forbidden_lines(text: str) -> list[str]:
    """Lines that name a registry's host or a folder of the machine they were written on."""
    return [line.strip()[:100] for line in text.splitlines() if FORBIDDEN.search(line)]


def bare_excuses(text: str) -> list[str]:
    """Lines that silence a checker without naming the rule, or without saying why."""
    found = []
    for line in text.splitlines():
        excuse = EXCUSE.search(line)
        if excuse is None:
            continue
        named, _, reason = excuse["rest"].replace("#", "-").partition(" - ")
        if not re.search(r"[A-Za-z]", named) or len(reason.split()) < 2:
            found.append(line.strip()[:100])
    return found


def imported(tree: ast.Module) -> set[str]:
    """The top-level names that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return {name.partition(".")[0] for name in found}


def declared() -> set[str]:
    """The packages that pyproject.toml asks for to run, in their normal spelling."""
    project = tomllib.loads((source.ROOT / "pyproject.toml").read_text())["project"]
    return {_normal(re.split(r"[\[<>=~! ;]", one)[0]) for one in project["dependencies"]}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def undeclared(names: set[str], allowed: set[str]) -> set[str]:
    """Imported names that belong to no package in `allowed` and are not Python's own."""
    homes = packages_distributions()
    return {
        name
        for name in names - sys.stdlib_module_names - {"coach_the_coach"}
        if not {_normal(home) for home in homes.get(name, [])} & allowed
    }


def _place(path: Path) -> str:
    """A file's path below the repository."""
    return path.relative_to(source.ROOT).as_posix()


def _text(path: Path) -> str:
    """What a tracked file says; nothing for pictures, fonts and the like."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode(errors="replace")


def test_nothing_in_the_repository_names_a_registry_or_somebodys_machine():
    found = {path: forbidden_lines(_text(path)) for path in source.tracked()}
    assert {_place(path): lines for path, lines in found.items() if lines} == {}


def test_whoever_silences_a_checker_names_the_rule_and_says_why():
    programs = [
        path for path in source.tracked() if path.suffix == ".py" and path != Path(__file__)
    ]
    found = {path: bare_excuses(_text(path)) for path in programs}
    assert {_place(path): lines for path, lines in found.items() if lines} == {}


def test_everything_the_program_imports_is_declared():
    names = set().union(*(imported(tree) for tree in source.modules().values()))
    assert undeclared(names, declared()) == set()


def locked(name: str) -> dict[str, str]:
    """The versions of a lock file by package."""
    lines = (source.ROOT / name).read_text().splitlines()
    pins = [re.match(r"([a-z0-9-]+)==(\S+)(?: ;.*)? \\$", line) for line in lines]
    return {pin[1]: pin[2] for pin in pins if pin}


def test_the_locks_name_no_address_and_nothing_without_its_hash():
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (source.ROOT / name).read_text().splitlines()
        other = [
            line for line in lines if not re.match(r"[a-z0-9-]+==\S+|    --hash=sha256:", line)
        ]
        assert other == []
        assert declared() <= set(locked(name)), name


def test_tests_run_with_the_versions_that_people_run():
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


def test_tests_use_the_real_parts_and_mock_nothing():
    trees = {
        path: ast.parse(path.read_text()) for path in (source.ROOT / "tests").rglob("test_*.py")
    }
    mocking = {"mock", "unittest", "pytest_mock"}
    assert {path.name for path, tree in trees.items() if imported(tree) & mocking} == set()


def test_the_rules_about_the_repository_bite():
    assert forbidden_lines("index = https://" + HOSTS[0] + "/simple")
    assert forbidden_lines("see " + PLACES[0] + "main")
    assert not forbidden_lines("PostgreSQL and homes")
    assert bare_excuses("x = 1  # noqa")
    assert bare_excuses("x = 1  # noqa: S101")
    assert bare_excuses("x = 1  # pyright: ignore[reportAny]")
    assert not bare_excuses("x = 1  # noqa: S101 - the sum is checked before")
    assert undeclared({"pytest", "json"}, {"reflex"}) == {"pytest"}
    assert imported(ast.parse("import a.b\ndef f():\n  from c import d")) == {"a", "c"}
