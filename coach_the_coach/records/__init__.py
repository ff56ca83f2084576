"""A person's data: what is kept of them, taken out, erased, held, and let go of in time."""
