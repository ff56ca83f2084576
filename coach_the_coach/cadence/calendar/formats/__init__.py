"""Readers of the files that calendars write; pure."""
