"""The types of requirement: one class each, every one a pure rule over evidence."""
