"""Letting go of what is no longer needed, class by class."""
