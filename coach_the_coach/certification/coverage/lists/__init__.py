"""Who is on which list of a path."""
