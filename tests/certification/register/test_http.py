"""The file of the register, as a browser asks for it."""
