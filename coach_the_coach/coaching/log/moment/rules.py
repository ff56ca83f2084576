"""What is offered for what was said in the moment."""

from typing import Final

MOMENT_MINUTES: Final = (2, 5, 10, 15)
"""Lengths offered for it. Source: docs/method.md#presets."""

USUAL_MOMENT: Final = 5
"""Minutes chosen beforehand for it. Source: docs/method.md#presets."""
