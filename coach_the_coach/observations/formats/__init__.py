"""Transcript files of many programs, read into turns."""
