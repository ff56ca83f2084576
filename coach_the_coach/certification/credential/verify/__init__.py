"""The public page of a certificate that its holder shares."""
