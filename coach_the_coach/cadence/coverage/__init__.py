"""Who coaches each rep, and who is left out."""
