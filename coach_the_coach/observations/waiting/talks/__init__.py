"""What waits for either of the two around their talk."""
