"""What somebody is typing stays while the page around it is drawn anew."""

from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx

from coach_the_coach.coaching.cycles.one import parts as skill
from coach_the_coach.coaching.cycles.one.state import CycleState
from coach_the_coach.coaching.cycles.plan import parts as plan
from coach_the_coach.coaching.cycles.plan.state import PlanState


def drawn_anew_by(node: dict[str, Any], *, above: str = "") -> Iterator[tuple[str, str]]:
    """Every field by its name, with the keys of itself and of all that it is in."""
    props = dict(prop.partition(":")[::2] for prop in node.get("props", []))
    keys = above + props.get("key", "")
    if "name" in props:
        yield props["name"].strip('"'), keys
    branches = [node[key] for key in ("true_value", "false_value") if key in node]
    for child in (*branches, *node.get("children", [])):
        yield from drawn_anew_by(child, above=keys)


@pytest.mark.parametrize(
    ("page", "version", "typed", "ticked"),
    [
        (plan.whole, PlanState.version, {"note", "result"}, {"step"}),
        (skill.whole, CycleState.version, {"goal", "seen", "shown", "next_skill"}, {"ladder"}),
    ],
)
def test_a_reading_draws_what_is_ticked_anew_and_no_field_that_is_typed_into(
    page: Any, version: rx.Var[int], typed: set[str], ticked: set[str]
):
    found = list(drawn_anew_by(page().render()))
    anew = {name for name, keys in found if str(version) in keys}
    assert {*typed, *ticked} <= {name for name, _keys in found}
    assert ticked <= anew
    assert not typed & anew
