"""Reminding of a day by which somebody is to be through, or on which a certificate ends."""
