"""Erasing a person: what is about them goes, and what others signed stays whole."""
