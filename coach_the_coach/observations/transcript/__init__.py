"""Observing from the transcript of a session."""
