"""What keeps selling honest: when each till was heard and who was at it, late sales, limits."""
