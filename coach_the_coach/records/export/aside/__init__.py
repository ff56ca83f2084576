"""What is kept of somebody beside observations: looks, own tallies, practice, plans."""
