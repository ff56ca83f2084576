"""Reading the package's own source, for the rules that are about how it is written."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "coach_the_coach"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[str, ast.Module]:
    """The syntax tree of every module of the package, by its path below the package."""
    found = sorted(PACKAGE.rglob("*.py"))
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text()) for path in found}


def named(*names: str) -> dict[str, ast.Module]:
    """The modules whose file bears one of these names, in whatever room."""
    return {path: tree for path, tree in modules().items() if Path(path).stem in names}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that Git keeps."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = listed.stdout.decode().split("\0")
    return tuple(ROOT / name for name in names if name and (ROOT / name).is_file())


def functions(tree: ast.Module) -> Iterator[Function]:
    """The functions a module declares at its top level."""
    return (node for node in tree.body if isinstance(node, Function))


def parameters(function: Function) -> list[ast.arg]:
    """Every named parameter of a function."""
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def dotted(node: ast.expr) -> str:
    """`rx.el.div` for that expression; only the last name where it begins with something else."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Every call within a node."""
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))
