"""Who waits for whom between a leader and the people they observe."""
