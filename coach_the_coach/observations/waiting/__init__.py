"""What waits for whom: self-ratings, answers, drafts, promises to watch again."""
