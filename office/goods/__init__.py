"""Office pages about goods that must go: lots near their day, and recalls."""
