"""One path as it is changed: what was typed, what it would do, and its versions."""
