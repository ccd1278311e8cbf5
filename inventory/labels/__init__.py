"""Lot labels, one by one and on A4 sheets."""
