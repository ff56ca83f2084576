"""Every state on a path and every way between them, to be read and printed."""
