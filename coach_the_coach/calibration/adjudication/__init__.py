"""A third who looks where two are too far apart."""
