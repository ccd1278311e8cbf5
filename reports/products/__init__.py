"""What was sold of one product."""
