"""One's own second factor: a program on a phone, and codes for when it is lost."""
