"""How many skills are worked on, for those who read none of their words."""
