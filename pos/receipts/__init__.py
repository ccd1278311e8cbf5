"""Slips of sales and refunds: what they say, and how they reach the till's printer."""
