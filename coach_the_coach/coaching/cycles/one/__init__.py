"""One skill: from where it began to what showed it."""
