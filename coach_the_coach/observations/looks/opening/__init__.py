"""Choosing whom to take a short look at."""
