"""Tallying one's own session: for its maker alone, unless they share it."""
