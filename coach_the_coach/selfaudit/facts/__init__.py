"""What the program knows of how somebody coaches, for the ten points."""
