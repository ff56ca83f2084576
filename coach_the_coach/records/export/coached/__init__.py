"""What is kept of somebody as one who coaches, or is coached."""
