"""The seal on a signed observation: one text of all that was signed, and its hash."""
