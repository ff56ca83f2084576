"""Programs with one fault each, on which a test must fail; run by `make soak`.

A test that passes on a broken program proves nothing about the whole one.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.serving import ROOT

NEVER_LOST: Final = "tests/journeys/test_never_lost.py"

EARLY: Final = '''

async def _early(request, named, person, work, *, public_id, batch, at):
    """What a batch would come to, said before it is kept."""
    import asyncio

    shown = await look_for(request, queries.present, public_id=public_id, at=at)
    counts = dict(shown.counts)
    for tap in batch.taps:
        if tap.code:
            counts[str(tap.code)] += 1

    async def later():
        await asyncio.sleep(0.5)
        await act_for(request, named, person, work, public_id=public_id, batch=batch, at=at)

    asyncio.get_running_loop().create_task(later())
    ids = [one.id for one in (*batch.taps, *batch.notes, *batch.kinds)]
    return KeptRow(kept=ids, counts=counts, clock=shown.clock)
'''
"""An answer that comes half a second before the commit."""


@dataclass(frozen=True)
class Mutant:
    """A fault: texts replaced in one file of the program, and the test that must notice."""

    name: str
    file: str
    replaced: tuple[tuple[str, str], ...]
    caught_by: str
    added: str = ""


MUTANTS: Final = (
    Mutant(
        "acknowledges before the commit",
        "coach_the_coach/observations/live/http.py",
        (("kept = await act_for(", "kept = await _early("),),
        "killed",
        EARLY,
    ),
    Mutant(
        "ignores the ids of taps",
        "coach_the_coach/observations/live/actions.py",
        (
            (
                'return one.model_dump(include={"id", "device_id", "seq", "code", "undoes"})',
                "from uuid import uuid4\n\n    values = one.model_dump(\n"
                '        include={"device_id", "seq", "code", "undoes"}\n    )\n'
                '    return values | {"id": str(uuid4())}',
            ),
            ("kept=sorted(chain.from_iterable(kept)),", "kept=_all_of(batch, list(kept)),"),
        ),
        "answer_that_is_lost",
        """

def _all_of(batch, _inserted):
    return [one.id for one in (*batch.taps, *batch.notes, *batch.kinds)]
""",
    ),
)
"""Each of them a program that loses or doubles what was tapped."""


def main() -> int:
    """Break a copy of the program in each way; returns how many faults no test noticed."""
    missed = 0
    for mutant in MUTANTS:
        with tempfile.TemporaryDirectory() as folder:
            caught = _is_caught(mutant, Path(folder) / "copy")
        print(f"{'caught' if caught else 'MISSED'}: a program that {mutant.name}", flush=True)
        missed += not caught
    return missed


def _is_caught(mutant: Mutant, copy: Path) -> bool:
    """Whether the test passes on the copy as it is, and fails once the fault is in it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    if _fails(mutant, copy):
        print(f"{mutant.caught_by} fails on the whole program too", flush=True)
        return False
    file = copy / mutant.file
    text = file.read_text()
    for old, new in mutant.replaced:
        if text.count(old) != 1:
            raise ValueError(f"{mutant.file} does not hold {old!r} once")
        text = text.replace(old, new)
    file.write_text(text + mutant.added)
    return _fails(mutant, copy)


def _fails(mutant: Mutant, copy: Path) -> bool:
    """Whether the test that must notice fails by what it asserts."""
    run = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "--kills", "3"]
    told = subprocess.run(
        [*run, NEVER_LOST, "-k", mutant.caught_by], cwd=copy, capture_output=True, text=True
    )
    if told.returncode not in (0, 1) or " error" in told.stdout.rpartition("\n")[0][-200:]:
        raise RuntimeError(told.stdout[-2000:])
    return told.returncode == 1


if __name__ == "__main__":
    sys.exit(main())
