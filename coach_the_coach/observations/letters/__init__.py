"""What an observation and its talk say outside the app: that something is there, and no more."""
