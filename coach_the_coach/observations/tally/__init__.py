"""What an observer counts, and what the counts may say."""
