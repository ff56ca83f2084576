"""Putting people on a path, changing by when, taking them off it."""
