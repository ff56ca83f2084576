"""The own view of the one observed, given before the talk in which both views open."""
