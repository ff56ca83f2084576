"""Beginning a skill with somebody, and changing what was agreed."""
