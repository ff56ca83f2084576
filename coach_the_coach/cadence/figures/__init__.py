"""Kept rate, shares and streaks: each by one rule, with how it is made."""
