"""Action plans: an objective, what is done by when, reviewed and signed by manager and leader."""
