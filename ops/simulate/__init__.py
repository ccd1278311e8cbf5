"""Synthetic history through the rules and tables of real sales."""
