"""The ways in: whether anybody signs in with a password."""
