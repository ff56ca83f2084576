"""The own view of the one observed, given before they see anything of the observer's."""
