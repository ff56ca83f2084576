"""What kinds of talk a month was made of, with its interval, beside what is wanted."""
