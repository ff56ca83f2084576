"""Who takes which seat of a decision."""
