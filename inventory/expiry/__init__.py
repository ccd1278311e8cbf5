"""Goods near their best-before day: what is proposed for each lot, what its producer answers, and what silence means."""
