"""Bringing in a calendar: what a file says of sessions that are known, and of new ones."""
