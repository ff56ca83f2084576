"""How a round compares with the reference."""
