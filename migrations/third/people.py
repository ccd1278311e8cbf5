"""Sessions are rows; tokens, passwords and PINs can be taken back."""


def upgrade() -> None:
    """Changes the tables."""
