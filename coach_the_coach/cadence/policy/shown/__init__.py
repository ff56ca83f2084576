"""A coach's rhythm as their leader and their reps read it."""
