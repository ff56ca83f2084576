"""What the audit log holds of oneself: who looked at one's data, and what one did."""
