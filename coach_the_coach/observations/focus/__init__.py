"""The ONE thing an observer and somebody observed follow together."""
