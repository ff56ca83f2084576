"""Lists that say which credentials are revoked or suspended, and of whom nothing."""
