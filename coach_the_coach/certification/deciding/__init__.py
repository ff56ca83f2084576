"""Deciding: who signs, what they say, and what becomes of it when somebody disagrees."""
