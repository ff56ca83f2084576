"""What counts about many people at once, gathered from the rooms that made it."""
