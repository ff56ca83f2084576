"""What leaders above see of a certification: scores alone."""
