"""The faults that are put into the program to try its tests still find their place in it."""

from tests.mutants import MUTANTS
from tests.serving import ROOT


def test_every_text_that_a_fault_replaces_is_there_once():
    found = {
        (mutant.name, old): (ROOT / mutant.file).read_text().count(old)
        for mutant in MUTANTS
        for old, _new in mutant.replaced
    }

    assert set(found.values()) == {1}, found
