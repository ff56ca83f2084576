"""Somebody else's rules of interruption: for their leader to sign, for their reps to read."""
