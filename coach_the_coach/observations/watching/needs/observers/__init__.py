"""Who could watch somebody, and how many places they have free."""
