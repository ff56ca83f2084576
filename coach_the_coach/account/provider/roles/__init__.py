"""The roles that a directory gives, while a sign-in by it may last."""
