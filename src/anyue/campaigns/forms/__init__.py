"""What may be typed in about a plan."""
