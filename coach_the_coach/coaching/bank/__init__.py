"""The question bank: what to ask instead of telling, found in a moment."""
