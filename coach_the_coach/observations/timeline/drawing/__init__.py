"""Where everything stands in the drawing of a session."""
