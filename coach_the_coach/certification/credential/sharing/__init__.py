"""One's own certificates: to hold, to share as far as one wants, and to stop sharing."""
