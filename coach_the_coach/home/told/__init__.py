"""What one has been told."""
