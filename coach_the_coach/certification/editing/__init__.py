"""What a path asks, changed in the app: the list of all paths."""
