"""What the demonstration says to visitors."""
