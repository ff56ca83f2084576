"""From an agreed session on its day to the observation of it."""
