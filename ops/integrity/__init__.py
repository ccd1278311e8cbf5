"""The books check: every balance recomputed from the ledgers."""
