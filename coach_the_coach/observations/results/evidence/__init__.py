"""What was counted and measured in one observation, and how it is drawn."""
