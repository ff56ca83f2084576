"""Signing a decision, and the certificate that comes of it."""
