"""The certificate that comes of a decision, and what it renews."""
