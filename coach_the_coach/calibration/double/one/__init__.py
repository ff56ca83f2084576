"""The page of one session that two score."""
