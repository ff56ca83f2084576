"""Asking one's coach for a quarter of an hour."""
