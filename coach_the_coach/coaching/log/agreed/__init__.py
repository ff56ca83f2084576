"""What was agreed with the reader, and their answer to it."""
