"""Making progress anew: of whoever's evidence changed, and of everybody once a day."""
