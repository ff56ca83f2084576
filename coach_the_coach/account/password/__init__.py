"""One's own password: another one, whenever one likes."""
