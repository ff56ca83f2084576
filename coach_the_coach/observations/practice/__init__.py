"""Practising the nine buttons on invented conversations, with a reference to compare with."""
