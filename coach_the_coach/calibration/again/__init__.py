"""Scoring a session again for an appeal, blind, by two who took no part."""
