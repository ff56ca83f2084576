"""Asking for the decision, and taking that back."""
