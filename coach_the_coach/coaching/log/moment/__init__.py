"""What was said in the moment, in a few taps."""
