"""Coach the Coach: leaders observe managers coaching, and managers become coaches."""
