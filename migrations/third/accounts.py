"""A changed bank account waits for a second person or for a day."""


def upgrade() -> None:
    """Changes the tables."""
