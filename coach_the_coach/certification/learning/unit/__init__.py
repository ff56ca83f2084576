"""One unit: its page, its questions, and where it was used."""
