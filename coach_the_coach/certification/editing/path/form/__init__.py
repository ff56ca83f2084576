"""The form of a path: each field with what is in it."""
