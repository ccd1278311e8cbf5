"""The counter beside the sale: drawer openings, voids, recounts, corrected payments, exchanges, held carts, paper sheets."""
