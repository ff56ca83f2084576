"""A session afterwards: every tap, note and kind over its time, to be quoted and corrected."""
