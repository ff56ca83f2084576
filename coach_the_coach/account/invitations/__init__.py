"""Letting people in: who cannot sign in yet, and a link for each."""
