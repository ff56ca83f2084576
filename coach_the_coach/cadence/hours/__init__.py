"""Where two weeks of time went, and what will be dropped."""
