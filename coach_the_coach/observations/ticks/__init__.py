"""Six plain habits, seen today or not: they feed words, never scores."""
