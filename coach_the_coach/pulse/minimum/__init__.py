"""How many people must have said something before it is shown."""
