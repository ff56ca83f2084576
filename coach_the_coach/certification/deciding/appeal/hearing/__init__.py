"""The page of an appeal."""
