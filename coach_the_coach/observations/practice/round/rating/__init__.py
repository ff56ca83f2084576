"""Rating a whole invented conversation."""
