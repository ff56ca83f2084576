"""What a person is told outside the app: letters with one link and never a word of assessment."""
