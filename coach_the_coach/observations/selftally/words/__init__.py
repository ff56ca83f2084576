"""Counting oneself from the words of a session: a file, who one is in it, a code for each turn."""
