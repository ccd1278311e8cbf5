"""Goods that were sold beyond the book: what a sale had to find first, listed until somebody has decided what it was."""
