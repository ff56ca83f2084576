"""What waits for somebody: decisions, seats to fill, appeals."""
