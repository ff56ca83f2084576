"""Coming in: signing in, and choosing a password with an invitation."""
