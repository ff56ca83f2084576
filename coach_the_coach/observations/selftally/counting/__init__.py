"""Counting oneself live: the clock, and what is tapped while it runs."""
