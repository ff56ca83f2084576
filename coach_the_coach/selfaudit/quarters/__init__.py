"""Which quarter's ten points somebody answers about somebody, and which were sent last."""
