"""Who coaches one rep, and since when."""
