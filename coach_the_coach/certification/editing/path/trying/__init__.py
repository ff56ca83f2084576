"""What a change of a path would do to those who are on it: numbers, and nobody's name."""
