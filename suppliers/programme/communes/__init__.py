"""The communes and wards of Quế Võ as they stood on each day, and what became of each."""
