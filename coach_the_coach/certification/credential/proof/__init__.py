"""Signatures over credentials: made, and verified, without asking anybody on the network."""
