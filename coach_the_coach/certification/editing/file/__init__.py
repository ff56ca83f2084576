"""A path as a file: taken out of the program, and brought in again."""
