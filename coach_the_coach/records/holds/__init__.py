"""Keeping what is kept of somebody, for as long as the law asks."""
