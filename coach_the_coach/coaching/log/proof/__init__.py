"""The past days as proof: each session with its five fields, and what is missing."""
