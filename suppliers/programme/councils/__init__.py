"""Councils, the points they give, and the stars that points mean by the rules of their day."""
