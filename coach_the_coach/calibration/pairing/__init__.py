"""Having a session scored by two, and beginning as the second or the third."""
