"""The reps' voice: anonymous, released in batches, never a pass mark."""
