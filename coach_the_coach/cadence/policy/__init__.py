"""How often a coach meets each rep, and whether that fits into their time."""
