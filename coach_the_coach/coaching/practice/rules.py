"""The library of hard moments, and what a round of practice must hold."""
