"""Run every `bench_*.py` here, or those named, and print one table."""

import sys
from importlib import import_module
from pathlib import Path

from tests.bench.measure import Row


def line(row: Row) -> str:
    """One comparison as it is printed."""
    sides = f"{row.this} {row.this_ms:.2f} ms", f"{row.that} {row.that_ms:.2f} ms"
    return f"{row.what[:44]:<44}  {sides[0]:>28}  {sides[1]:>28}  {row.ratio:>8.2f} x"


def main(wanted: list[str]) -> None:
    """Import each benchmark in turn and print the rows of its `main()`."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    for name in names:
        if not wanted or name.removeprefix("bench_") in wanted:
            for row in import_module(f"tests.bench.{name}").main():
                print(line(row), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
