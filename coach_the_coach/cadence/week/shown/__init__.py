"""The week as it is shown."""
