"""Customers by phone: who they are, what they bought, and what they owe."""
