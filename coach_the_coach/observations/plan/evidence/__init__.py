"""What the observer noted, as a plan may use it."""
