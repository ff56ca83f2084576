"""One skill at a time: developmental cycles, and action plans signed by both."""
