"""Choosing a password with an invitation."""
