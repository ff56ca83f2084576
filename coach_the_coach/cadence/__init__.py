"""The rhythm agreed on: what is due, what was booked, and what was kept."""
