"""For what a session may move: written by the coach, signed by their leader."""
