"""Practice: hard moments tried aloud, in rounds, every week."""
