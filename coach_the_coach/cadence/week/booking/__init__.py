"""Booking: a series in one step, one session, or the whole team at once."""
