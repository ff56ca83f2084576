"""Who may say how it was, and saying it."""
