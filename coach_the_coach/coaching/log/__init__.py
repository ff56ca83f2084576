"""The coaching log: every session a coach held, in under a minute."""
