"""What each figure is made of, on a page of its own."""
