"""People and reporting lines out of a file: what it would change, and changing it."""
