"""The number of the second factor, after the password."""
