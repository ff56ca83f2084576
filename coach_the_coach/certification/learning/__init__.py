"""Six short units with their questions, and a case exam: what one knows, and what one used."""
