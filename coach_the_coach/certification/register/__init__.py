"""Every certificate that was ever granted."""
