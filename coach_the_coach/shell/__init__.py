"""The frame round every room: addresses, navigation, messages, refusals."""
