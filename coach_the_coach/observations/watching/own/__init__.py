"""What one takes part in: planned sessions to watch, and what waits of them."""
