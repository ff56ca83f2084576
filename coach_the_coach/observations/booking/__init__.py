"""A time for the talk about what was seen: proposed when the watching stops, moved by both."""
