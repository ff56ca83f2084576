"""Where a level was seen: words, moments, what did not happen, and what is offered for them."""
