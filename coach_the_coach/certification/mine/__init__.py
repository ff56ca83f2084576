"""Where somebody stands on their paths: for themself, and for those who may know."""
