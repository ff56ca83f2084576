"""What both signatures under a talk cover, and whether it still holds."""
