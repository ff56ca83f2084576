"""What an erasure takes of somebody's paths: words, and never that something was decided."""
