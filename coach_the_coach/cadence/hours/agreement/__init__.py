"""What a direct leader reads of two weeks of time, and agrees to."""
