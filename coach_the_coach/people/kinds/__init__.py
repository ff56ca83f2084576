"""A month's kinds of talk of several people, each for themself."""
