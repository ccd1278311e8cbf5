"""Limits of what a cashier does alone, late sales, and who acted in whose shift."""


def upgrade() -> None:
    """Changes the tables."""
