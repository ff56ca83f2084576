"""The figures of one coach, and the file of what they are made of."""
