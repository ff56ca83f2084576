"""What counts: an append-only ledger that certification and transition will read, and never each other."""
