"""What may be shown of what reps say, so that nobody can be made out. Pure."""
