"""What a call is for: a milestone, and not the end of the deal."""
