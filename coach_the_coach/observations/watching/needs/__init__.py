"""Who still needs watching and by when, and who has places free to do it."""
