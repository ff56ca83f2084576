"""Two who score one session blind: what neither sees of the other, and when both are opened."""
