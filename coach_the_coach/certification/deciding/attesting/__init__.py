"""Signing for one thing that a path asks and no room measures."""
