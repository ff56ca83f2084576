"""How somebody's coaching changes from session to session: the drawings of a person's page."""
