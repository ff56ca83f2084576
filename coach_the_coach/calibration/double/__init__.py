"""The pages of what is scored by two."""
