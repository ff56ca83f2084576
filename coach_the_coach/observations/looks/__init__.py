"""A short look: one or two dimensions, one moment, one thing to try; it counts for nothing."""
