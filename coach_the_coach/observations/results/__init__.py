"""What an observation shows, in words."""
