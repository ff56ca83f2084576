"""Answering the questions of a unit or of the exam, and seeing why."""
