"""Writing an action plan, and changing it."""
