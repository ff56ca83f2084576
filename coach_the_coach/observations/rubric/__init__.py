"""The form an observer rates with."""
