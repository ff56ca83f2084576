"""What of all that was said is shown."""
