"""Levels, evidence and the one thing to work on."""
