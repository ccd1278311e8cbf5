"""Every document and every audit line is a signed link of one chain."""


def upgrade() -> None:
    """Changes the tables."""
