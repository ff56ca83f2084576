"""Scoring one session again for an appeal, by two who took no part."""
