"""Money between the outlet and its producers, as far as a drawer may be part of it."""
