"""Watching as it happens: nine buttons, a clock, notes, and the kind of talk."""
