"""One tally of one's own session, from its opening to what came out."""
