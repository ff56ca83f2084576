"""What mix of talks the organisation wants."""
