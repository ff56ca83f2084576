"""Who has practised scoring, and so may score for certification."""
