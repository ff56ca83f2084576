"""What is kept of somebody from observations, and the talks over them."""
