"""Certification: what a manager must show, who saw it, and what it is worth."""
