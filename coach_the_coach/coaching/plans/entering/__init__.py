"""Entering a customer call, by the coach or by the rep."""
