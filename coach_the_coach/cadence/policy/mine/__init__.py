"""One's own rhythm with each of one's team, whether it fits, and who is left out."""
