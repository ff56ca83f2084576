"""What one sees first: the one thing to do next."""
