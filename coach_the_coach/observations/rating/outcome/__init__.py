"""What an observation came to, counted once when it is signed."""
