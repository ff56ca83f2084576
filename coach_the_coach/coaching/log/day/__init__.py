"""How long a coach's day is by what they logged of it."""
