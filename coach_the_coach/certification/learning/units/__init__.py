"""The units as a list, with what was read, passed and used."""
