"""What counts: a ledger that certification and transition read instead of each other."""
