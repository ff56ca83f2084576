"""What there is to read and to be asked, from files that come with the program."""
