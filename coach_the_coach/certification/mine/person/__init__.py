"""Where somebody else stands on their paths, as far as the reader may know."""
