"""The form of a session: last commitment first, then what was said and agreed."""
