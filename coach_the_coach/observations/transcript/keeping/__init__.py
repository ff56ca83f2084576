"""How long the words of a transcript must stay, whatever their days say."""
