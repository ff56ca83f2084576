"""What the two agree once both views are open."""
