"""Paths: what is asked, by whom it is decided, how long it holds; data, in versions."""
