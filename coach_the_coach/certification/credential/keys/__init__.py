"""The keys that credentials are signed with: made, rotated, and published for good."""
