"""The ten points, and what they come to. Pure."""
