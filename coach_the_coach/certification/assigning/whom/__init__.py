"""Whom a path is to be assigned to: one, several, a team, or everyone in a role."""
