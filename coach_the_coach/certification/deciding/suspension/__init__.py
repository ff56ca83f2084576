"""Letting a certificate rest on the named grounds, and what comes after."""
