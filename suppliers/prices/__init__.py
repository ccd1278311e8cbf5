"""What products cost and will cost: dated prices, and what their producers propose."""
