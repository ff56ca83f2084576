"""The case exam: four talks, and what one makes of them."""
