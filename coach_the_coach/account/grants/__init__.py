"""Who has which role over whom, until when; stand-ins, and guests."""
