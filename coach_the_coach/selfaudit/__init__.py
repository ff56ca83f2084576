"""Ten points about how a manager manages, with what the program finds for each."""
