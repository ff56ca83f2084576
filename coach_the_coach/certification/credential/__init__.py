"""The certificate: kept, signed, shown and revoked."""
