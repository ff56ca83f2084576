"""One decision on one page."""
