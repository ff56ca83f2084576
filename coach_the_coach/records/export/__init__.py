"""Giving a person what is kept of them."""
