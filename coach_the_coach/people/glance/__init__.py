"""What a leader sees of each person at a glance."""
