"""Synthetic history through the verbs of real work."""
