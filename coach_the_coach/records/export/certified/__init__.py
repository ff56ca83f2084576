"""What somebody is certified for, as they are given it."""
