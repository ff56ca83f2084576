"""How far those one leads are on their paths, and who needs one."""
