"""How far people are on their paths: made from evidence as it arrives."""
