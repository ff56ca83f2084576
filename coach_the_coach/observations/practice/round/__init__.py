"""Coding one invented conversation, and comparing the codes."""
