"""Every file that comes in: checked line by line before anything of it is kept."""
