"""Handing an observation over: a talk that is booked, led by questions, and signed by both."""
