"""Moving those who are on an older version of a path to its newest one, looked at first."""
