"""What came of a fair: what was sent, sold, brought back, and what its producers are owed for it."""
