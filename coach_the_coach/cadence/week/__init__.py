"""Booking a series, and settling the week with one tap for each session."""
