"""Shortages take back what earlier counts found."""


def upgrade() -> None:
    """Changes the tables."""
