"""Paths that would lead back to themselves."""
