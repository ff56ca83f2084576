"""Enrolling by itself whoever has just begun to coach."""
