"""Audit lines carry what stood before and what stands after."""


def upgrade() -> None:
    """Changes the tables."""
