"""An agreed session as calendars read it."""
