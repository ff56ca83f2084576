"""Codes that were added, moved, renamed or removed after watching, each change kept."""
