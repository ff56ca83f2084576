"""The page of one person who coaches."""
