"""Confirming that it is you, for what weighs much."""
