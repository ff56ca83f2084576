"""What a person is given of their paths: how they stood, what was decided, and what they signed."""
