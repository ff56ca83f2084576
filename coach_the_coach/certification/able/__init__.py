"""Whether a path can be finished here: who could take each part, and whether there is time."""
