"""One person's paths, for whoever assigns them."""
