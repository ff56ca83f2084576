"""People who coach: the leader's list, and the page of one of them."""
