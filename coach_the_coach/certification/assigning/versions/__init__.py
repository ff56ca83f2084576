"""Moving those who are on a path to its newest version."""
