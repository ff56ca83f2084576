"""What others saw and what was learned, gathered for many people at once."""
