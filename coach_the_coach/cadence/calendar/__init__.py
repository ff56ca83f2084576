"""The calendar as a private feed, and calendars brought in."""
