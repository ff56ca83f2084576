"""Granting a certificate, revoking it, letting it rest and putting it in force again."""
