"""Every number names its source, and the source is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
METHOD = ROOT / "docs" / "method.md"


def anchors(text: str) -> set[str]:
    """The anchors of the headings of a page, as they are made from the words."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head).strip().lower().replace(" ", "-") for head in heads}


def named(text: str) -> set[str]:
    """The anchors of docs/method.md that a source names."""
    return set(re.findall(r"docs/method\.md#([\w-]+)", text))


def unnamed(text: str) -> bool:
    """Whether a number says that it is a proposal, and not where that is said of it."""
    return "Source: a proposal" in text


def test_every_source_that_the_code_names_is_in_the_method():
    there = anchors(METHOD.read_text())
    missing = {
        f"{file.relative_to(ROOT)}: #{anchor}"
        for file in (ROOT / "coach_the_coach").rglob("*.py")
        for anchor in named(file.read_text()) - there
    }

    assert missing == set()


def test_a_proposal_stands_in_the_method():
    code = (ROOT / "coach_the_coach").rglob("*.py")
    assert [str(file) for file in code if unnamed(file.read_text())] == []


def test_the_rule_bites():
    assert named("Source: docs/method.md#nowhere.") - anchors("# Here\n## Somewhere") == {"nowhere"}
    assert unnamed("Source: a proposal.")
    assert not unnamed("Source: docs/method.md#here.")
