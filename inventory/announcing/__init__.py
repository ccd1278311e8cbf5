"""Goods that are to come: what producers announce, what they are asked for, and what came of it."""
