"""Choosing who is to watch somebody: of their line, from outside it, or a guest."""
