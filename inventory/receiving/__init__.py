"""What a delivery means while it is being counted: expected beside received, dates, value, what is wrong. Writes nothing."""
