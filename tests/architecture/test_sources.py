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


def test_every_source_that_the_code_names_is_in_the_method():
    there = anchors(METHOD.read_text())
    missing = {
        f"{file.relative_to(ROOT)}: #{anchor}"
        for file in (ROOT / "coach_the_coach").rglob("*.py")
        for anchor in named(file.read_text()) - there
    }

    assert missing == set()


def test_the_rule_bites():
    assert named("Source: docs/method.md#nowhere.") - anchors("# Here\n## Somewhere") == {"nowhere"}
